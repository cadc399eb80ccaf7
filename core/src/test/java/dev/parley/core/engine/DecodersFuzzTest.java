package dev.parley.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.AnyFormat;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.engine.lib0.IntDiffOptRleDecoder;
import dev.parley.core.engine.lib0.Json;
import dev.parley.core.engine.lib0.RleByteDecoder;
import dev.parley.core.engine.lib0.StringColumnDecoder;
import dev.parley.core.engine.lib0.UintOptRleDecoder;
import dev.parley.core.engine.type.Draft;
import dev.parley.core.engine.update.Updates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Any bytes at all come to a result or to a {@link MalformedInput}, within a bounded multiple of their number. Ordinary runs replay
 * the inputs that are kept beside the resources; {@code core/fuzz-decoders} looks for new ones.
 */
class DecodersFuzzTest {
    private static final Limits LIMITS = new Limits(10_000, 1 << 20, 100, 50, 50, 1 << 16, 100_000);
    private static final long FREE_BYTES = 8L << 20;
    private static final long BYTES_PER_BYTE = 512;

    /** Something that reads bytes. */
    private interface Target {
        void read(byte[] bytes) throws MalformedInput;
    }

    /** Whether they were well-formed. */
    private static boolean reads(byte[] bytes, Target target) {
        boolean[] wellFormed = {false};
        Cost.Work work = () -> {
            try {
                target.read(bytes);
                wellFormed[0] = true;
            } catch (MalformedInput e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        };
        long most = FREE_BYTES + BYTES_PER_BYTE * bytes.length;
        try {
            // The first time, Jazzer may have to rewrite classes; a second time does no harm.
            boolean cheap = Cost.of(work).bytes() < most;
            if (!cheap) {
                cheap = Cost.of(work).bytes() < most;
            }
            assertThat(cheap).as("allocated less than " + most).isTrue();
        } catch (MalformedInput e) {
            throw new AssertionError(e);
        }
        return wellFormed[0];
    }

    @FuzzTest(maxDuration = "20s")
    void numbersAndTexts(byte[] bytes) {
        reads(bytes, input -> {
            var in = new Decoder(input);
            while (in.hasMore()) {
                switch (in.readByte() % 8) {
                    case 0 -> {
                        long number = in.readVarUint();
                        assertThat(number).isBetween(0L, Decoder.MAX_VAR_UINT);
                    }
                    case 1 -> in.readVarInt();
                    case 2 -> {
                        var text = in.readVarString();
                        var out = new Encoder();
                        out.writeVarString(text);
                        assertThat(new Decoder(out.toBytes()).readVarString()).isEqualTo(text);
                    }
                    case 3 -> in.readVarBytes();
                    case 4 -> in.readFloat32();
                    case 5 -> in.readFloat64();
                    case 6 -> in.readBigInt64();
                    default -> in.readNested();
                }
            }
        });
    }

    @FuzzTest(maxDuration = "20s")
    void values(byte[] bytes) {
        reads(bytes, input -> {
            var value = AnyFormat.read(new Decoder(input), 50);
            var out = new Encoder();
            AnyFormat.write(out, value);
            assertThat(AnyFormat.read(new Decoder(out.toBytes()), 50)).isEqualTo(value);
            assertThat(AnyFormat.skip(new Decoder(out.toBytes()), 50)).isTrue();
        });
        // Who skips believes the same as who reads.
        assertThat(reads(bytes, input -> AnyFormat.skip(new Decoder(input), 50)))
                .isEqualTo(reads(bytes, input -> AnyFormat.read(new Decoder(input), 50)));
    }

    @FuzzTest(maxDuration = "20s")
    void json(byte[] bytes) {
        reads(bytes, input -> {
            var value = Json.parse(new String(input, StandardCharsets.UTF_8), 50);
            var printed = Json.print(value);
            // Not the value itself: what is too large for a double has become null, as in JavaScript.
            assertThat(Json.print(Json.parse(printed, 50))).isEqualTo(printed);
        });
    }

    @FuzzTest(maxDuration = "20s")
    void columns(byte[] bytes) {
        int most = 1_000;
        reads(bytes, input -> {
            var column = new UintOptRleDecoder(new Decoder(input));
            for (int i = 0; i < most; i++) {
                assertThat(column.read()).isNotNegative();
            }
        });
        reads(bytes, input -> {
            var column = new IntDiffOptRleDecoder(new Decoder(input));
            for (int i = 0; i < most; i++) {
                assertThat(Math.abs(column.read())).isLessThanOrEqualTo(Decoder.MAX_VAR_UINT);
            }
        });
        reads(bytes, input -> {
            var column = new RleByteDecoder(new Decoder(input));
            for (int i = 0; i < most; i++) {
                assertThat(column.read()).isBetween(0, 255);
            }
        });
        reads(bytes, input -> {
            var column = new StringColumnDecoder(new Decoder(input));
            for (int i = 0; i < most; i++) {
                assertThat(column.readString().length()).isLessThanOrEqualTo(input.length);
            }
        });
    }

    @FuzzTest(maxDuration = "20s")
    void updateV1(byte[] bytes) {
        applies(bytes, UpdateFormat.V1);
    }

    @FuzzTest(maxDuration = "20s")
    void updateV2(byte[] bytes) {
        applies(bytes, UpdateFormat.V2);
    }

    @FuzzTest(maxDuration = "20s")
    void updatesWithoutADocument(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var format = bytes[0] % 2 == 0 ? UpdateFormat.V1 : UpdateFormat.V2;
        var other = format == UpdateFormat.V1 ? UpdateFormat.V2 : UpdateFormat.V1;
        var base = document().encode(format);
        var update = Arrays.copyOfRange(bytes, 1, bytes.length);
        // One by one, for each has the same bound.
        reads(update, input -> Updates.isEmpty(input, format, LIMITS));
        reads(update, input -> Updates.stateVectorOf(input, format, LIMITS));
        reads(update, input -> Updates.spanOf(input, format, LIMITS));
        reads(update, input -> Updates.diff(input, StateVector.of(Map.of(1L, 3L, 5L, 2L)), format, LIMITS));
        // What came out of here can go in again.
        reads(update, input -> {
            var merged = Updates.merge(List.of(base, input, input), format, LIMITS);
            isRead(() -> Updates.isEmpty(merged, format, Limits.trusted()));
        });
        reads(update, input -> {
            var converted = Updates.convert(input, format, other, LIMITS);
            isRead(() -> Updates.merge(List.of(converted, converted), other, Limits.trusted()));
        });
    }

    private static void isRead(Cost.Work work) {
        try {
            work.run();
        } catch (MalformedInput e) {
            throw new AssertionError(e);
        }
    }

    @FuzzTest(maxDuration = "20s")
    void statesAndDeletions(byte[] bytes) {
        reads(bytes, input -> {
            var state = StateVector.decode(input);
            assertThat(StateVector.decode(state.encode())).isEqualTo(state);
            document().encodeSince(state, UpdateFormat.V2);
        });
        for (var format : UpdateFormat.values()) {
            reads(bytes, input -> {
                var deleted = DeleteSet.decode(input, format);
                assertThat(DeleteSet.decode(deleted.encode(format), format)).isEqualTo(deleted);
            });
            reads(bytes, input -> {
                var snapshot = Snapshot.decode(input, format);
                assertThat(Snapshot.decode(snapshot.encode(format), format)).isEqualTo(snapshot);
            });
        }
    }

    @FuzzTest(maxDuration = "20s")
    void relativePositions(byte[] bytes) {
        reads(bytes, input -> {
            var position = RelativePosition.decode(input);
            assertThat(RelativePosition.decode(position.encode())).isEqualTo(position);
            assertThat(position.toJson()).isNotBlank();
            position.resolve(document());
        });
    }

    private static void applies(byte[] bytes, UpdateFormat format) {
        var doc = document();
        var before = State.of(doc);
        if (!reads(bytes, input -> doc.newsIn(input, format))) {
            assertThat(State.of(doc)).isEqualTo(before);
        }
        var emitted = Emitted.by(doc);
        if (reads(bytes, input -> doc.apply(input, format, null))) {
            isWhole(doc);
        } else {
            assertThat(State.of(doc)).isEqualTo(before);
            assertThat(emitted.size()).isZero();
        }
    }

    /**
     * It can be written, read again, and go on. Where origins contradict each other, a document made from its bytes may show them in
     * another order, as in Yjs; but it is the same from both formats. What waits is written with it, and only there can it claim
     * clocks that the document already has: read into a new document the claim may then win or come loose, as in Yjs, so that it is
     * only asked whether it can be read.
     */
    private static void isWhole(Doc doc) {
        try {
            copy(doc, UpdateFormat.V1);
            copy(doc, UpdateFormat.V2);
            doc.dropPending();
            var copy = copy(doc, UpdateFormat.V1);
            var copyV2 = copy(doc, UpdateFormat.V2);
            assertThat(copy.stateVector()).isEqualTo(doc.stateVector());
            assertThat(copyV2.snapshot()).isEqualTo(copy.snapshot());
            assertThat(letters(copyV2)).isEqualTo(letters(copy));
            assertThat(copyV2.array("array").length())
                    .isEqualTo(copy.array("array").length());
            doc.text("text").insert(0, "more");
            doc.text("text").delete(doc.text("text").length() - 1, 1);
            doc.array("array").delete(0, doc.array("array").length());
            doc.apply(Forged.by(4242, doc.stateVector().clock(4242))
                    .in("text")
                    .text("honest")
                    .v1());
        } catch (MalformedInput e) {
            throw new AssertionError(e);
        }
    }

    /** Halves of a pair that were torn apart become whole in a column of strings, and two marks in a string each: as in Yjs. */
    private static String letters(Doc doc) {
        return doc.text("text")
                .toString()
                .chars()
                .map(letter -> Character.isSurrogate((char) letter) ? '\uFFFD' : letter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Doc copy(Doc doc, UpdateFormat format) throws MalformedInput {
        var copy = new Doc(DocOptions.withClientId(8).limits(Limits.trusted()));
        copy.text("text");
        copy.array("array");
        copy.apply(doc.encode(format), format, null);
        return copy;
    }

    /** Something of everything, and things that wait. */
    private static Doc document() {
        var doc = new Doc(DocOptions.withClientId(1).limits(LIMITS));
        try {
            doc.apply(BASE);
            doc.text("text");
            doc.array("array");
            doc.apply(Forged.by(5, 3).behind(5, 2).text("waits").delete(6, 0, 1).v1());
        } catch (MalformedInput e) {
            throw new AssertionError(e);
        }
        return doc;
    }

    private static final byte[] BASE = base();

    private static byte[] base() {
        var doc = Doc.withClientId(1);
        doc.text("text").insert(0, "abcdef😀ghi");
        doc.array("array")
                .insert(0, List.of(Any.of(1), Any.of("two"), Draft.array(List.of(Any.TRUE)), Draft.text("inner")));
        doc.map("map").set("key", Any.of("value"));
        doc.map("map").set("key", Draft.map(Map.of("a", Any.NULL)));
        doc.text("text").format(1, 3, Map.of("bold", Any.TRUE));
        doc.text("text").delete(2, 2);
        doc.array("array").delete(2, 1);
        doc.xml("xml").add(Draft.xmlElement("p"));
        return doc.encode(UpdateFormat.V1);
    }

    /** What must not change when something is refused. */
    private record State(
            List<Byte> v1, List<Byte> v2, Set<String> rootNames, Map<Long, Long> missing, String text, String array) {
        static State of(Doc doc) {
            return new State(
                    bytes(doc.encode(UpdateFormat.V1)),
                    bytes(doc.encode(UpdateFormat.V2)),
                    doc.rootNames(),
                    Map.copyOf(doc.pending().missing()),
                    doc.text("text").delta().toString(),
                    doc.array("array").toString());
        }

        private static List<Byte> bytes(byte[] bytes) {
            var list = new ArrayList<Byte>();
            for (byte b : bytes) {
                list.add(b);
            }
            return list;
        }
    }
}
