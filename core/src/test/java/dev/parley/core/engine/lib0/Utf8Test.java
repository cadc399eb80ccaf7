package dev.parley.core.engine.lib0;

import static dev.parley.core.engine.Hex.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.engine.MalformedInput;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @Property
    void every_text_is_read_as_it_is(@ForAll("texts") String text, @ForAll @IntRange(max = 9) int from)
            throws MalformedInput {
        byte[] utf8 = text.getBytes(UTF_8);
        byte[] bytes = new byte[from + utf8.length + 3];
        Arrays.fill(bytes, (byte) 0xff);
        System.arraycopy(utf8, 0, bytes, from, utf8.length);
        int to = from + utf8.length;

        int width = Utf8.scan(bytes, from, to);

        assertThat(width).isEqualTo(widthOf(text));
        assertThat(Utf8.units(bytes, from, to)).isEqualTo(text.length());
        assertThat(Utf8.toUtf16(bytes, from, to)).isEqualTo(text.toCharArray());
        assertThat(Utf8.toText(bytes, from, to)).isEqualTo(text);
        if (width != Utf8.UTF16) {
            assertThat(Utf8.toLatin1(bytes, from, to)).isEqualTo(text.getBytes(ISO_8859_1));
        }
    }

    @Property(tries = 5000)
    void what_Javas_strict_decoder_refuses_is_malformed_and_nothing_else(@ForAll("utf8Like") byte[] bytes) {
        assertThat(isScanned(bytes)).isEqualTo(isDecoded(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0 80",
                "c1 bf",
                "c2",
                "c2 41",
                "c3 c3",
                "e0 9f bf",
                "e0 a0",
                "e2 82",
                "e2 82 41",
                "ed a0 80",
                "ed bf bf",
                "f0 8f bf bf",
                "f0 9f 98",
                "f4 90 80 80",
                "f5 80 80 80",
                "f8 88 80 80 80",
                "fe",
                "ff"
            })
    void what_is_not_utf8_is_malformed_wherever_it_stands(String hex) {
        for (int before = 0; before < 20; before++) {
            byte[] bytes = bytes("61".repeat(before) + hex);
            int start = before;
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> Utf8.scan(bytes, 0, bytes.length))
                    .withMessage("expected UTF-8, found something else at byte " + start);
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Utf8.toText(bytes, 0, bytes.length));
        }
    }

    @Test
    void a_sequence_does_not_go_on_behind_the_end() {
        byte[] bytes = bytes("61 f09f9880");

        for (int end = 2; end < bytes.length; end++) {
            int to = end;
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Utf8.scan(bytes, 0, to));
        }
    }

    @Test
    void the_character_for_what_cannot_be_read_can_be_read() throws MalformedInput {
        byte[] bytes = bytes("efbfbd");

        assertThat(Utf8.toText(bytes, 0, 3)).isEqualTo("\ufffd");
    }

    @Provide
    Arbitrary<String> texts() {
        var parts = Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(20),
                Arbitraries.strings().withCharRange('\u0080', '\u00ff').ofMaxLength(5),
                Arbitraries.strings().withCharRange('\u0100', '\ud7ff').ofMaxLength(5),
                Arbitraries.of("", "\ufffd", "\ufeff", "\uffff", "😀", "\ud800\udc00", "\udbff\udfff"));
        return parts.list().ofMaxSize(5).map(all -> String.join("", all));
    }

    @Provide
    Arbitrary<byte[]> utf8Like() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0x80, 0xbf),
                        Arbitraries.integers().between(0xc0, 0xf8),
                        Arbitraries.of(0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc2, 0xe0, 0xed, 0xf0, 0xf4))
                .map(Integer::byteValue)
                .array(byte[].class)
                .ofMaxSize(12);
    }

    private static int widthOf(String text) {
        int highest = text.chars().max().orElse(0);
        return highest < 0x80 ? Utf8.ASCII : highest < 0x100 ? Utf8.LATIN1 : Utf8.UTF16;
    }

    private static boolean isScanned(byte[] bytes) {
        try {
            Utf8.scan(bytes, 0, bytes.length);
            return true;
        } catch (MalformedInput e) {
            return false;
        }
    }

    private static boolean isDecoded(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
