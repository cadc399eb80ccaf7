package dev.parley.core.engine.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.Forged;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import org.junit.jupiter.api.Test;

/** {@link Updates#isEmpty}: being empty. */
class IsEmptyTest {
    @Test
    void means_neither_structs_nor_deletions() throws MalformedInput {
        for (var format : UpdateFormat.values()) {
            assertThat(Updates.isEmpty(Forged.nothing(format), format)).isTrue();
            assertThat(Updates.isEmpty(Forged.by(1, 0).skip(3).in(format), format))
                    .isTrue();
            assertThat(Updates.isEmpty(Forged.by(1, 0).gc(3).in(format), format))
                    .isFalse();
            assertThat(Updates.isEmpty(Forged.deleting(1, 0, 3).in(format), format))
                    .isFalse();
        }
    }
}
