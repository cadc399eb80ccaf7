package dev.parley.core.engine.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.engine.type.SharedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A random session: several documents that edit, hear of each other sooner or later, more than once and in any order, undo, take
 * snapshots, and in the end know all. It follows from the seed alone. Our engine plays it while it is made, because a sensible
 * step depends on what is there.
 *
 * <p>Left out, because chance or JavaScript decides there: a document that receives its own number from elsewhere (it draws a new
 * one), snapshots of one document in another (Yjs throws), positions in the root with the empty name (Yjs forgets the name), and
 * resolving positions in roots of which the document doesn't know what they are (to Yjs they are empty, to us unknown). Nobody passes
 * on what is left of an update after collecting: if it waits together with the original, a GC and an item of the same clocks meet,
 * and which of them stays hangs on the sorting of the JavaScript engine. And if the original comes after it, Yjs cuts texts where the
 * original would have been placed, which damages surrogate pairs in what is deleted.
 */
final class SessionGenerator {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MAX_DELIVERIES = 400;
    private static final String USER = "user";

    private final SplittableRandom random;
    private final Features features;
    private final Values values;
    private final EditGenerator edits;
    private final Rehearsal rehearsal = new Rehearsal();
    private final ObjectNode roots = NODES.objectNode();
    private int nextId;

    /** What each document has not been told yet: the ids of steps and the places in their answers. */
    private final Map<String, List<String>> unheard = new LinkedHashMap<>();

    private final List<String> given = new ArrayList<>();
    private final Set<Long> clients = new LinkedHashSet<>();
    private final Map<String, List<String>> snapshots = new LinkedHashMap<>();
    private final List<String> positions = new ArrayList<>();

    private SessionGenerator(long seed) {
        random = new SplittableRandom(seed);
        features = Features.drawn(random);
        values = new Values(random, features);
        edits = new EditGenerator(values, features);
    }

    static Rehearsal session(long seed) {
        var generator = new SessionGenerator(seed);
        generator.run();
        return generator.rehearsal;
    }

    private void run() {
        drawRoots();
        int documents = 2 + values.below(4);
        for (int i = 0; i < documents; i++) {
            open("abcde".substring(i, i + 1));
        }
        for (int i = features.large() ? 1 + values.below(4) : 0; i > 0; i--) {
            edit(values.oneOf(names()), 100 + values.below(600));
        }
        for (int steps = 10 + values.below(50); steps > 0; steps--) {
            step();
        }
        if (values.chance(80)) {
            end();
        }
        names().forEach(this::state);
    }

    private void drawRoots() {
        Map<String, Boolean> kinds = new LinkedHashMap<>();
        kinds.put("text", features.texts());
        kinds.put("array", features.arrays());
        kinds.put("map", features.maps());
        kinds.put("xml", features.xml());
        kinds.put("xmlText", features.xml() && values.chance(30));
        kinds.put("xmlElement", features.xml() && values.chance(30));
        kinds.forEach((kind, wanted) -> {
            if (wanted) {
                roots.put(kind, kind);
            }
        });
        if (roots.isEmpty() || values.chance(10)) {
            roots.put("", "text");
        }
    }

    private List<String> names() {
        return rehearsal.ours().names();
    }

    private Replica replica(String name) {
        return rehearsal.ours().replica(name);
    }

    /** What a document has not been told yet. */
    private List<String> waiting(String name) {
        return unheard.computeIfAbsent(name, any -> new ArrayList<>());
    }

    private void open(String name) {
        var step = step("open", name).put("client", drawClient());
        if ((features.withoutGc() && values.chance(50)) || (features.snapshots() && values.chance(60))) {
            step.put("gc", false);
        }
        step.put("passive", !features.tidying() || values.chance(30));
        step.set("roots", features.lateRoots() && values.chance(50) ? NODES.objectNode() : roots.deepCopy());
        rehearsal.play(step);
        unheard.put(name, new ArrayList<>(given));
        if (features.events() && values.chance(50)) {
            rehearsal.play(step("events", name).put("on", true));
        }
        if (features.undo() && values.chance(70)) {
            undoOpen(name);
        }
    }

