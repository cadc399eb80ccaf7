package dev.parley.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WhenTest {

    @Test
    void a_number_is_that_of_an_event() {
        assertThat(When.parse("0")).isEqualTo(new When.After(0));
        assertThat(When.parse("812")).isEqualTo(new When.After(812));
    }

    @Test
    void all_else_is_a_time() {
        assertThat(When.parse("2026-11-20T10:00:00Z")).isEqualTo(new When.At(Instant.parse("2026-11-20T10:00:00Z")));
        assertThat(When.parse("2026-11-20T10:00:00.123+01:00"))
                .isEqualTo(new When.At(Instant.parse("2026-11-20T09:00:00.123Z")));
    }

    @Test
    void what_is_neither_is_refused_with_an_example() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> When.parse("yesterday"))
                .withMessage("'yesterday' is neither an event's number nor a time such as 2026-11-20T10:00:00Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> When.parse("9999999999999999"))
                .withMessage("'9999999999999999' is more than any event's number");
        assertThatIllegalArgumentException().isThrownBy(() -> When.parse(""));
    }
}
