package dev.parley.core.engine;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.engine.DeleteSet.Range;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DeleteSetTest {
    private static final DeleteSet SOME =
            DeleteSet.of(Map.of(1L, List.of(new Range(4, 2), new Range(9, 1)), 300L, List.of(new Range(0, 3))));

    @Test
    void in_format_1_ranges_are_a_clock_and_a_length() throws MalformedInput {
        assertThat(SOME.encode(V1)).isEqualTo(bytes("02 ac02 01 00 03 01 02 04 02 09 01"));
        assertThat(DeleteSet.decode(SOME.encode(V1), V1)).isEqualTo(SOME);
    }

    @Test
    void in_format_2_ranges_are_counted_from_the_one_before() throws MalformedInput {
        assertThat(SOME.encode(V2)).isEqualTo(bytes("02 ac02 01 00 02 01 02 04 01 03 00"));
        assertThat(DeleteSet.decode(SOME.encode(V2), V2)).isEqualTo(SOME);
    }

    @Test
    void clients_and_ranges_are_read_in_any_order_and_joined() throws MalformedInput {
        var set = DeleteSet.decode(bytes("03 01 02 09 01 05 01 ac02 02 01 02 00 02 01 01 04 01"), V1);

        assertThat(set).isEqualTo(SOME).hasSameHashCodeAs(SOME).hasToString(SOME.toString());
    }

    @Test
    void ranges_of_nothing_are_left_out() throws MalformedInput {
        assertThat(DeleteSet.decode(bytes("01 05 01 03 00"), V1)).isEqualTo(DeleteSet.EMPTY);
        assertThat(DeleteSet.EMPTY.isEmpty()).isTrue();
        assertThat(DeleteSet.EMPTY.encode(V2)).isEqualTo(bytes("00"));
    }

    @Test
    void the_highest_client_comes_first() {
        assertThat(SOME.asMap())
                .containsExactly(
                        Map.entry(300L, List.of(new Range(0, 3))),
                        Map.entry(1L, List.of(new Range(4, 2), new Range(9, 1))));
    }

    @Test
    void ranges_that_cannot_be_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Range(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Range(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Range(1, (1L << 53) - 1));
        assertThatIllegalArgumentException().isThrownBy(() -> DeleteSet.of(Map.of(-1L, List.of())));
    }

    @Test
    void ranges_that_end_too_early_or_too_late_are_malformed() {
        for (var hex : new String[] {"", "01", "01 01 01", "01 01 01 00", "01 01 01 01 ff ff ff ff ff ff ff 0f"}) {
            assertThatExceptionOfType(MalformedInput.class).as(hex).isThrownBy(() -> DeleteSet.decode(bytes(hex), V1));
            assertThatExceptionOfType(MalformedInput.class).as(hex).isThrownBy(() -> DeleteSet.decode(bytes(hex), V2));
        }
    }

    @Test
    void more_ranges_than_the_limits_allow_are_malformed() throws MalformedInput {
        var limits = new Limits(3, 1, 1, 1, 1, 1, 1);
        var tooMany = DeleteSet.of(Map.of(
                1L, List.of(new Range(0, 1), new Range(2, 1)), 2L, SOME.asMap().get(1L)));

        for (var format : UpdateFormat.values()) {
            assertThat(DeleteSet.decode(SOME.encode(format), format, limits)).isEqualTo(SOME);
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> DeleteSet.decode(tooMany.encode(format), format, limits))
                    .withMessageContaining("3 ranges");
            assertThat(DeleteSet.decode(tooMany.encode(format), format)).isEqualTo(tooMany);
        }
    }

    @Property
    void it_has_what_was_put_in_and_nothing_else(
            @ForAll @Size(max = 20) List<@IntRange(max = 30) Integer> starts,
            @ForAll @IntRange(min = 1, max = 5) int length,
            @ForAll UpdateFormat format)
            throws MalformedInput {
        var ranges = starts.stream().map(start -> new Range(start, length)).toList();
        Set<Integer> deleted = new HashSet<>();
        starts.forEach(start -> {
            for (int i = 0; i < length; i++) {
                deleted.add(start + i);
            }
        });
        var set = DeleteSet.of(Map.of(7L, ranges, 8L, List.of(new Range(100, 1))));
        var read = DeleteSet.decode(set.encode(format), format);

        assertThat(read).isEqualTo(set);
        for (int clock = 0; clock < 40; clock++) {
            assertThat(read.has(7, clock)).isEqualTo(deleted.contains(clock));
            assertThat(read.has(6, clock)).isFalse();
        }
        assertThat(read.has(8, 100)).isTrue();
    }
}
