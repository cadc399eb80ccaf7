package dev.parley.core.engine;

import static dev.parley.core.engine.Hex.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StateVectorTest {
    static final long HIGHEST = (1L << 53) - 1;

    @Test
    void it_is_written_from_the_highest_client_to_the_lowest() {
        var vector = StateVector.of(Map.of(1L, 5L, 300L, 7L, 2L, 0L));

        assertThat(vector.encode()).isEqualTo(bytes("03 ac02 07 02 00 01 05"));
        assertThat(vector.asMap()).containsExactly(Map.entry(300L, 7L), Map.entry(2L, 0L), Map.entry(1L, 5L));
    }

    @Test
    void it_is_read_in_any_order() throws MalformedInput {
        assertThat(StateVector.decode(bytes("03 01 05 ac02 07 02 00")))
                .isEqualTo(StateVector.of(Map.of(1L, 5L, 300L, 7L, 2L, 0L)));
    }

    @Test
    void of_a_client_that_comes_twice_the_last_clock_counts() throws MalformedInput {
        assertThat(StateVector.decode(bytes("03 01 05 02 01 01 04"))).isEqualTo(StateVector.of(Map.of(1L, 4L, 2L, 1L)));
        assertThat(StateVector.decode(bytes("02 01 05 01 04"))).isEqualTo(StateVector.of(Map.of(1L, 4L)));
    }

    @Test
    void of_a_client_that_is_not_in_it_nothing_is_known() {
        var vector = StateVector.of(Map.of(1L, 5L, 3L, 7L));

        assertThat(vector.clock(3)).isEqualTo(7);
        assertThat(vector.clock(2)).isZero();
        assertThat(vector.clock(0)).isZero();
        assertThat(vector.clock(4)).isZero();
        assertThat(StateVector.EMPTY.clock(1)).isZero();
        assertThat(vector.size()).isEqualTo(2);
    }

    @Test
    void announced_clients_that_are_not_there_are_malformed() {
        for (var hex : new String[] {"", "01", "01 01", "ff ff ff ff ff ff ff 0f 01 01"}) {
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> StateVector.decode(bytes(hex)));
        }
    }

    @Test
    void numbers_that_cannot_be_written_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> StateVector.of(Map.of(1L, -1L)));
        assertThatIllegalArgumentException().isThrownBy(() -> StateVector.of(Map.of(1L << 53, 1L)));
    }

    @Property
    void every_vector_is_read_as_it_was_written(
            @ForAll @Size(max = 40) Map<@LongRange(max = HIGHEST) Long, @LongRange(max = HIGHEST) Long> clocks)
            throws MalformedInput {
        var vector = StateVector.of(clocks);
        var read = StateVector.decode(vector.encode());

        assertThat(read).isEqualTo(vector).hasSameHashCodeAs(vector).hasToString(vector.toString());
        assertThat(read.asMap()).isEqualTo(clocks);
        clocks.forEach((client, clock) -> assertThat(read.clock(client)).isEqualTo(clock));
    }

    @Test
    void more_clients_than_the_limits_allow_are_malformed() throws MalformedInput {
        var bytes = StateVector.of(Map.of(1L, 1L, 2L, 1L)).encode();

        assertThat(StateVector.decode(bytes, new Limits(2, 1, 1, 1, 1, 1, 1)).size())
                .isEqualTo(2);
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> StateVector.decode(bytes, new Limits(1, 1, 1, 1, 1, 1, 1)));
    }

    @Property
    void arbitrary_bytes_are_a_vector_or_malformed_and_nothing_else(@ForAll @Size(max = 40) byte[] bytes) {
        try {
            var vector = StateVector.decode(bytes);
            assertThat(vector.size()).isLessThan(bytes.length);
        } catch (MalformedInput e) {
            assertThat(e).hasMessageStartingWith("expected");
        }
    }
}
