package dev.parley.core.engine.update;

import static dev.parley.core.engine.UpdateFormat.V1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.Forged;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link Updates#spanOf}: the span of an update. */
class SpanOfTest {
    @Test
    void goes_from_the_first_clock_to_the_end_with_holes() throws MalformedInput {
        var update = Forged.by(8, 2).typed("abc").skip(5).typed("d").and(3, 0).gc(1);

        for (var format : UpdateFormat.values()) {
            var span = Updates.spanOf(update.in(format), format);

            assertThat(span.from()).containsExactly(Map.entry(8L, 2L), Map.entry(3L, 0L));
            assertThat(span.to()).containsExactly(Map.entry(8L, 11L), Map.entry(3L, 1L));
        }
    }

    @Test
    void of_nothing_is_empty() throws MalformedInput {
        var span = Updates.spanOf(Forged.deleting(1, 0, 1).in(V1), V1);

        assertThat(span.from()).isEmpty();
        assertThat(span.to()).isEmpty();
    }
}
