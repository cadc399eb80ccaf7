package dev.parley.core.engine.update;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.engine.Forged;
import dev.parley.core.engine.MalformedInput;
import org.junit.jupiter.api.Test;

/** {@link Updates#convert}: converting an update. */
class ConvertTest {
    private static final long LAST_CLOCK = (1L << 53) - 1;

    private final Forged update = Forged.by(8, 2)
            .typed("\u00e4\u65e5")
            .skip(5)
            .typed("d")
            .and(3, 0)
            .gc(1)
            .delete(8, 2, 1)
            .delete(8, 9, 2);

    @Test
    void gives_the_same_in_the_other_format_with_its_holes() throws MalformedInput {
        assertThat(Updates.convert(update.in(V1), V1, V2)).isEqualTo(update.in(V2));
        assertThat(Updates.convert(update.in(V2), V2, V1)).isEqualTo(update.in(V1));
    }

    @Test
    void to_the_same_format_changes_nothing() throws MalformedInput {
        assertThat(Updates.convert(update.in(V1), V1, V1)).isEqualTo(update.in(V1));
    }

    @Test
    void forgets_that_there_is_a_key_where_it_is_not_written() throws MalformedInput {
        assertThat(Updates.convert(Forged.by(1, 5).under("k").typed("a").in(V1), V1, V2))
                .isEqualTo(Forged.by(1, 5).typed("a").in(V2));
    }

    @Test
    void the_highest_clocks_there_are() throws MalformedInput {
        var far = Forged.by(2, 0)
                .before(1, LAST_CLOCK)
                .text("a")
                .before(1, 0)
                .text("b")
                .before(1, LAST_CLOCK)
                .text("c");

        assertThat(Updates.convert(far.in(V1), V1, V2)).isEqualTo(far.in(V2));
        assertThat(Updates.convert(far.in(V2), V2, V1)).isEqualTo(far.in(V1));
    }

    /** A key of a thousand letters, named a hundred thousand times in no bytes, would be a hundred megabytes. */
    @Test
    void keys_that_are_repeated_endlessly_are_refused() {
        int structs = 100_000;
        var out = UpdateWriter.of(V2);
        out.number(1);
        out.number(structs);
        out.client(1);
        out.number(0);
        for (int i = 0; i < structs; i++) {
            out.info(7);
            out.parentIsRoot(true);
            out.string("");
            out.typeReference(3);
            if (i == 0) {
                out.key("k".repeat(1_000));
            }
        }
        out.number(0);
        var repeating = withoutKeyNumbers(out.toBytes());

        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> Updates.convert(repeating, V2, V1))
                .withMessageContaining("repeated");
    }

    /** The column of key numbers (here a single 0) becomes an endless row of zeros. */
    private static byte[] withoutKeyNumbers(byte[] update) {
        assertThat(update).startsWith(0, 1, 0);
        var column = bytes("01 c0 84 3d");
        var changed = new byte[update.length + column.length - 1];
        changed[1] = (byte) column.length;
        System.arraycopy(column, 0, changed, 2, column.length);
        System.arraycopy(update, 3, changed, 2 + column.length, update.length - 3);
        return changed;
    }
}
