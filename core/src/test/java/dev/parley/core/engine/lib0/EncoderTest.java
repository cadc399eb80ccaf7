package dev.parley.core.engine.lib0;

import static dev.parley.core.engine.Hex.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EncoderTest {

    private final Encoder encoder = new Encoder();

    @Test
    void it_starts_empty() {
        assertThat(encoder.size()).isZero();
        assertThat(encoder.toBytes()).isEmpty();
    }

    @Test
    void it_grows_as_far_as_needed() {
        encoder.writeByte(7);
        encoder.writeBytes(new byte[100_000]);
        encoder.writeByte(255);

        assertThat(encoder.size()).isEqualTo(100_002);
        assertThat(encoder.toBytes()).hasSize(100_002).startsWith(7).endsWith((byte) 255);
    }

    @Test
    void bytes_as_they_are_have_no_length_before_them() {
        encoder.writeBytes(bytes("01 02"));
        encoder.writeVarBytes(bytes("01 02"));

        assertThat(encoder.toBytes()).isEqualTo(bytes("01 02 02 01 02"));
    }

    @Test
    void what_was_taken_out_does_not_change_any_more() {
        encoder.writeByte(1);
        byte[] before = encoder.toBytes();

        encoder.writeByte(2);

        assertThat(before).isEqualTo(bytes("01"));
    }

    @Property
    void a_text_is_the_same_bytes_however_its_units_are_kept(@ForAll("texts") String text) {
        var units = ">" + text + "<";
        byte[] expected = written(out -> out.writeVarString(text));

        assertThat(written(out -> out.writeUtf16(units.toCharArray(), 1, text.length())))
                .isEqualTo(expected);
        if (text.chars().allMatch(unit -> unit < 0x100)) {
            assertThat(written(out -> out.writeLatin1(units.getBytes(ISO_8859_1), 1, text.length())))
                    .isEqualTo(expected);
        }
    }

    @Property
    void a_text_is_the_bytes_that_Java_finds_but_for_lone_surrogates(@ForAll("texts") String text) {
        byte[] utf8 = text.replaceAll("[\\x{d800}-\\x{dfff}]", "\ufffd").getBytes(UTF_8);

        assertThat(written(out -> out.writeVarString(text))).isEqualTo(written(out -> out.writeVarBytes(utf8)));
    }

    private static byte[] written(Consumer<Encoder> writing) {
        var out = new Encoder();
        writing.accept(out);
        return out.toBytes();
    }

    @Provide
    Arbitrary<String> texts() {
        var parts = Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(150),
                Arbitraries.strings().withCharRange('p', '\u00ff').ofMaxLength(100),
                Arbitraries.strings().withCharRange('\u0100', '\uffff').ofMaxLength(60),
                Arbitraries.of("\u07ff\u0800\uffff", "😀", "\ud800", "\udfff\ud800", "\udbff\udfff"));
        return parts.list().ofMaxSize(4).map(all -> String.join("", all));
    }

    @Test
    void what_was_cleared_is_gone_and_the_room_is_used_again() {
        encoder.writeBytes(new byte[50]);
        var room = encoder.array();

        encoder.clear();
        encoder.writeBytes(bytes("01 02 03 04"), 1, 2);

        assertThat(encoder.toBytes()).isEqualTo(bytes("02 03"));
        assertThat(encoder.array()).isSameAs(room).startsWith(2, 3);
    }

    @Test
    void it_can_start_without_any_room() {
        var small = new Encoder(0);
        small.writeVarInt(-64);
        small.writeVarString("é");

        assertThat(small.toBytes()).isEqualTo(bytes("c001 02c3a9"));
    }

    @Test
    void of_all_nans_the_one_of_JavaScript_is_written() {
        encoder.writeFloat64(Double.longBitsToDouble(0xfff8_0000_0000_0001L));

        assertThat(encoder.toBytes()).isEqualTo(bytes("7ff8000000000000"));
    }

    @Test
    void a_number_that_no_reader_could_read_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.writeVarUint(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.writeVarUint(1L << 53));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.writeVarInt(1L << 53));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.writeVarInt(-(1L << 53)));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.writeVarInt(Long.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.writeByte(256));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.writeByte(-1));
    }
}
