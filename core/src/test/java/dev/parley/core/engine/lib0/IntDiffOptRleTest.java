package dev.parley.core.engine.lib0;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.lib0.Columns.assertReads;
import static dev.parley.core.engine.lib0.Columns.readAll;
import static dev.parley.core.engine.lib0.Columns.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.engine.MalformedInput;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class IntDiffOptRleTest {

    @Property
    void numbers_are_read_as_they_were_written(@ForAll("numbers") List<Long> numbers) throws MalformedInput {
        var column = new IntDiffOptRleEncoder();
        numbers.forEach(column::write);

        assertReads(
                numbers,
                numbers.isEmpty() ? 0 : numbers.getLast(),
                new IntDiffOptRleDecoder(written(column::writeTo))::read);
    }

    @Provide
    Arbitrary<List<Long>> numbers() {
        return Columns.numbers();
    }

    @Property
    void arbitrary_bytes_give_numbers_or_are_malformed_and_nothing_else(@ForAll byte[] bytes) {
        var decoder = new IntDiffOptRleDecoder(new Decoder(bytes));

        readAll(() -> assertThat(decoder.read()).isBetween(-Decoder.MAX_VAR_UINT, Decoder.MAX_VAR_UINT));
    }

    @Test
    void numbers_may_jump_from_one_end_to_the_other() throws MalformedInput {
        var column = new IntDiffOptRleEncoder();
        column.write(-Decoder.MAX_VAR_UINT);
        column.write(Decoder.MAX_VAR_UINT);
        column.write(-Decoder.MAX_VAR_UINT);
        var decoder = new IntDiffOptRleDecoder(written(column::writeTo));

        assertThat(decoder.read()).isEqualTo(-Decoder.MAX_VAR_UINT);
        assertThat(decoder.read()).isEqualTo(Decoder.MAX_VAR_UINT);
        assertThat(decoder.read()).isEqualTo(-Decoder.MAX_VAR_UINT);
    }

    @Test
    void a_difference_of_minus_zero_is_none() throws MalformedInput {
        assertThat(new IntDiffOptRleDecoder(new Decoder(bytes("40"))).read()).isZero();
    }

    @Test
    void what_leads_too_far_is_malformed() throws MalformedInput {
        var decoder = new IntDiffOptRleDecoder(new Decoder(bytes("bfffffffffffff1f 7f")));

        assertThat(decoder.read()).isEqualTo((1L << 52) - 1);
        assertThat(decoder.read()).isEqualTo((1L << 53) - 2);
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(decoder::read)
                .withMessageMatching("expected .+, found .+");
    }

    @Test
    void what_is_no_number_of_a_column_is_refused() {
        var column = new IntDiffOptRleEncoder();

        assertThatIllegalArgumentException().isThrownBy(() -> column.write(1L << 53));
        assertThatIllegalArgumentException().isThrownBy(() -> column.write(-(1L << 53)));
        assertThatIllegalArgumentException().isThrownBy(() -> column.write(Long.MIN_VALUE));
    }
}
