package dev.parley.core.engine.update;

import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.Forged;
import dev.parley.core.engine.MalformedInput;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link Updates#stateVectorOf}: the state vector of an update. */
class StateVectorOfTest {
    private static Map<Long, Long> of(Forged update) throws MalformedInput {
        var inV1 = Updates.stateVectorOf(update.in(V1), V1);
        assertThat(Updates.stateVectorOf(update.in(V2), V2)).isEqualTo(inV1);
        return inV1.asMap();
    }

    @Test
    void is_the_end_of_each_client() throws MalformedInput {
        assertThat(of(Forged.by(8, 0).typed("abc").gc(4).and(3, 0).typed("x"))).isEqualTo(Map.of(8L, 7L, 3L, 1L));
    }

    @Test
    void ends_before_the_first_hole() throws MalformedInput {
        assertThat(of(Forged.by(8, 0).typed("abc").skip(1).typed("d"))).isEqualTo(Map.of(8L, 3L));
    }

    @Test
    void leaves_out_clients_whose_start_is_missing() throws MalformedInput {
        assertThat(of(Forged.by(8, 1).typed("abc").and(3, 0).typed("x"))).isEqualTo(Map.of(3L, 1L));
        assertThat(of(Forged.by(8, 0).skip(1).typed("abc"))).isEmpty();
    }
}
