package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.engine.type.SharedText;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** {@code snapshots.json}: documents as they were when a snapshot was taken. */
final class SnapshotVectors {
    private SnapshotVectors() {}

    static void check(VectorCase vector) throws MalformedInput {
        var doc = Receivers.withoutGc();
        var updates = vector.allBytes(vector.get("updates"));
        var taken = new HashMap<Integer, Snapshot>();
        for (int i = 0; i < updates.size(); i++) {
            doc.apply(updates.get(i));
            taken.put(i, doc.snapshot());
            for (var expected : vector.get("snapshots")) {
                if (expected.required("afterUpdate").intValue() == i) {
                    vector.step("after update " + i);
                    written(vector, expected, doc.snapshot());
                    restored(vector, expected, doc.asOf(doc.snapshot()));
                }
            }
        }
        vector.step("the end");
        vector.sameState(vector.get("finalState"), doc);
        for (var expected : vector.get("snapshots")) {
            var then = expected.get("afterUpdate");
            vector.step("at the end, as after update " + then);
            restored(vector, expected, doc.asOf(after(then, taken)));
        }
        for (var diff : vector.node().path("diffs")) {
            difference(vector, diff, doc, taken);
        }
        vector.step("after all that reading");
        vector.sameState(vector.get("finalState"), doc);
    }

    private static void written(VectorCase vector, JsonNode expected, Snapshot snapshot) throws MalformedInput {
        for (var format : UpdateFormat.values()) {
            var bytes = expected.required(format == UpdateFormat.V1 ? "v1" : "v2");
            vector.sameBytes("snapshot in " + format, bytes, snapshot.encode(format));
            var read = Snapshot.decode(vector.bytes(bytes), format);
            vector.sameBytes("snapshot read from " + format + " and written again", bytes, read.encode(format));
        }
    }

    private static void restored(VectorCase vector, JsonNode expected, Doc doc) {
        vector.sameUpdate(
                "restored state", UpdateFormat.V1, expected.required("restoredState"), doc.encode(UpdateFormat.V1));
        vector.sameUpdate(
                "restored state", UpdateFormat.V2, expected.required("restoredStateV2"), doc.encode(UpdateFormat.V2));
        vector.sameContent(expected.required("json"), doc);
        vector.sameTree(expected.required("tree"), doc);
    }

    /** Of the one text among the roots. */
    private static void difference(VectorCase vector, JsonNode diff, Doc doc, Map<Integer, Snapshot> taken) {
        vector.step("from " + diff.path("from") + " to " + diff.required("to"));
        var text = Roots.define(doc, vector.roots()).stream()
                .filter(SharedText.class::isInstance)
                .map(SharedText.class::cast)
                .findFirst()
                .orElseThrow();
        var now = after(diff.get("to"), taken);
        var before = diff.has("from") ? after(diff.get("from"), taken) : null;
        vector.sameJson("delta", diff.required("delta"), Shown.delta(text.delta(now, before), Shown::tree));
    }

    private static Snapshot after(JsonNode update, Map<Integer, Snapshot> taken) {
        return Objects.requireNonNull(taken.get(update.intValue()), () -> "snapshot after update " + update);
    }
}
