package dev.parley.core.event;

import static dev.parley.core.engine.lib0.Vectors.hex;
import static dev.parley.core.event.ContentKey.Use.CHECKPOINT;
import static dev.parley.core.event.ContentKey.Use.EVENT;
import static dev.parley.core.event.ContentKey.Use.REPLACEMENT;
import static dev.parley.core.event.Samples.KEY;
import static dev.parley.core.event.Samples.filled;
import static dev.parley.core.event.Samples.flipped;
import static dev.parley.core.event.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.engine.MalformedInput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentKeyTest {

    private static final long MOST_COUNTED = (1L << 48) - 1;

    private static final byte[] CONTEXT = "the frame".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PLAIN = "what nobody else may read".getBytes(StandardCharsets.US_ASCII);

    @Nested
    class What_is_sealed {

        private final byte[] sealed = KEY.seal(EVENT, 3, 4, CONTEXT, PLAIN);

        @Test
        void is_16_bytes_longer_than_what_it_says() {
            assertThat(sealed).hasSize(PLAIN.length + 16);
        }

        @Test
        void opens_with_the_same_key() throws MalformedInput {
            assertThat(KEY.open(EVENT, 3, 4, CONTEXT, sealed)).isEqualTo(PLAIN);
        }

        @Test
        void opens_with_a_key_that_was_kept_and_made_again() throws MalformedInput {
            var again = new ContentKey(KEY.number(), KEY.secret());

            assertThat(again.open(EVENT, 3, 4, CONTEXT, sealed)).isEqualTo(PLAIN);
        }

        @Test
        void opens_for_several_at_once_whatever_did_not_open_before() {
            refuses(() -> KEY.open(EVENT, 3, 5, CONTEXT, sealed));

            assertThat(IntStream.range(0, 1_000).parallel().mapToObj(i -> {
                        try {
                            return KEY.open(EVENT, 3, 4, CONTEXT, sealed);
                        } catch (MalformedInput e) {
                            throw new AssertionError(e);
                        }
                    }))
                    .allMatch(opened -> Arrays.equals(opened, PLAIN));
        }

        @Test
        void opens_with_nothing_else() {
            var other = "another frame".getBytes(StandardCharsets.US_ASCII);

            refuses(() -> key(7, 1).open(EVENT, 3, 4, CONTEXT, sealed));
            refuses(() -> KEY.open(CHECKPOINT, 3, 4, CONTEXT, sealed));
            refuses(() -> KEY.open(REPLACEMENT, 3, 4, CONTEXT, sealed));
            refuses(() -> KEY.open(EVENT, 2, 4, CONTEXT, sealed));
            refuses(() -> KEY.open(EVENT, 3, 5, CONTEXT, sealed));
            refuses(() -> KEY.open(EVENT, 3, 4, other, sealed));
        }

        @Test
        void shows_each_bit_that_is_turned() {
            for (int bit = 0; bit < 8 * sealed.length; bit++) {
                var turned = flipped(sealed, bit);

                refuses(() -> KEY.open(EVENT, 3, 4, CONTEXT, turned));
            }
        }

        @Test
        void does_not_open_once_it_is_cut_down_to_nothing_at_all() {
            for (int length = 0; length < sealed.length; length++) {
                var cut = Arrays.copyOf(sealed, length);

                refuses(() -> KEY.open(EVENT, 3, 4, CONTEXT, cut));
            }
        }

        @Test
        void is_the_same_each_time() {
            assertThat(KEY.seal(EVENT, 3, 4, CONTEXT, PLAIN)).isEqualTo(sealed);
        }
    }

    /** A nonce that comes twice under a key gives away both texts: zeros show what they are mixed with. */
    @Nested
    class What_a_text_is_mixed_with {

        @Test
        void is_never_the_same_for_two_numbers_or_epochs() {
            assertThat(Stream.of(
                            mask(EVENT, 0, 0),
                            mask(EVENT, 0, 1),
                            mask(EVENT, 1, 0),
                            mask(EVENT, 1, 2),
                            mask(EVENT, 2, 1),
                            mask(EVENT, 0, 1L << 32),
                            mask(EVENT, 1, 1L << 32),
                            mask(EVENT, 1L << 16, 0),
                            mask(EVENT, 1L << 32, 0),
                            mask(EVENT, 0, MOST_COUNTED),
                            mask(EVENT, MOST_COUNTED, 0),
                            mask(EVENT, MOST_COUNTED, MOST_COUNTED)))
                    .doesNotHaveDuplicates();
        }

        @Test
        void is_never_the_same_for_two_uses() {
            assertThat(Stream.of(ContentKey.Use.values()).map(use -> mask(use, 3, 4)))
                    .doesNotHaveDuplicates();
        }

        @Test
        void is_never_the_same_for_two_keys() {
            assertThat(hex(key(7, 1).seal(EVENT, 3, 4, CONTEXT, new byte[16])))
                    .isNotEqualTo(hex(KEY.seal(EVENT, 3, 4, CONTEXT, new byte[16])));
        }

        @ParameterizedTest
        @ValueSource(longs = {MOST_COUNTED + 1, (1L << 53) - 1, -1})
        void has_a_number_that_a_nonce_can_hold(long number) {
            assertThatIllegalArgumentException().isThrownBy(() -> mask(EVENT, number, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> mask(EVENT, 1, number));
            refuses(() -> KEY.open(EVENT, number, 1, CONTEXT, new byte[32]));
            refuses(() -> KEY.open(EVENT, 1, number, CONTEXT, new byte[32]));
        }
    }

    @Nested
    class A_key {

        @ParameterizedTest
        @ValueSource(ints = {0, 31, 33})
        void has_32_bytes(int length) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ContentKey(1, new byte[length]))
                    .withMessage("a content key has 32 bytes");
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1})
        void has_a_number_from_1_for_0_says_that_nothing_is_sealed(long number) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ContentKey(number, new byte[32]))
                    .withMessage("content keys are counted from 1, not " + number);
        }

        @Test
        void does_not_change_with_the_bytes_that_it_was_made_of_or_gave_away() {
            var secret = filled(32, 1);
            var key = new ContentKey(1, secret);

            secret[0] = 2;
            key.secret()[1] = 2;

            assertThat(key.secret()).isEqualTo(filled(32, 1));
        }

        @Test
        void never_shows_what_it_is() {
            assertThat(KEY).hasToString("content key 7");
            showsNoSecret(KEY.toString());
        }
    }

    @Property
    void whatever_was_sealed_opens_to_what_it_was(
            @ForAll @LongRange(min = 0, max = MOST_COUNTED) long epoch,
            @ForAll @LongRange(min = 0, max = MOST_COUNTED) long sequence,
            @ForAll @Size(max = 100) byte[] context,
            @ForAll @Size(max = 100) byte[] plain)
            throws MalformedInput {
        for (var use : ContentKey.Use.values()) {
            assertThat(KEY.open(use, epoch, sequence, context, KEY.seal(use, epoch, sequence, context, plain)))
                    .isEqualTo(plain);
        }
    }

    @Property
    void no_two_events_are_mixed_with_the_same(
            @ForAll @LongRange(min = 0, max = MOST_COUNTED) long epoch,
            @ForAll @LongRange(min = 0, max = MOST_COUNTED) long sequence,
            @ForAll @LongRange(min = 0, max = MOST_COUNTED) long otherEpoch,
            @ForAll @LongRange(min = 0, max = MOST_COUNTED) long otherSequence) {
        Assume.that(epoch != otherEpoch || sequence != otherSequence);

        assertThat(mask(EVENT, epoch, sequence)).isNotEqualTo(mask(EVENT, otherEpoch, otherSequence));
    }

    @ParameterizedTest
    @EnumSource
    void arbitrary_bytes_do_not_open(ContentKey.Use use) {
        for (int length = 0; length < 64; length++) {
            var bytes = filled(length, 0x33);

            refuses(() -> KEY.open(use, 1, 1, CONTEXT, bytes));
        }
    }

    static void showsNoSecret(String shown) {
        assertThat(shown.toLowerCase(Locale.ROOT))
                .doesNotContain(hex(KEY.secret()))
                .doesNotContain("0001")
                .doesNotContain("1f")
                .doesNotContain("[b@")
                .doesNotContain(Base64.getEncoder().encodeToString(KEY.secret()).toLowerCase(Locale.ROOT))
                .doesNotContain("1, 2, 3");
    }

    private static String mask(ContentKey.Use use, long epoch, long sequence) {
        return hex(Arrays.copyOf(KEY.seal(use, epoch, sequence, CONTEXT, new byte[16]), 16));
    }

    private static void refuses(ThrowingCallable opening) {
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(opening);
    }
}
