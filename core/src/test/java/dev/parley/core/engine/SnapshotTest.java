package dev.parley.core.engine;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.engine.DeleteSet.Range;
import dev.parley.core.engine.update.Updates;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final Snapshot SOME =
            new Snapshot(StateVector.of(Map.of(1L, 10L, 2L, 3L)), DeleteSet.of(Map.of(1L, List.of(new Range(4, 2)))));

    @Test
    void it_is_written_with_its_deletions_first() throws MalformedInput {
        assertThat(SOME.encode(V1)).isEqualTo(bytes("01 01 01 04 02" + "02 02 03 01 0a"));
        assertThat(SOME.encode(V2)).isEqualTo(bytes("01 01 01 04 01" + "02 02 03 01 0a"));
        assertThat(Snapshot.decode(SOME.encode(V1), V1)).isEqualTo(SOME);
        assertThat(Snapshot.decode(SOME.encode(V2), V2)).isEqualTo(SOME);
    }

    @Test
    void one_without_a_state_vector_is_malformed() {
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Snapshot.decode(bytes("00"), V1));
    }

    @Test
    void one_with_more_clients_or_ranges_than_the_limits_allow_is_malformed() throws MalformedInput {
        var one = new Limits(1, 1, 1, 1, 1, 1, 1);
        var two = new Limits(2, 1, 1, 1, 1, 1, 1);
        var ranges = new Snapshot(
                StateVector.EMPTY,
                DeleteSet.of(Map.of(1L, List.of(new Range(0, 1), new Range(2, 1), new Range(4, 1)))));

        assertThat(Snapshot.decode(SOME.encode(V1), V1, two)).isEqualTo(SOME);
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Snapshot.decode(SOME.encode(V1), V1, one));
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Snapshot.decode(ranges.encode(V2), V2, two));
    }

    @Nested
    class Contains_an_update {
        private static boolean contains(String update) throws MalformedInput {
            boolean inV1 = SOME.contains(bytes(update), V1);
            assertThat(SOME.contains(Updates.convert(bytes(update), V1, V2), V2))
                    .isEqualTo(inV1);
            return inV1;
        }

        @Test
        void that_brings_nothing() throws MalformedInput {
            assertThat(contains("00 00")).isTrue();
        }

        @Test
        void whose_structs_end_where_it_ends() throws MalformedInput {
            assertThat(contains("01 01 01 08 00 02 00")).isTrue();
            assertThat(contains("01 01 01 08 00 03 00")).isFalse();
            assertThat(contains("01 01 03 00 00 01 00")).isFalse();
        }

        @Test
        void whose_holes_do_not_reach_beyond_it_either() throws MalformedInput {
            assertThat(contains("01 02 01 08 00 01 0a 05 00")).isFalse();
        }

        @Test
        void whose_deletions_it_has() throws MalformedInput {
            assertThat(contains("00 01 01 01 04 02")).isTrue();
            assertThat(contains("00 01 01 02 04 01 05 01")).isTrue();
            assertThat(contains("00 01 01 01 03 02")).isFalse();
            assertThat(contains("00 01 01 01 05 02")).isFalse();
            assertThat(contains("00 01 02 01 04 01")).isFalse();
        }

        @Test
        void and_an_update_that_is_cut_off_is_malformed_though_the_answer_is_known() {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> SOME.contains(bytes("01 02 01 08 00 03"), V1));
        }
    }
}
