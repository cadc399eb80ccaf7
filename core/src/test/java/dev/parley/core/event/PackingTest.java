package dev.parley.core.event;

import static dev.parley.core.event.Samples.LONG_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.engine.Cost;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Encoder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackingTest {

    private static final int MOST = 256 << 20;
    private static final long MEGABYTE = 1L << 20;

    @Nested
    class Compressing {

        @Test
        void leaves_short_fields_as_they_are() {
            var plain = new byte[255];

            var packed = Packing.compress(plain);

            assertThat(packed.compressed()).isFalse();
            assertThat(packed.bytes()).isSameAs(plain);
        }

        @Test
        void makes_long_fields_shorter() {
            var packed = Packing.compress(LONG_UPDATE);

            assertThat(packed.compressed()).isTrue();
            assertThat(packed.bytes()).hasSizeLessThan(100);
        }

        @Test
        void leaves_fields_as_they_are_of_which_it_saves_less_than_an_eighth() {
            var plain = new byte[10_000];
            new Random(1).nextBytes(plain);

            assertThat(Packing.compress(plain).bytes()).isSameAs(plain);
        }

        /** What could be read again is all that may be written. */
        @Test
        void leaves_fields_as_they_are_that_are_longer_than_it_would_unpack() {
            var plain = new byte[MOST + 1];

            assertThat(Packing.compress(plain).bytes()).isSameAs(plain);
        }
    }

    @Nested
    class Decompressing {

        private final byte[] packed = Packing.compress(LONG_UPDATE).bytes();

        @Test
        void gives_what_was_compressed() throws MalformedInput {
            assertThat(Packing.decompress(packed)).isEqualTo(LONG_UPDATE);
        }

        @Test
        void gives_many_steps_of_what_was_compressed() throws MalformedInput {
            var plain = new byte[1 << 20];
            new Random(1).nextBytes(plain);
            Arrays.fill(plain, 0, plain.length / 2, (byte) 7);

            assertThat(Packing.decompress(Packing.compress(plain).bytes())).isEqualTo(plain);
        }

        @Test
        void gives_nothing_for_nothing() throws MalformedInput {
            assertThat(Packing.decompress(claiming(0, new byte[0]))).isEmpty();
        }

        @Test
        void refuses_what_is_cut() {
            for (int length = 0; length < packed.length; length++) {
                var cut = Arrays.copyOf(packed, length);

                assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Packing.decompress(cut));
            }
        }

        @Test
        void refuses_something_behind_the_end() {
            malformed(Arrays.copyOf(packed, packed.length + 1), "compressed fields that do not end with their bytes");
        }

        @Test
        void refuses_what_is_shorter_than_it_says() {
            malformed(claiming(1_001, LONG_UPDATE), "compressed fields that end before their end");
        }

        @ParameterizedTest
        @ValueSource(longs = {0, 1, 999})
        void refuses_what_is_longer_than_it_says(long length) {
            malformed(claiming(length, LONG_UPDATE), "compressed fields that are longer than they say");
        }

        @Test
        void refuses_what_no_compressor_makes() {
            malformed(new byte[] {5, 7}, "compressed fields that cannot be read");
        }
    }

    @Nested
    class A_claim {

        @ParameterizedTest
        @ValueSource(longs = {MOST + 1L, Integer.MAX_VALUE, 1L << 32, (1L << 53) - 1})
        void of_more_than_a_room_may_hold_is_refused_at_once(long length) throws MalformedInput {
            refusedFor(
                    MEGABYTE,
                    claiming(length, LONG_UPDATE),
                    "compressed fields of " + length + " bytes, but at most 268435456 can be");
        }

        @Test
        void of_what_is_not_there_takes_no_memory() throws MalformedInput {
            refusedFor(MEGABYTE, claiming(MOST, LONG_UPDATE), "compressed fields that end before their end");
        }
    }

    /** A hundred kilobytes that become a hundred megabytes. */
    @Nested
    class A_bomb {

        private final byte[] zeros = new byte[100 << 20];

        @Test
        void that_claims_to_be_small_takes_no_memory() throws MalformedInput {
            refusedFor(MEGABYTE, claiming(10, zeros), "compressed fields that are longer than they say");
        }

        @Test
        void that_claims_to_be_larger_takes_no_more_than_a_room_may_hold() throws MalformedInput {
            refusedFor(2L * MOST, claiming(MOST, zeros), "compressed fields that end before their end");
        }
    }

    @Property
    void what_was_compressed_is_what_it_was(@ForAll @Size(max = 2_000) byte[] some) throws MalformedInput {
        var plain = new byte[3 * some.length];
        System.arraycopy(some, 0, plain, some.length, some.length);

        var packed = Packing.compress(plain);

        assertThat(packed.compressed() ? Packing.decompress(packed.bytes()) : packed.bytes())
                .isEqualTo(plain);
    }

    @Property
    void arbitrary_bytes_are_fields_or_malformed_and_nothing_else(
            @ForAll @LongRange(min = 0, max = (1L << 53) - 1) long length, @ForAll @Size(max = 200) byte[] bytes) {
        var out = new Encoder();
        out.writeVarUint(length);
        out.writeBytes(bytes);

        decompressedOrMalformed(bytes);
        decompressedOrMalformed(out.toBytes());
    }

    private static void decompressedOrMalformed(byte[] bytes) {
        try {
            assertThat(Packing.decompress(bytes)).isNotNull();
        } catch (MalformedInput e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static byte[] claiming(long length, byte[] plain) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            var compressed = new byte[plain.length / 500 + 1_000];
            int count = deflater.deflate(compressed);
            assertThat(deflater.finished()).isTrue();
            var out = new Encoder();
            out.writeVarUint(length);
            out.writeBytes(compressed, 0, count);
            return out.toBytes();
        } finally {
            deflater.end();
        }
    }

    private static void refusedFor(long bytes, byte[] packed, String why) throws MalformedInput {
        var cost = Cost.of(() -> malformed(packed, why));

        assertThat(cost.bytes()).isLessThan(bytes);
    }

    private static void malformed(byte[] packed, String why) {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> Packing.decompress(packed))
                .withMessage(why);
    }
}
