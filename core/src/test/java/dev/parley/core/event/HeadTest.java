package dev.parley.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.access.RoomName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HeadTest {

    private static final RoomName ROOM = new RoomName("general");
    private static final RoomName OTHER_ROOM = new RoomName("random");

    @Test
    void a_chain_starts_with_event_1_and_zeros_before_it() {
        var first = Head.START.link(event("one"));

        assertThat(first.sequence()).isEqualTo(1);
        assertThat(first.previous()).isEqualTo(new byte[32]);
        assertThat(Head.START.precedes(first)).isTrue();
    }

    @Test
    void a_head_after_an_event_has_its_number_and_hash() {
        var first = Head.START.link(event("one"));

        var head = Head.after(ROOM, first);

        assertThat(head).isEqualTo(new Head(1, first.hash(ROOM)));
    }

    @Test
    void events_that_are_linked_one_after_the_other_follow_each_other() {
        var head = Head.START;

        for (int number = 1; number <= 300; number++) {
            var link = head.link(event("event " + number));

            assertThat(link.sequence()).isEqualTo(number);
            assertThat(head.precedes(link)).isTrue();
            head = Head.after(ROOM, link);
        }
    }

    @Test
    void a_head_is_shown_by_its_number_and_the_beginning_of_its_hash() {
        assertThat(Head.START).hasToString("0:000000000000");
    }

    @Nested
    class A_chain_of_three {

        private final Link first = Head.START.link(event("one"));
        private final Head afterFirst = Head.after(ROOM, first);
        private final Link second = afterFirst.link(event("two"));
        private final Head afterSecond = Head.after(ROOM, second);
        private final Link third = afterSecond.link(event("three"));

        @Test
        void shows_that_an_event_is_missing() {
            assertThat(afterFirst.precedes(third)).isFalse();
            assertThat(Head.START.precedes(second)).isFalse();
        }

        @Test
        void shows_that_an_event_is_there_twice() {
            assertThat(afterFirst.precedes(first)).isFalse();
        }

        @Test
        void shows_that_an_event_was_exchanged() {
            var exchanged = afterFirst.link(event("something else"));

            assertThat(Head.after(ROOM, exchanged)).isNotEqualTo(afterSecond);
            assertThat(Head.after(ROOM, exchanged).precedes(third)).isFalse();
        }

        @Test
        void shows_that_an_event_comes_from_another_room() {
            var elsewhere = Head.after(OTHER_ROOM, first);

            assertThat(elsewhere).isNotEqualTo(afterFirst);
            assertThat(elsewhere.precedes(second)).isFalse();
        }

        @Test
        void shows_that_an_event_has_the_wrong_number() {
            var renumbered = Link.of(3, afterFirst.hash(), event("two"));

            assertThat(afterFirst.precedes(renumbered)).isFalse();
        }

        @Test
        void shows_that_an_event_is_tied_to_another_past() {
            var torn = Link.of(3, first.hash(ROOM), event("three"));

            assertThat(afterSecond.precedes(torn)).isFalse();
        }
    }

    private static RoomEvent event(String update) {
        return new RoomEvent.Applied(
                Instant.parse("2026-11-01T12:00:00Z"),
                List.of(new Change("ada", "c-1", update.getBytes(StandardCharsets.UTF_8))));
    }
}
