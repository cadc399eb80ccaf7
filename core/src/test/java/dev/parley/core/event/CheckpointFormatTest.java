package dev.parley.core.event;

import static dev.parley.core.engine.lib0.Vectors.hex;
import static dev.parley.core.event.Samples.EPOCH;
import static dev.parley.core.event.Samples.GENERATION;
import static dev.parley.core.event.Samples.KEY;
import static dev.parley.core.event.Samples.KEYS;
import static dev.parley.core.event.Samples.LONG_UPDATE;
import static dev.parley.core.event.Samples.OTHER_ROOM;
import static dev.parley.core.event.Samples.PREVIOUS;
import static dev.parley.core.event.Samples.ROOM;
import static dev.parley.core.event.Samples.SEQUENCE;
import static dev.parley.core.event.Samples.TIME;
import static dev.parley.core.event.Samples.UPDATE;
import static dev.parley.core.event.Samples.contains;
import static dev.parley.core.event.Samples.flipped;
import static dev.parley.core.event.Samples.key;
import static dev.parley.core.event.Samples.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.engine.Cost;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Encoder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFormatTest {

    private static final long MOST_COUNTED = (1L << 48) - 1;
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private static final Chain.Place PLACE = new Chain.Place(new Head(SEQUENCE, PREVIOUS), GENERATION, EPOCH, TIME);

    /** A later activation than the one that wrote the last event. */
    private static final Writer WRITER = new Writer(KEYS, GENERATION, EPOCH + 77);

    private static final Checkpoint GOOD = checkpoint(UPDATE);

    @Nested
    class A_checkpoint {

        @Test
        void tells_its_number_and_weight() {
            assertThat(GOOD.sequence()).isEqualTo(SEQUENCE);
            assertThat(GOOD.weight()).isEqualTo(123_456);
        }

        @Test
        void is_read_as_it_was_written() throws MalformedInput {
            holds(CheckpointFormat.read(GOOD.bytes(), KEYS), UPDATE);
        }

        @Test
        void is_compressed_if_it_is_large() throws MalformedInput {
            var large = checkpoint(LONG_UPDATE);

            assertThat(large.bytes()).hasSizeLessThan(250);
            holds(CheckpointFormat.read(large.bytes(), KEYS), LONG_UPDATE);
        }

        @Test
        void is_sealed_so_that_nothing_of_the_document_is_in_its_bytes() {
            for (int from = 0; from + 4 <= UPDATE.length; from++) {
                assertThat(contains(GOOD.bytes(), Arrays.copyOfRange(UPDATE, from, from + 4)))
                        .isFalse();
            }
        }

        @Test
        void shows_each_bit_that_is_turned() {
            for (int bit = 0; bit < 8 * GOOD.bytes().length; bit++) {
                malformed(flipped(GOOD.bytes(), bit));
            }
        }

        @Test
        void is_malformed_once_it_is_cut() {
            for (int length = 0; length < GOOD.bytes().length; length++) {
                malformed(Arrays.copyOf(GOOD.bytes(), length));
            }
        }

        @Test
        void has_nothing_behind_its_end() {
            malformed(Arrays.copyOf(GOOD.bytes(), GOOD.bytes().length + 1));
        }

        @Test
        void is_none_of_another_room() {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> CheckpointFormat.read(GOOD.bytes(), new KeyRing(OTHER_ROOM, List.of(KEY))))
                    .withMessage("what is sealed is not what was sealed with this key");
        }

        @Test
        void cannot_be_opened_once_its_key_is_destroyed() {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> CheckpointFormat.read(GOOD.bytes(), new KeyRing(ROOM, List.of(key(8, 1)))))
                    .withMessage("sealed with key 7, which is not here any more");
        }

        /** Two texts that are sealed with one key and one nonce give away both. */
        @Test
        void shares_no_key_with_the_event_that_it_stands_on() {
            var document = new byte[32];
            var asEvent = KEY.seal(ContentKey.Use.EVENT, EPOCH + 77, SEQUENCE, new byte[0], document);

            assertThat(contains(checkpoint(document).bytes(), Arrays.copyOf(asEvent, 32)))
                    .isFalse();
        }
    }

    /** What was stored once; made by a program that shares nothing with this one, and never to be changed. */
    @Nested
    class A_recorded_checkpoint {

        @Test
        void is_read_as_what_it_was() throws MalformedInput {
            holds(CheckpointFormat.read(recorded("checkpoint-1").getFirst(), KEYS), UPDATE);
        }

        @Test
        void is_written_the_same_way_today() {
            assertThat(hex(GOOD.bytes())).isEqualTo(hex(recorded("checkpoint-1").getFirst()));
        }

        /** It is not written again: another release of zlib may compress in another way. */
        @Test
        void is_read_when_it_is_compressed() throws MalformedInput {
            holds(CheckpointFormat.read(recorded("checkpoint-1-compressed").getFirst(), KEYS), LONG_UPDATE);
        }
    }

    @Nested
    class What_cannot_be_read {

        @ParameterizedTest
        @ValueSource(ints = {0, 2, 255})
        void a_checkpoint_of_another_format(int format) {
            var bytes = GOOD.bytes().clone();
            bytes[0] = (byte) format;

            malformed(bytes, "a checkpoint of format " + format + ", but this release reads format 1");
        }

        @Test
        void a_checkpoint_that_is_packed_in_a_later_way() {
            malformed(sealed(2, UPDATE), "a checkpoint that is packed in a way that this release doesn't know: 2");
        }

        @ParameterizedTest
        @ValueSource(longs = {(256L << 20) + 1, MAX_SAFE_INTEGER})
        void a_checkpoint_that_claims_to_be_huge_once_it_is_unpacked(long length) throws MalformedInput {
            var claim = new Encoder();
            claim.writeVarUint(length);

            var cost = Cost.of(() -> malformed(
                    sealed(1, claim.toBytes()),
                    "compressed fields of " + length + " bytes, but at most 268435456 can be"));

            assertThat(cost.bytes()).isLessThan(1 << 20);
        }

        @Test
        void a_checkpoint_that_is_not_compressed_as_it_says() {
            malformed(sealed(1, new byte[] {5, 7}), "compressed fields that cannot be read");
        }

        private static byte[] sealed(int packing, byte[] packed) {
            var out = new Encoder();
            out.writeByte(1);
            out.writeVarUint(SEQUENCE);
            out.writeBytes(PREVIOUS);
            out.writeVarUint(GENERATION);
            out.writeVarUint(EPOCH);
            out.writeVarUint(TIME.toEpochMilli());
            out.writeVarUint(0);
            out.writeVarUint(EPOCH);
            out.writeByte(packing);
            out.writeVarUint(KEY.number());
            var context = Packing.context(KEYS, out.array(), out.size());
            out.writeBytes(KEY.seal(ContentKey.Use.CHECKPOINT, EPOCH, SEQUENCE, context, packed));
            return out.toBytes();
        }
    }

    @Property
    void a_checkpoint_holds_what_was_put_into_it(
            @ForAll @LongRange(min = 0, max = MOST_COUNTED) long sequence,
            @ForAll @Size(32) byte[] hash,
            @ForAll @LongRange(min = 0, max = MAX_SAFE_INTEGER) long generation,
            @ForAll @LongRange(min = 0, max = MAX_SAFE_INTEGER) long epoch,
            @ForAll @LongRange(min = 0, max = MAX_SAFE_INTEGER) long time,
            @ForAll @LongRange(min = 0, max = MAX_SAFE_INTEGER) long weight,
            @ForAll @Size(max = 600) byte[] document)
            throws MalformedInput {
        var place = new Chain.Place(new Head(sequence, hash), generation, epoch, Instant.ofEpochMilli(time));

        var read = CheckpointFormat.read(
                CheckpointFormat.write(WRITER, new CheckpointFormat.Contents(place, weight, document))
                        .bytes(),
                KEYS);

        assertThat(read.place()).isEqualTo(place);
        assertThat(read.weight()).isEqualTo(weight);
        assertThat(read.document()).isEqualTo(document);
    }

    @Property
    void arbitrary_bytes_are_a_checkpoint_or_malformed_and_nothing_else(@ForAll @Size(max = 200) byte[] bytes) {
        readOrMalformed(bytes);
    }

    @Property
    void arbitrary_bytes_behind_a_good_beginning_are_a_checkpoint_or_malformed_and_nothing_else(
            @ForAll @IntRange(min = 0, max = 100) int good, @ForAll @Size(max = 64) byte[] rest) {
        var out = new Encoder();
        out.writeBytes(GOOD.bytes(), 0, Math.min(good, GOOD.bytes().length));
        out.writeBytes(rest);

        readOrMalformed(out.toBytes());
    }

    private static Checkpoint checkpoint(byte[] document) {
        return CheckpointFormat.write(WRITER, new CheckpointFormat.Contents(PLACE, 123_456, document));
    }

    private static void holds(CheckpointFormat.Contents contents, byte[] document) {
        assertThat(contents.place()).isEqualTo(PLACE);
        assertThat(contents.weight()).isEqualTo(123_456);
        assertThat(contents.document()).isEqualTo(document);
    }

    private static void readOrMalformed(byte[] bytes) {
        try {
            assertThat(CheckpointFormat.read(bytes, KEYS)).isNotNull();
        } catch (MalformedInput e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void malformed(byte[] bytes) {
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> CheckpointFormat.read(bytes, KEYS));
    }

    private static void malformed(byte[] bytes, String why) {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> CheckpointFormat.read(bytes, KEYS))
                .withMessage(why);
    }
}
