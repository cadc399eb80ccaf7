package dev.parley.core.engine.lib0;

import static dev.parley.core.engine.lib0.Vectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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

    @Test
    void a_number_that_no_reader_could_read_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.writeVarUint(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.writeVarUint(1L << 53));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.writeByte(256));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.writeByte(-1));
    }
}
