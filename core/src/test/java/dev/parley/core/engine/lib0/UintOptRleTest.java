package dev.parley.core.engine.lib0;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.lib0.Columns.assertReads;
import static dev.parley.core.engine.lib0.Columns.hexOf;
import static dev.parley.core.engine.lib0.Columns.readAll;
import static dev.parley.core.engine.lib0.Columns.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.engine.MalformedInput;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UintOptRleTest {

    @Property
    void numbers_are_read_as_they_were_written(@ForAll("numbers") List<Long> numbers) throws MalformedInput {
        var column = new UintOptRleEncoder();
        numbers.forEach(column::write);

        assertReads(numbers, 0, new UintOptRleDecoder(written(column::writeTo))::read);
    }

    @Provide
    Arbitrary<List<Long>> numbers() {
        return Columns.numbers();
    }

    @Property
    void arbitrary_bytes_give_numbers_or_are_malformed_and_nothing_else(@ForAll byte[] bytes) {
        var decoder = new UintOptRleDecoder(new Decoder(bytes));

        readAll(() -> assertThat(decoder.read()).isBetween(0L, Decoder.MAX_VAR_UINT));
    }

    @Test
    void a_run_can_be_longer_than_anybody_reads() throws MalformedInput {
        var decoder = new UintOptRleDecoder(new Decoder(bytes("45 ffffffffffffff0f")));

        assertThat(decoder.read()).isEqualTo(5);
        assertThat(decoder.read()).isEqualTo(5);
    }

    @Test
    void what_is_no_number_of_a_column_is_refused() {
        var column = new UintOptRleEncoder();

        assertThatIllegalArgumentException().isThrownBy(() -> column.write(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> column.write(1L << 53));
        assertThat(written(column::writeTo).hasMore()).isFalse();
    }

    @Test
    void more_can_follow_after_it_was_written() {
        var column = new UintOptRleEncoder();
        column.write(7);
        column.write(7);
        assertThat(hexOf(column::writeTo)).isEqualTo("4700");

        column.write(7);
        assertThat(hexOf(column::writeTo)).isEqualTo("4701");
    }
}
