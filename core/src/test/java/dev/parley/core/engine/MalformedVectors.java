package dev.parley.core.engine;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * {@code malformed.json}: broken, odd and hostile updates. Where nothing is advised, the engine without limits does as Yjs does,
 * or fails and changes nothing where Yjs fails. With the standard limits it may refuse anything of this, but not half of it, and at a bounded cost. After each, an honest update gets through.
 */
final class MalformedVectors {
    private static final long CLIENT = 99;

    /** Of client 4242: the letter Z behind the sixth letter of the base. */
    private static final byte[] HONEST = HexFormat.of().parseHex("0101922100840105015a00");

    private static final long HONEST_CLIENT = 4242;

    /** Generous: it is a matter of milliseconds. What follows an announced count or runs in circles takes far more. */
    private static final Duration AT_MOST = Duration.ofSeconds(2);

    private static final long MAX_ALLOCATED_BYTES = 64L << 20;

    private final VectorCase vector;
    private final byte[] base;
    private final UpdateFormat format;
    private final String advice;

    private MalformedVectors(VectorCase vector) {
        this.vector = vector;
        this.base = vector.bytes(vector.file().content().required("base"));
        this.format = vector.get("format").intValue() == 1 ? UpdateFormat.V1 : UpdateFormat.V2;
        this.advice = vector.node().path("advice").asText();
    }

    static void check(VectorCase vector) throws MalformedInput {
        new MalformedVectors(vector).check();
    }

    private void check() throws MalformedInput {
        if (vector.has("rows") && vector.get("rows").get(0).size() == 3) {
            truncated();
        } else if (vector.has("rows")) {
            flipped();
        } else {
            var update = vector.has("update") ? vector.bytes(vector.get("update")) : assembled();
            judge(update, vector.node(), vector.node().path("state"));
        }
    }

    /** Rows of a length, the result, and the state if it changed. */
    private void truncated() throws MalformedInput {
        var update = vector.bytes(vector.get("update"));
        for (var row : vector.get("rows")) {
            int length = row.get(0).intValue();
            vector.step("the first " + length + " bytes");
            var expected = JsonNodeFactory.instance.objectNode();
            expected.set("result", row.get(1));
            judge(Arrays.copyOf(update, length), expected, emptyAsMissing(row.get(2)));
        }
    }

    /** Rows of a place, the bits that are turned over there, the result, the state if it changed, and what waits. */
    private void flipped() throws MalformedInput {
        for (var row : vector.get("rows")) {
            int place = row.get(0).intValue();
            int bits = row.get(1).intValue();
            vector.step("bits " + Integer.toHexString(bits) + " of byte " + place);
            var update = vector.bytes(vector.get("update"));
            update[place] ^= (byte) bits;
            var expected = JsonNodeFactory.instance.objectNode();
            expected.set("result", row.get(2));
            judge(update, expected, emptyAsMissing(row.get(3)));
        }
    }

    private void judge(byte[] update, JsonNode expected, JsonNode state) throws MalformedInput {
        boolean accepted = expected.required("result").asText().equals("ok");
        switch (advice) {
            case "reject" -> refused(Limits.standard(), update);
            case "limit" -> takenOrRefused(Limits.standard(), update, expected, state);
            case "either" -> {
                takenOrRefused(Limits.standard(), update, expected, state);
                takenOrRefused(Limits.trusted(), update, expected, state);
            }
            case "" -> {
                takenOrRefused(Limits.standard(), update, expected, state);
                if (accepted) {
                    taken(Limits.trusted(), update, expected, state);
                } else {
                    refused(Limits.trusted(), update);
                }
            }
            default -> throw new IllegalArgumentException("unknown advice: " + advice);
        }
    }

    private void refused(Limits limits, byte[] update) throws MalformedInput {
        var attempt = new Attempt(limits, update);
        vector.same("that it is refused", true, attempt.refusal != null);
        attempt.changedNothing();
        attempt.honestUpdateGetsThrough();
    }

    private void taken(Limits limits, byte[] update, JsonNode expected, JsonNode state) throws MalformedInput {
        var attempt = new Attempt(limits, update);
        if (attempt.refusal != null) {
            throw vector.failure("that it is taken", "refused: " + attempt.refusal);
        }
        attempt.didAsYjs(expected, state);
        attempt.honestUpdateGetsThrough();
    }

    private void takenOrRefused(Limits limits, byte[] update, JsonNode expected, JsonNode state) throws MalformedInput {
        var attempt = new Attempt(limits, update);
        if (attempt.refusal == null) {
            vector.same("result", expected.required("result").asText(), "ok");
            attempt.didAsYjs(expected, state);
        } else {
            attempt.changedNothing();
        }
        attempt.honestUpdateGetsThrough();
    }

    /** A document that holds the base, what happened when the update came in, and what it gave out. */
    private final class Attempt {
        final Doc doc;
        final Emitted emitted;
        final byte[] before;
        final @Nullable MalformedInput refusal;

        Attempt(Limits limits, byte[] update) throws MalformedInput {
            doc = new Doc(Receivers.options(CLIENT).limits(limits));
            doc.apply(base);
            before = doc.encode(UpdateFormat.V1);
            emitted = Emitted.by(doc);
            refusal = assertTimeoutPreemptively(AT_MOST, () -> apply(update), vector::where);
        }

        private @Nullable MalformedInput apply(byte[] update) {
            long allocated = allocatedBytes();
            MalformedInput caught = null;
            try {
                doc.apply(update, format, null);
            } catch (MalformedInput e) {
                caught = e;
            }
            long more = allocatedBytes() - allocated;
            vector.same("that " + more + " bytes allocated are bounded", true, more <= MAX_ALLOCATED_BYTES);
            return caught;
        }

        void changedNothing() {
            vector.sameUpdate("state after a refusal", UpdateFormat.V1, before, doc.encode(UpdateFormat.V1));
            vector.same("number of updates emitted by a refusal", 0, emitted.size());
        }

        /** Rows tell nothing of what is emitted. */
        void didAsYjs(JsonNode expected, JsonNode state) {
            var wanted = state.isMissingNode() ? before : vector.bytes(state);
            vector.sameUpdate("state", UpdateFormat.V1, wanted, doc.encode(UpdateFormat.V1));
            if (expected.has("format")) {
                vector.sameEmitted(emptyIfMissing(expected.path("emitted")), emitted);
                PendingShown.check(vector, expected.path("pendingStructs"), doc);
                PendingShown.checkDeletes(vector, expected.path("pendingDeletesV2"), doc);
            }
        }

        void honestUpdateGetsThrough() throws MalformedInput {
            doc.apply(HONEST);
            vector.same(
                    "clock of an honest client afterwards",
                    1L,
                    doc.stateVector().clock(HONEST_CLIENT));
        }
    }

    /** Pieces, and how often each is repeated. */
    private byte[] assembled() {
        var update = new ByteArrayOutputStream();
        for (var part : vector.get("updateParts")) {
            var piece = vector.bytes(part.get(0));
            for (int i = 0; i < part.get(1).intValue(); i++) {
                update.writeBytes(piece);
            }
        }
        return update.toByteArray();
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static JsonNode emptyAsMissing(JsonNode text) {
        return text.asText().isEmpty() ? JsonNodeFactory.instance.missingNode() : text;
    }

    private static JsonNode emptyIfMissing(JsonNode list) {
        return list.isMissingNode() ? JsonNodeFactory.instance.arrayNode() : list;
    }
}
