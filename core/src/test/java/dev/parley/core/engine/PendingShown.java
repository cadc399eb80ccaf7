package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.TreeMap;

/** What waits in a document, compared with what the vectors say. */
final class PendingShown {
    private PendingShown() {}

    /** {@code expected}: the missing clocks and the waiting structs as an update of format 2, or a missing node. */
    static void check(VectorCase vector, JsonNode expected, Doc doc) {
        var pending = doc.pending();
        var missing = new TreeMap<Long, Long>();
        expected.path("missing")
                .forEach(
                        pair -> missing.put(pair.get(0).longValue(), pair.get(1).longValue()));
        vector.same("clocks that are missing", missing, new TreeMap<>(pending.missing()));
        sameWaiting(vector, "waiting structs", expected.path("updateV2"), pending.structs());
    }

    /** {@code expected}: the waiting deletions as an update of format 2, or a missing node. */
    static void checkDeletes(VectorCase vector, JsonNode expected, Doc doc) {
        sameWaiting(vector, "waiting deletions", expected, doc.pending().deletions());
    }

    private static void sameWaiting(VectorCase vector, String what, JsonNode expected, byte[] waiting) {
        if (waiting.length == 0 || expected.isMissingNode()) {
            vector.sameBytes(what, expected.isMissingNode() ? new byte[0] : vector.bytes(expected), waiting);
        } else {
            vector.sameUpdate(what, UpdateFormat.V2, expected, waiting);
        }
    }

    static void checkNothing(VectorCase vector, Doc doc) {
        check(vector, MissingNode.getInstance(), doc);
        checkDeletes(vector, MissingNode.getInstance(), doc);
    }
}
