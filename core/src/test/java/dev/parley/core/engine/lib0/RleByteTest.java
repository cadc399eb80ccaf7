package dev.parley.core.engine.lib0;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.lib0.Columns.readAll;
import static dev.parley.core.engine.lib0.Columns.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.MalformedInput;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RleByteTest {

    @Property
    void bytes_are_read_as_they_were_written(@ForAll @Size(max = 40) List<@IntRange(max = 255) Integer> values)
            throws MalformedInput {
        var column = new RleByteEncoder();
        values.forEach(column::write);
        var decoder = new RleByteDecoder(written(column::writeTo));

        for (var value : values) {
            assertThat(decoder.read()).isEqualTo(value);
        }
    }

    @Property
    void arbitrary_bytes_give_bytes_or_are_malformed_and_nothing_else(@ForAll byte[] bytes) {
        var decoder = new RleByteDecoder(new Decoder(bytes));

        readAll(() -> assertThat(decoder.read()).isBetween(0, 255));
    }

    @Test
    void the_last_byte_never_ends() throws MalformedInput {
        var decoder = new RleByteDecoder(new Decoder(bytes("07 00 09")));

        assertThat(decoder.read()).isEqualTo(7);
        for (int i = 0; i < 1000; i++) {
            assertThat(decoder.read()).isEqualTo(9);
        }
    }

    @Test
    void an_empty_column_reads_as_zeros() throws MalformedInput {
        assertThat(new RleByteDecoder(new Decoder(new byte[0])).read()).isZero();
    }
}
