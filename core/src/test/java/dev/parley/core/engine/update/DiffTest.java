package dev.parley.core.engine.update;

import static dev.parley.core.engine.UpdateFormat.V1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.Forged;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.StateVector;
import dev.parley.core.engine.UpdateFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link Updates#diff}: the difference to a state vector. */
class DiffTest {
    private final Forged update = Forged.by(9, 0)
            .typed("abc")
            .typed("d")
            .and(4, 2)
            .typed("vw")
            .skip(3)
            .typed("xyz")
            .delete(9, 1, 1);

    private void assertDiff(Forged expected, Map<Long, Long> known) throws MalformedInput {
        for (var format : UpdateFormat.values()) {
            assertThat(Updates.diff(update.in(format), StateVector.of(known), format))
                    .as("in format %s", format)
                    .isEqualTo(expected.in(format));
        }
    }

    @Test
    void is_everything_if_nothing_is_known() throws MalformedInput {
        assertDiff(update, Map.of());
    }

    @Test
    void is_all_deletions_if_everything_is_known() throws MalformedInput {
        assertDiff(Forged.deleting(9, 1, 1), Map.of(9L, 4L, 4L, 100L));
    }

    @Test
    void starts_in_the_middle_of_a_struct() throws MalformedInput {
        assertDiff(Forged.by(9, 1).typed("bc").typed("d").delete(9, 1, 1), Map.of(9L, 1L, 4L, 10L));
    }

    @Test
    void keeps_a_hole_behind_the_start() throws MalformedInput {
        assertDiff(Forged.by(4, 3).typed("w").skip(3).typed("xyz").delete(9, 1, 1), Map.of(9L, 4L, 4L, 3L));
    }

    @Test
    void does_not_start_with_a_hole() throws MalformedInput {
        var expected = Forged.by(4, 7).typed("xyz").delete(9, 1, 1);

        assertDiff(expected, Map.of(9L, 4L, 4L, 4L));
        assertDiff(expected, Map.of(9L, 4L, 4L, 6L));
        assertDiff(expected, Map.of(9L, 4L, 4L, 7L));
    }

    /** Unlike in a merge: the text is cut as JavaScript cuts it, and then has half a pair at its start. */
    @Test
    void replaces_only_the_half_of_a_pair_that_is_left() throws MalformedInput {
        var pair = Forged.by(1, 0).typed("a\ud83d\ude00z").in(V1);

        assertThat(Updates.diff(pair, StateVector.of(Map.of(1L, 2L)), V1))
                .isEqualTo(Forged.by(1, 2).typed("\ufffdz").in(V1));
    }
}
