package dev.parley.core.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PresenceLimitsTest {

    private static final Duration SILENCE = Duration.ofSeconds(30);

    @Test
    void each_limit_lets_something_through() {
        assertThat(new PresenceLimits(1, 1, 1, 1, 1, Duration.ofNanos(1))).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PresenceLimits(0, 1, 1, 1, 1, SILENCE))
                .withMessage("statesPerUpdate must be at least 1, but is 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new PresenceLimits(1, 0, 1, 1, 1, SILENCE));
        assertThatIllegalArgumentException().isThrownBy(() -> new PresenceLimits(1, 1, 0, 1, 1, SILENCE));
        assertThatIllegalArgumentException().isThrownBy(() -> new PresenceLimits(1, 1, 1, 0, 1, SILENCE));
        assertThatIllegalArgumentException().isThrownBy(() -> new PresenceLimits(1, 1, 1, 1, 0, SILENCE));
        assertThatIllegalArgumentException().isThrownBy(() -> new PresenceLimits(1, 1, 1, 1, 1, Duration.ZERO));
    }

    @Test
    void everybody_fits_into_one_update() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PresenceLimits(9, 100, 10, 10, 1000, SILENCE))
                .withMessageStartingWith("statesPerUpdate must be at least statesPerRoom (10)");
    }
}
