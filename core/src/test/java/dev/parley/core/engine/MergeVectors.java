package dev.parley.core.engine;

import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.core.engine.update.Updates;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code merge.json}: what is done with updates without a document. */
final class MergeVectors {
    private MergeVectors() {}

    static void check(VectorCase vector) throws MalformedInput {
        if (vector.has("merged")) {
            merged(vector);
        }
        if (vector.has("diffs")) {
            diffs(vector);
        }
        if (vector.has("rows")) {
            contained(vector);
        }
    }

    private static void merged(VectorCase vector) throws MalformedInput {
        var merged = Updates.merge(vector.allBytes(vector.get("updates")), V1);
        var mergedV2 = Updates.merge(vector.allBytes(vector.get("updatesV2")), V2);
        var expected = vector.bytes(vector.get("merged"));
        var expectedV2 = vector.bytes(vector.get("mergedV2"));
        if (vector.node().path("loose").asBoolean()) {
            vector.step("merged");
            sameToReceiver(vector, List.of(expected), merged, V1);
            sameToReceiver(vector, List.of(expectedV2), mergedV2, V2);
        } else {
            vector.sameUpdate("merged", V1, expected, merged);
            vector.sameUpdate("mergedV2", V2, expectedV2, mergedV2);
        }
        told(vector, expected, expectedV2);
    }

    private static void told(VectorCase vector, byte[] update, byte[] updateV2) throws MalformedInput {
        for (var format : UpdateFormat.values()) {
            var bytes = format == V1 ? update : updateV2;
            var span = Updates.spanOf(bytes, format);
            vector.same("from, of " + format, clocks(vector.get("from")), new TreeMap<>(span.from()));
            vector.same("to, of " + format, clocks(vector.get("to")), new TreeMap<>(span.to()));
            vector.sameBytes(
                    "state vector of " + format,
                    vector.get(format == V1 ? "stateVector" : "stateVectorFromV2"),
                    Updates.stateVectorOf(bytes, format).encode());
        }
        vector.sameUpdate("v1ToV2", V2, vector.get("v1ToV2"), Updates.convert(update, V1, V2));
        vector.sameUpdate("v2ToV1", V1, vector.get("v2ToV1"), Updates.convert(updateV2, V2, V1));
        if (vector.has("structs")) {
            var readable = ReadableUpdate.of(update);
            vector.sameJson("structs", vector.get("structs"), readable.structs());
            vector.sameJson("deletes", vector.get("deletes"), readable.deletes());
        }
    }

    private static void diffs(VectorCase vector) throws MalformedInput {
        for (var diff : vector.get("diffs")) {
            vector.step("against " + diff.path("clocks"));
            var known = StateVector.decode(vector.bytes(diff.required("stateVector")));
            var update = vector.bytes(vector.get("update"));
            vector.sameUpdate("diff", V1, diff.required("diff"), Updates.diff(update, known, V1));
            var updateV2 = vector.bytes(vector.get("updateV2"));
            vector.sameUpdate("diffV2", V2, diff.required("diffV2"), Updates.diff(updateV2, known, V2));
        }
    }

    private static void contained(VectorCase vector) throws MalformedInput {
        for (var row : vector.get("rows")) {
            vector.step("update " + row.path("updateIndex") + ", "
                    + row.path("when").asText());
            var update = vector.bytes(row.required("update"));
            var updateV2 = Updates.convert(update, V1, V2);
            var snapshot = Snapshot.decode(vector.bytes(row.required("snapshot")), V1);
            boolean expected = row.required("contains").booleanValue();
            vector.same("contains", expected, snapshot.contains(update, V1));
            vector.same("contains, in format 2", expected, snapshot.contains(updateV2, V2));
        }
    }

    /** No kinds of roots are told here; in all vectors they follow from the names. */
    private static void sameToReceiver(VectorCase vector, List<byte[]> expected, byte[] got, UpdateFormat format)
            throws MalformedInput {
        var wanted = Receivers.applied(Receivers.passive(), expected, format);
        var receiver = Receivers.applied(Receivers.passive(), List.of(got), format);
        var kinds = Map.of("t", "text", "a", "array", "m", "map", "x", "xml");
        var roots = JsonNodeFactory.instance.objectNode();
        wanted.rootNames().forEach(name -> roots.put(name, kinds.getOrDefault(name, "map")));
        vector.sameBytes(
                "stateVector",
                wanted.stateVector().encode(),
                receiver.stateVector().encode());
        vector.sameBytes(
                "snapshot", wanted.snapshot().encode(V1), receiver.snapshot().encode(V1));
        vector.sameJson("tree", Shown.tree(wanted, roots), Shown.tree(receiver, roots));
    }

    private static Map<Long, Long> clocks(JsonNode pairs) {
        var clocks = new TreeMap<Long, Long>();
        pairs.forEach(pair -> clocks.put(pair.get(0).longValue(), pair.get(1).longValue()));
        return clocks;
    }
}