    /** A document is closed and made again of its state, by somebody else. */
    private void reopen(String name) {
        var state = step("state", name);
        state.putArray("only").add("v1").add("v2");
        rehearsal.play(state);
        rehearsal.play(step("close", name));
        var waiting = waiting(name);
        snapshots.remove(name);
        open(name);
        unheard.put(name, waiting);
        apply(name, Integer.toString(state.get("id").intValue()));
    }

    private long drawClient() {
        while (true) {
            long client = features.largeIds()
                    ? random.nextLong(1L << values.oneOf(List.of(7, 14, 21, 32, 33, 53)))
                    : values.below(200);
            if (clients.add(client)) {
                return client;
            }
        }
    }

    private ObjectNode step(String what) {
        return NODES.objectNode().put("id", nextId++).put("do", what);
    }

    private ObjectNode step(String what, String doc) {
        return step(what).put("doc", doc);
    }

    private void step() {
        var name = values.oneOf(names());
        switch (values.below(24)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> edit(name);
            case 8, 9, 10, 11 -> deliver(name);
            case 12, 13, 14, 15 -> sometimes(features.undo(), name, this::undo);
            case 16, 17, 18 -> sometimes(features.snapshots(), name, this::snapshot);
            case 19 -> sometimes(features.positions(), name, this::position);
            case 20 -> sometimes(features.documentless(), name, this::withoutDocument);
            case 21 -> sometimes(features.events() || features.lateRoots(), name, this::change);
            case 22 -> state(name);
            default -> catchUp(name);
        }
    }

    private void catchUp(String name) {
        switch (values.below(6)) {
            case 0 -> reopen(name);
            case 1, 2, 3 -> sync(name);
            default -> all(name);
        }
    }

    private interface Doing {
        void to(String name);
    }

    private void sometimes(boolean wanted, String name, Doing doing) {
        if (wanted) {
            doing.to(name);
        } else if (values.chance(40)) {
            deliver(name);
        } else {
            edit(name);
        }
    }

    private void edit(String name) {
        edit(name, 1 + (values.chance(40) ? values.below(6) : 0));
    }

    private void edit(String name, int ops) {
        var step = step("edit", name);
        if (features.undo() && values.chance(80)) {
            step.put("origin", USER);
        }
        int[] left = {ops};
        var answer = rehearsal.play(step, (replica, doc) -> left[0]-- > 0 ? edits.next(replica) : null);
        hear(name, step, answer, 0);
        if (!features.offline() && values.chance(90)) {
            names().forEach(other -> inOrder(other, Integer.MAX_VALUE));
        }
    }

    /** Tells the others, later, of what a step gave out, from one place on. */
    private void hear(String author, ObjectNode step, @Nullable JsonNode answer, int from) {
        int emitted = answer == null ? 0 : answer.path("emitted").size();
        for (int i = from; i < emitted; i++) {
            var update = step.get("id").intValue() + "/emitted/" + i;
            given.add(update);
            unheard.forEach((name, waiting) -> {
                if (!name.equals(author)) {
                    waiting.add(update);
                }
            });
        }
    }

    private void deliver(String name) {
        var waiting = waiting(name);
        if (features.shuffled()) {
            if (values.chance(15) && !given.isEmpty()) {
                apply(name, values.oneOf(given));
            }
            for (int i = 1 + values.below(3); i > 0 && !waiting.isEmpty(); i--) {
                apply(name, waiting.remove(values.below(waiting.size())));
            }
        } else {
            inOrder(name, 1 + values.below(4));
        }
    }

    private void inOrder(String name, int most) {
        var waiting = waiting(name);
        for (int i = 0; i < Math.min(most, MAX_DELIVERIES) && !waiting.isEmpty(); i++) {
            apply(name, waiting.removeFirst());
        }
    }

    private void apply(String name, String update) {
        boolean format2 = features.format2() && values.chance(50);
        apply(name, reference(update + (format2 ? "/v2" : "/v1")), format2);
    }

    private void apply(String name, JsonNode update, boolean format2) {
        var step = step("apply", name);
        step.set("update", update);
        if (format2) {
            step.put("format", 2);
        }
        hear(name, step, rehearsal.play(step), 1);
    }

