package dev.parley.core.event;

import static dev.parley.core.event.Samples.filled;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadTest {

    @Test
    void starts_with_number_0_and_zeros() {
        assertThat(Head.START.sequence()).isZero();
        assertThat(Head.START.hash()).isEqualTo(new byte[32]);
    }

    @Test
    void is_equal_to_one_with_the_same_number_and_hash() {
        assertThat(new Head(3, filled(32, 1)))
                .isEqualTo(new Head(3, filled(32, 1)))
                .hasSameHashCodeAs(new Head(3, filled(32, 1)))
                .isNotEqualTo(new Head(4, filled(32, 1)))
                .isNotEqualTo(new Head(3, filled(32, 2)));
    }

    @Test
    void is_shown_by_its_number_and_the_beginning_of_its_hash() {
        assertThat(new Head(3, filled(32, 0x5a))).hasToString("3:5a5a5a5a5a5a");
    }
}
