package dev.parley.core.event;

import static dev.parley.core.event.Samples.APPLIED;
import static dev.parley.core.event.Samples.KEY;
import static dev.parley.core.event.Samples.KEYS;
import static dev.parley.core.event.Samples.ROOM;
import static dev.parley.core.event.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.engine.MalformedInput;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    @Test
    void of_a_room_without_events_is_empty() {
        assertThat(KeyRing.empty(ROOM).subject()).isEqualTo(ROOM);
        assertThat(KeyRing.empty(ROOM).keys()).isEmpty();
    }

    @Test
    void finds_a_key_by_its_number() throws MalformedInput {
        var later = key(9, 1);
        var keys = new KeyRing(ROOM, List.of(KEY, later));

        assertThat(keys.key(7)).isSameAs(KEY);
        assertThat(keys.key(9)).isSameAs(later);
    }

    @Test
    void says_which_key_is_missing() {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> KEYS.key(8))
                .withMessage("sealed with key 8, which is not here any more");
    }

    @Test
    void seals_with_its_last_key() throws MalformedInput {
        var writer = new Writer(new KeyRing(ROOM, List.of(KEY, key(9, 1))), 1, 1);

        assertThat(writer.write(Head.START, APPLIED).frame().body().key()).isEqualTo(9);
    }

    @Test
    void does_not_change_with_the_list_that_it_was_made_of() {
        var list = new ArrayList<>(List.of(KEY));
        var keys = new KeyRing(ROOM, list);

        list.clear();

        assertThat(keys.keys()).containsExactly(KEY);
    }

    @Test
    void never_shows_what_its_keys_are() {
        ContentKeyTest.showsNoSecret(KEYS.toString());
        assertThat(KEYS.toString()).contains("content key 7");
    }
}