    private static ObjectNode reference(String path) {
        int slash = path.indexOf('/');
        return Rehearsal.from(Integer.parseInt(path.substring(0, slash)), path.substring(slash + 1));
    }

    private void undo(String name) {
        if (!replica(name).managed()) {
            undoOpen(name);
            return;
        }
        var step = step(
                switch (values.below(20)) {
                    case 0 -> "undoClear";
                    case 1 -> "undoStop";
                    case 2 -> "undoClose";
                    case 3, 4, 5, 6, 7, 8 -> "redo";
                    case 9 -> "clock";
                    default -> "undo";
                });
        if (step.get("do").asText().equals("clock")) {
            step.put("advance", values.below(1000));
        } else {
            step.put("doc", name);
        }
        hear(name, step, rehearsal.play(step), 0);
    }

    private void undoOpen(String name) {
        var step = step("undoOpen", name);
        step.putArray("origins").add(USER);
        step.put("captureTimeout", values.chance(60) ? 0 : 500);
        step.put("ignoreRemoteMapChanges", values.chance(20));
        var replica = replica(name);
        if (values.chance(25) && !replica.roots().isEmpty()) {
            step.putArray("scope").add(values.oneOf(Types.of(replica)).path());
        }
        rehearsal.play(step);
    }

    private void snapshot(String name) {
        var taken = snapshots.computeIfAbsent(name, any -> new ArrayList<>());
        if (taken.isEmpty() || values.chance(40)) {
            var step = step("snapshot", name);
            if (rehearsal.play(step) != null) {
                taken.add(Integer.toString(step.get("id").intValue()));
            }
            return;
        }
        boolean format2 = values.chance(30);
        var then = reference(values.oneOf(taken) + (format2 ? "/v2" : "/v1"));
        var texts = Types.of(replica(name)).stream()
                .filter(found -> found.type() instanceof SharedText)
                .toList();
        if (values.chance(50) || texts.isEmpty()) {
            restore(name, then, format2);
            return;
        }
        var step = step("delta", name).put("format", format2 ? 2 : 1);
        step.set("at", values.oneOf(texts).path());
        step.set("snapshot", then);
        if (values.chance(60)) {
            step.set("before", reference(values.oneOf(taken) + (format2 ? "/v2" : "/v1")));
        }
        rehearsal.play(step);
    }

    /** The kinds of its roots are told afterwards, as Yjs does by itself; until then nothing is tidied up in them. */
    private void restore(String name, JsonNode snapshot, boolean format2) {
        var restored = step("restore", name).put("as", "restored").put("client", drawClient());
        restored.set("snapshot", snapshot);
        restored.put("format", format2 ? 2 : 1);
        restored.set("roots", NODES.objectNode());
        if (rehearsal.play(restored) == null) {
            return;
        }
        var defined = step("roots", "restored");
        defined.set("roots", roots.deepCopy());
        rehearsal.play(defined);
        state("restored");
        rehearsal.play(step("close", "restored"));
    }

    private void position(String name) {
        var replica = replica(name);
        if (!positions.isEmpty() && values.chance(60) && replica.roots().size() == roots.size()) {
            var step = step("resolve", name);
            step.set("bytes", reference(values.oneOf(positions)));
            rehearsal.play(step);
            return;
        }
        var lists = Types.of(replica).stream()
                .filter(found -> Fitting.length(found.type()) >= 0
                        && !"".equals(found.type().rootName()))
                .toList();
        if (!lists.isEmpty()) {
            var step = step("position", name);
            step.set("at", values.oneOf(lists).path());
            step.put("index", values.below(1000)).put("assoc", values.below(3) - 1);
            if (rehearsal.play(step) != null) {
                positions.add(step.get("id").intValue() + "/bytes");
            }
        }
    }

