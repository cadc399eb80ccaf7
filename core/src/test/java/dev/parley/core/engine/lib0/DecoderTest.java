package dev.parley.core.engine.lib0;

import static dev.parley.core.engine.Hex.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.engine.MalformedInput;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {

    @Property
    void every_varUint_is_read_as_it_was_written(@ForAll @LongRange(max = Decoder.MAX_VAR_UINT) long value)
            throws MalformedInput {
        var encoder = new Encoder();
        encoder.writeVarUint(value);
        var decoder = new Decoder(encoder.toBytes());

        assertThat(decoder.readVarUint()).isEqualTo(value);
        assertThat(decoder.hasMore()).isFalse();
    }

    @Property
    void every_varInt_is_read_as_it_was_written(
            @ForAll @LongRange(min = -Decoder.MAX_VAR_UINT, max = Decoder.MAX_VAR_UINT) long value)
            throws MalformedInput {
        var encoder = new Encoder();
        encoder.writeVarInt(value);
        encoder.writeVarInt(Decoder.NEGATIVE_ZERO);
        var decoder = new Decoder(encoder.toBytes());

        assertThat(decoder.readVarInt()).isEqualTo(value);
        assertThat(decoder.readVarInt()).isEqualTo(Decoder.NEGATIVE_ZERO);
        assertThat(decoder.hasMore()).isFalse();
    }

    @Property
    void every_fixed_number_is_read_as_it_was_written(@ForAll float single, @ForAll double number, @ForAll long bigInt)
            throws MalformedInput {
        var encoder = new Encoder();
        encoder.writeFloat32(single);
        encoder.writeFloat64(number);
        encoder.writeBigInt64(bigInt);
        var decoder = new Decoder(encoder.toBytes());

        assertThat(decoder.readFloat32()).isEqualTo(single);
        assertThat(decoder.readFloat64()).isEqualTo(number);
        assertThat(decoder.readBigInt64()).isEqualTo(bigInt);
        assertThat(decoder.hasMore()).isFalse();
    }

    @Property
    void every_text_is_read_as_it_was_written_but_for_lone_surrogates(@ForAll String text) throws MalformedInput {
        var encoder = new Encoder();
        encoder.writeVarString(text);
        var decoder = new Decoder(encoder.toBytes());

        assertThat(decoder.readVarString()).isEqualTo(withoutLoneSurrogates(text));
        assertThat(decoder.hasMore()).isFalse();
    }

    @Property
    void every_row_of_byte_strings_is_read_as_it_was_written(@ForAll List<byte[]> values) throws MalformedInput {
        var encoder = new Encoder();
        values.forEach(encoder::writeVarBytes);
        var decoder = new Decoder(encoder.toBytes());

        for (byte[] value : values) {
            assertThat(decoder.readVarBytes()).isEqualTo(value);
        }
        assertThat(decoder.hasMore()).isFalse();
    }

    @Property
    void arbitrary_bytes_give_values_or_are_malformed_and_nothing_else(
            @ForAll @Size(max = 64) byte[] bytes, @ForAll @Size(max = 16) List<Reading> readings) {
        var decoder = new Decoder(bytes);

        try {
            for (var reading : readings) {
                reading.in(decoder);
                assertThat(decoder.position()).isBetween(0, bytes.length);
            }
        } catch (MalformedInput e) {
            assertThat(e).hasMessageMatching("expected .+, found .+ \\d+.*");
        }
    }

    @Nested
    class Of_a_range {

        @Test
        void it_starts_where_the_range_starts() throws MalformedInput {
            var decoder = new Decoder(bytes("01 02 03 04"), 1, 3);

            assertThat(decoder.position()).isEqualTo(1);
            assertThat(decoder.remaining()).isEqualTo(2);
            assertThat(decoder.readByte()).isEqualTo(2);
        }

        @Test
        void it_does_not_read_beyond_the_range_though_there_are_bytes() {
            var decoder = new Decoder(bytes("02 02 03 04"), 0, 2);

            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(decoder::readVarBytes)
                    .withMessage("expected 2 bytes after the length at byte 0, found only 1");
        }

        @Test
        void it_must_lie_within_the_bytes() {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> new Decoder(bytes("01 02"), 1, 3));
        }
    }

    @Nested
    class With_numbers_that_are_longer_than_they_need_be {

        @ParameterizedTest
        @ValueSource(strings = {"00", "8000", "80808080808080808000", "8080808080808000", "808080808080808000"})
        void ten_bytes_at_most_are_read(String hex) throws MalformedInput {
            var decoder = new Decoder(bytes(hex));

            assertThat(decoder.readVarUint()).isZero();
            assertThat(decoder.hasMore()).isFalse();
            assertThat(new Decoder(bytes(hex)).readVarInt()).isZero();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "80",
                    "80808080808080",
                    "8080808080808080",
                    "808080808080808080",
                    "8080808080808080808000",
                    "808080808080808001",
                    "80808080808080808001",
                    "8080808080808020",
                    "ffffffffffffffffff"
                })
        void what_is_longer_or_larger_or_cut_off_is_malformed(String hex) {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> new Decoder(bytes(hex)).readVarUint())
                    .withMessageMatching("expected .+, found .+ at byte \\d+");
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> new Decoder(bytes(hex)).readVarInt())
                    .withMessageMatching("expected .+, found .+ at byte \\d+");
        }
    }

    @Nested
    class With_bytes_that_nobody_needs {

        private final Decoder decoder = new Decoder(bytes("ff 01 02 03 04 ff"), 1, 5);

        @Test
        void they_are_skipped() throws MalformedInput {
            decoder.skip(3);

            assertThat(decoder.readByte()).isEqualTo(4);
            assertThat(decoder.position()).isEqualTo(decoder.end());
        }

        @Test
        void no_more_than_there_are() {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> decoder.skip(5))
                    .withMessage("expected 5 bytes at byte 1, found only 4");
        }

        @Test
        void nor_backwards() {
            assertThatIllegalArgumentException().isThrownBy(() -> decoder.skip(-1));
        }
    }

    @Nested
    class With_bytes_inside_bytes {

        private final Decoder outer = new Decoder(bytes("02 05 06 07"));

        @Test
        void the_inner_decoder_sees_only_the_inner_bytes() throws MalformedInput {
            var inner = outer.readNested();

            assertThat(inner.readByte()).isEqualTo(5);
            assertThat(inner.readByte()).isEqualTo(6);
            assertThat(inner.hasMore()).isFalse();
        }

        @Test
        void the_outer_decoder_goes_on_after_them_whatever_the_inner_one_does() throws MalformedInput {
            outer.readNested();

            assertThat(outer.readByte()).isEqualTo(7);
        }
    }

    @Nested
    class With_a_text_that_may_not_be_long {

        @Test
        void a_text_of_just_that_many_bytes_is_read() throws MalformedInput {
            assertThat(new Decoder(bytes("02 c3a9")).readVarString(2)).isEqualTo("é");
        }

        @Test
        void a_longer_one_is_malformed() {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> new Decoder(bytes("03 c3a9 61")).readVarString(2))
                    .withMessage("expected a text of at most 2 bytes, found one of 3 at byte 0");
        }
    }

    @Test
    void an_error_says_what_was_expected_what_was_found_and_where_but_not_the_content() {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> new Decoder(bytes("09 7365637265 74")).readVarString())
                .withMessage("expected 9 bytes after the length at byte 0, found only 6");
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> new Decoder(bytes("03 6161 ff")).readVarString())
                .withMessage("expected UTF-8, found something else at byte 3");
    }

    private static String withoutLoneSurrogates(String text) {
        int[] points = text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .toArray();
        return new String(points, 0, points.length);
    }

    enum Reading {
        BYTE,
        VAR_UINT,
        VAR_INT,
        VAR_BYTES,
        VAR_STRING,
        NESTED,
        FLOAT32,
        FLOAT64,
        BIGINT64,
        LENGTH;

        Object in(Decoder decoder) throws MalformedInput {
            return switch (this) {
                case BYTE -> decoder.readByte();
                case VAR_UINT -> decoder.readVarUint();
                case VAR_INT -> decoder.readVarInt();
                case VAR_BYTES -> decoder.readVarBytes();
                case VAR_STRING -> decoder.readVarString();
                case NESTED -> decoder.readNested();
                case FLOAT32 -> decoder.readFloat32();
                case FLOAT64 -> decoder.readFloat64();
                case BIGINT64 -> decoder.readBigInt64();
                case LENGTH -> decoder.readLength();
            };
        }
    }
}
