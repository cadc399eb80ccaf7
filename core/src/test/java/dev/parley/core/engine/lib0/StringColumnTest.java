package dev.parley.core.engine.lib0;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.lib0.Columns.hexOf;
import static dev.parley.core.engine.lib0.Columns.readAll;
import static dev.parley.core.engine.lib0.Columns.written;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.engine.MalformedInput;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StringColumnTest {

    @Property
    void texts_are_read_with_the_lengths_that_they_were_written_with(@ForAll("texts") List<String> texts)
            throws MalformedInput {
        var decoder = new StringColumnDecoder(written(columnOf(texts)::writeTo));
        var read = new ArrayList<String>();
        for (var text : texts) {
            read.add(decoder.readString());
            assertThat(read.getLast()).hasSize(text.length());
        }

        assertThat(String.join("", read)).isEqualTo(withoutLoneSurrogates(String.join("", texts)));
        assertThat(decoder.next()).isZero();
    }

    @Property
    void texts_are_the_same_bytes_however_their_units_are_kept(@ForAll("texts") List<String> texts) {
        var utf16 = new StringColumnEncoder();
        var mixed = new StringColumnEncoder();
        for (var text : texts) {
            utf16.writeUtf16((">" + text).toCharArray(), 1, text.length());
            if (text.chars().allMatch(unit -> unit < 0x100)) {
                mixed.writeLatin1((">" + text).getBytes(ISO_8859_1), 1, text.length());
            } else {
                mixed.write(text);
            }
        }

        var expected = hexOf(columnOf(texts)::writeTo);
        assertThat(hexOf(utf16::writeTo)).isEqualTo(expected);
        assertThat(hexOf(mixed::writeTo)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().ascii().ofMaxLength(10),
                        Arbitraries.strings().withCharRange('\u0080', '\u0100').ofMaxLength(4),
                        Arbitraries.of("", "a", "日本", "😀", "\ud83d", "\ude00", "a\ud83d", "\ude00b"))
                .list()
                .ofMaxSize(12);
    }

    @Property
    void arbitrary_bytes_give_texts_or_are_malformed_and_nothing_else(@ForAll byte[] bytes) {
        readAll(() -> {
            var decoder = new StringColumnDecoder(new Decoder(bytes));
            for (int i = 0; i < 20; i++) {
                assertThat(decoder.readString()).hasSizeLessThanOrEqualTo(bytes.length);
            }
        });
    }

    @Test
    void two_halves_of_a_pair_meet_and_survive() throws MalformedInput {
        var column = columnOf(List.of("a\ud83d", "\ude00b", "\ud83d", "", "\ude00"));
        var decoder = new StringColumnDecoder(written(column::writeTo));

        assertThat(decoder.readString()).isEqualTo("a\ud83d");
        assertThat(decoder.readString()).isEqualTo("\ude00b");
        assertThat(decoder.readString()).isEqualTo("\ud83d");
        assertThat(decoder.readString()).isEmpty();
        assertThat(decoder.readString()).isEqualTo("\ude00");
    }

    @Test
    void a_half_that_is_the_last_so_far_can_still_meet_the_other() {
        var column = columnOf(List.of("\ud83d"));
        assertThat(hexOf(column::writeTo)).isEqualTo("03efbfbd01");

        column.write("\ude00");
        assertThat(hexOf(column::writeTo)).isEqualTo("04f09f98804100");
    }

    @Test
    void texts_are_kept_in_bytes_if_all_of_their_units_fit() throws MalformedInput {
        var narrow = new StringColumnDecoder(written(columnOf(List.of("ab", "éü"))::writeTo));
        var wide = new StringColumnDecoder(written(columnOf(List.of("ab", "€"))::writeTo));

        assertThat(narrow.array()).isEqualTo("abéü".getBytes(ISO_8859_1));
        assertThat(wide.array()).isEqualTo("ab€".toCharArray());
        assertThat(wide.next()).isEqualTo(2);
        assertThat(wide.from()).isEqualTo(0);
        assertThat(wide.next()).isEqualTo(1);
        assertThat(wide.from()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "05 6161", "01 ff", "02 6161 03", "02 6161 ffffffffffffff0f"})
    void more_text_than_there_is_is_malformed(String hex) {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> new StringColumnDecoder(new Decoder(bytes(hex))).readString())
                .withMessageMatching("expected .+, found .+");
    }

    private static StringColumnEncoder columnOf(List<String> texts) {
        var column = new StringColumnEncoder();
        texts.forEach(column::write);
        return column;
    }

    private static String withoutLoneSurrogates(String text) {
        int[] points = text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .toArray();
        return new String(points, 0, points.length);
    }
}