    private void withoutDocument(String name) {
        if (given.isEmpty()) {
            return;
        }
        boolean format2 = values.chance(50);
        var form = format2 ? "/v2" : "/v1";
        var merge = step("merge").put("format", format2 ? 2 : 1);
        var updates = merge.putArray("updates");
        var source = values.chance(50) ? waiting(name) : given;
        int most = 1 + values.below(12);
        for (var update : source) {
            if (updates.size() < most && values.chance(70)) {
                updates.insert(values.below(updates.size() + 1), reference(update + form));
            }
        }
        boolean mixed = values.chance(30);
        if (mixed) {
            var state = step("state", values.oneOf(names()));
            state.putArray("only").add("v1").add("v2");
            rehearsal.play(state);
            updates.insert(
                    values.below(updates.size() + 1), reference(state.get("id").intValue() + form));
        }
        if (updates.isEmpty() || rehearsal.play(merge) == null) {
            return;
        }
        var merged = Rehearsal.from(merge.get("id").intValue(), "update");
        switch (mixed ? 2 + values.below(4) : values.below(6)) {
            case 0 -> apply(name, merged, format2);
            case 1 -> {
                var state = step("state", name);
                state.putArray("only").add("stateVector");
                rehearsal.play(state);
                var diff = step("diffUpdate").put("format", format2 ? 2 : 1);
                diff.set("update", merged);
                diff.set("stateVector", Rehearsal.from(state.get("id").intValue(), "stateVector"));
                if (rehearsal.play(diff) != null) {
                    apply(name, Rehearsal.from(diff.get("id").intValue(), "update"), format2);
                }
            }
            case 2 -> of("stateVectorFromUpdate", merged, format2);
            case 3 -> {
                int converted = of("convert", merged, format2);
                if (!mixed) {
                    apply(name, Rehearsal.from(converted, "update"), !format2);
                }
            }
            case 4 -> of("parse", merged, format2);
            default -> {
                var snapshot = step("snapshot", name);
                var contains = step("contains");
                rehearsal.play(snapshot);
                contains.set("snapshot", Rehearsal.from(snapshot.get("id").intValue(), "v1"));
                contains.set("update", reference(values.oneOf(given) + "/v1"));
                rehearsal.play(contains);
            }
        }
    }

    private int of(String what, JsonNode update, boolean format2) {
        var step = step(what).put("format", format2 ? 2 : 1);
        step.set("update", update);
        rehearsal.play(step);
        return step.get("id").intValue();
    }

    private void change(String name) {
        if (features.lateRoots() && values.chance(50)) {
            var step = step("roots", name);
            step.set("roots", roots.deepCopy());
            rehearsal.play(step);
        } else {
            rehearsal.play(step("events", name).put("on", values.chance(70)));
        }
    }

    private void state(String name) {
        rehearsal.play(step("state", name));
    }

    /** What another one has and this one lacks, as one update. What waits here is not mixed with it: see above. */
    private void sync(String name) {
        if (features.beyond() || !replica(name).doc().pending().isEmpty()) {
            all(name);
            return;
        }
        var other = values.oneOf(names());
        var known = step("state", name);
        known.putArray("only").add("stateVector");
        var diff = step("diff", other);
        diff.set("stateVector", Rehearsal.from(known.get("id").intValue(), "stateVector"));
        rehearsal.play(known);
        if (rehearsal.play(diff) != null) {
            boolean format2 = features.format2() && values.chance(50);
            apply(name, Rehearsal.from(diff.get("id").intValue(), format2 ? "v2" : "v1"), format2);
        }
    }

    /** All that waits, as one update. */
    private void all(String name) {
        var merge = step("merge").put("format", 1);
        ArrayNode updates = merge.putArray("updates");
        waiting(name).forEach(update -> updates.add(reference(update + "/v1")));
        waiting(name).clear();
        if (!updates.isEmpty() && rehearsal.play(merge) != null) {
            apply(name, Rehearsal.from(merge.get("id").intValue(), "update"), false);
        }
    }

    /** Everybody hears everything; tidying up can make more of it. */
    private void end() {
        for (int round = 0; round < 10; round++) {
            for (var name : names()) {
                if (features.shuffled() && values.chance(50)) {
                    var waiting = waiting(name);
                    for (int i = waiting.size(); i > 0; i--) {
                        apply(name, waiting.remove(values.below(waiting.size())));
                    }
                } else {
                    inOrder(name, MAX_DELIVERIES);
                }
            }
        }
    }
}
