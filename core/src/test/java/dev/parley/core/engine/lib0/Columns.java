package dev.parley.core.engine.lib0;

import static dev.parley.core.engine.lib0.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.MalformedInput;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** What the tests of all columns need. */
final class Columns {
    private Columns() {}

    /** Rows with runs, with small differences, and with the largest ones. */
    static Arbitrary<List<Long>> numbers() {
        return Arbitraries.oneOf(
                        Arbitraries.longs().between(0, 3),
                        Arbitraries.longs().between(0, 1L << 33),
                        Arbitraries.longs().between(0, Decoder.MAX_VAR_UINT))
                .list()
                .ofMaxSize(30);
    }

    static Decoder written(Consumer<Encoder> column) {
        return new Decoder(bytesOf(column));
    }

    static String hexOf(Consumer<Encoder> column) {
        return hex(bytesOf(column));
    }

    private static byte[] bytesOf(Consumer<Encoder> column) {
        var out = new Encoder();
        column.accept(out);
        return out.toBytes();
    }

    /** Until it is malformed, but not for ever: a run can be very long. */
    static void readAll(Reading reading) {
        try {
            for (int i = 0; i < 100; i++) {
                reading.read();
            }
        } catch (MalformedInput e) {
            assertThat(e).hasMessageMatching("expected .+, found .+");
        }
    }

    /** These numbers, and then another one for ever. */
    static void assertReads(List<Long> numbers, long behind, Numbers column) throws MalformedInput {
        for (var number : numbers) {
            assertThat(column.read()).isEqualTo(number);
        }
        assertThat(column.read()).isEqualTo(behind);
        assertThat(column.read()).isEqualTo(behind);
    }

    @FunctionalInterface
    interface Numbers {
        long read() throws MalformedInput;
    }

    @FunctionalInterface
    interface Reading {
        void read() throws MalformedInput;
    }
}
