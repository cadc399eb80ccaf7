package dev.parley.core.engine.update;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.engine.Forged;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.StateVector;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bad input is refused by all that is done to updates. */
class MalformedUpdatesTest {
    private static void assertRefused(String hex) {
        var update = bytes(hex);
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Updates.isEmpty(update, V1));
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> Updates.merge(List.of(bytes("00 00"), update), V1));
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Updates.diff(update, StateVector.EMPTY, V1));
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Updates.convert(update, V1, V2));
    }

    @Test
    void ends_too_early() {
        assertRefused("");
        assertRefused("01 01 01 00 00");
        assertRefused("00");
        assertRefused("00 01 01 01 00");
    }

    @Test
    void has_a_struct_without_a_length() {
        assertRefused("01 01 01 00 00 00 00");
        assertRefused("01 01 01 00 0a 00 00");
    }

    @Test
    void has_a_content_that_does_not_exist() {
        assertRefused("01 01 01 00 8b 02 00 01 00");
    }

    @Test
    void has_clocks_beyond_all_numbers() {
        assertRefused("01 01 01 ff ff ff ff ff ff ff 0f 00 02 00");
        assertRefused("00 01 01 01 ff ff ff ff ff ff ff 0f 01");
    }

    @Test
    void is_read_to_the_end_of_all_updates_though_nothing_of_it_is_needed() {
        var updates = new ArrayList<byte[]>();
        IntStream.range(0, 100)
                .forEach(i -> updates.add(Forged.by(1, 0).typed("a").in(V1)));
        updates.add(bytes("01 01 01 00 04 01 01 74 01 61"));

        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Updates.merge(updates, V1));
    }
}
