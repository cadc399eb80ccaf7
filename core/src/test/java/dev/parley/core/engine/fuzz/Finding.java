package dev.parley.core.engine.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.core.engine.fuzz.Comparison.Parting;
import org.jspecify.annotations.Nullable;

/** A difference between Yjs and our engine, with the smallest session that shows it. */
record Finding(long seed, Rehearsal session, Parting parting, JsonNode expected) {
    /** Null if a session goes the same in both. */
    static @Nullable Finding in(Yjs yjs, long seed, Rehearsal session) {
        var parting = Shrinker.compare(yjs, session);
        return parting == null ? null : shrunk(yjs, seed, session, parting);
    }

    static Finding shrunk(Yjs yjs, long seed, Rehearsal session, Parting parting) {
        var shrinker = new Shrinker(yjs, session, parting);
        var smallest = shrinker.shrink();
        return new Finding(seed, smallest, shrinker.parting(), yjs.ask(smallest.commands()));
    }

    /** As {@code RecordedDifferencesTest} reads it. */
    String recorded() {
        var text = new StringBuilder("{\n  \"seed\": " + seed + ",\n  \"about\": ")
                .append(JsonNodeFactory.instance.textNode(parting.kind()))
                .append(",\n  \"steps\": [");
        for (int i = 0; i < session.commands().size(); i++) {
            text.append(i == 0 ? "\n    " : ",\n    ")
                    .append(Yjs.written(session.commands().get(i)));
        }
        text.append("\n  ],\n  \"expected\": [");
        for (int i = 0; i < session.commands().size(); i++) {
            text.append(i == 0 ? "\n    " : ",\n    ").append(Yjs.written(expected.get(i)));
        }
        return text.append("\n  ]\n}\n").toString();
    }

    @Override
    public String toString() {
        var text = new StringBuilder("Yjs and the engine part with seed %d at step %d of %d (%s):%n%s%n%nThe steps:%n"
                .formatted(seed, parting.step(), session.commands().size(), parting.kind(), parting.difference()));
        session.steps()
                .forEach(step -> text.append("  ").append(Yjs.written(step)).append('\n'));
        return text.append("\nTo keep it, as a file in src/test/resources/fuzz:\n")
                .append(recorded())
                .toString();
    }
}
