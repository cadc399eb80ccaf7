package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/** {@code undo.json}: a client that undoes and redoes while others write. */
final class UndoVectors {
    private final VectorCase vector;
    private final Doc doc;
    private final Edits edits;
    private final UndoManager manager;

    private UndoVectors(VectorCase vector) {
        this.vector = vector;
        this.doc = new Doc(Receivers.options(vector.get("client").longValue()).tidyFormats(true));
        this.edits = new Edits(doc, vector.roots());
        var options = new UndoOptions(
                Set.of(vector.get("trackedOrigin").asText()),
                Duration.ofMillis(vector.get("captureTimeout").longValue()),
                vector.get("ignoreRemoteMapChanges").booleanValue(),
                InstantSource.fixed(Instant.EPOCH));
        this.manager = new UndoManager(Roots.define(doc, vector.roots()), options);
    }

    static void check(VectorCase vector) throws MalformedInput {
        new UndoVectors(vector).run();
    }

    private void run() throws MalformedInput {
        var emitted = Emitted.by(doc);
        int index = 0;
        for (var step : vector.get("steps")) {
            vector.step("step " + index++ + ", " + step.required("do").asText() + " " + step.path("ops"));
            emitted.clear();
            take(step);
            vector.sameEmitted(step.required("emitted"), emitted);
            vector.same("size of the undo stack", step.required("undoStack").intValue(), manager.undoSize());
            vector.same("size of the redo stack", step.required("redoStack").intValue(), manager.redoSize());
            vector.sameContent(step.required("json"), doc);
        }
        vector.step("the end");
        vector.sameTree(vector.get("tree"), doc);
        vector.sameState(vector.get("state"), doc);
    }

    private void take(JsonNode step) throws MalformedInput {
        switch (step.get("do").asText()) {
            case "edit" -> edit(step, vector.get("trackedOrigin").asText());
            case "untracked" -> edit(step, "somebody else");
            case "remote" -> Receivers.applied(doc, vector.allBytes(step.required("updates")));
            case "undo" -> manager.undo();
            case "redo" -> manager.redo();
            default -> throw new IllegalArgumentException("unknown step: " + step);
        }
    }

    private void edit(JsonNode step, String origin) {
        doc.transact(origin, transaction -> edits.runAll(step.required("ops")));
    }
}
