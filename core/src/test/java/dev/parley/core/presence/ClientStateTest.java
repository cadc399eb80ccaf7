package dev.parley.core.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ClientStateTest {

    @Test
    void the_state_null_means_that_the_client_is_gone_however_it_is_spaced() {
        assertThat(new ClientState(5, 2, "null")).isEqualTo(new ClientState(5, 2, null));
        assertThat(new ClientState(5, 2, " null\n").isGone()).isTrue();
    }

    @Test
    void any_other_state_means_that_it_is_here() {
        assertThat(new ClientState(5, 2, "{}").isGone()).isFalse();
        assertThat(new ClientState(5, 2, "\"null\"").isGone()).isFalse();
    }

    @Test
    void going_keeps_the_clock() {
        assertThat(new ClientState(5, 2, "{}").gone()).isEqualTo(new ClientState(5, 2, null));
    }

    @Test
    void numbers_are_those_that_javascript_can_hold() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientState(1L << 53, 1, "{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientState(1, -1, "{}"));
    }
}
