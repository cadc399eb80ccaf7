package dev.parley.rooms.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.access.Right;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When a {@link Lobby} asks to be stopped, and how it stops. */
class LobbyEndTest {

    private static final Duration SHORTLY = Duration.ofMillis(1);

    private final LobbyFixture room = new LobbyFixture();
    private final RelayProbe here = room.relay("here");

    @AfterEach
    void close() {
        room.close();
    }

    @Nested
    class An_idle_lobby {

        @Test
        void is_one_that_nobody_has_come_to() {
            room.settles();

            room.passes(LobbyFixture.IDLE_AFTER);

            room.idle.expectMessage(room.lobby());
        }

        @Test
        void is_one_that_everybody_has_left_for_long_enough() {
            var ada = room.take(here, "ada");
            room.passes(LobbyFixture.IDLE_AFTER);
            room.lobby().tell(new Lobby.Leave(ada));
            room.settles();

            room.passes(LobbyFixture.IDLE_AFTER.minus(SHORTLY));
            room.settles();
            room.isNotIdle();
            room.passes(SHORTLY);

            room.idle.expectMessage(room.lobby());
        }

        @Test
        void is_one_whose_last_relay_has_gone_for_long_enough() {
            room.take(here, "ada");
            here.stops();
            here.awaits(() -> assertThat(room.meters.seats()).isZero());
            room.settles();

            room.passes(LobbyFixture.IDLE_AFTER);

            room.idle.expectMessage(room.lobby());
        }

        @Test
        void is_not_one_with_silent_readers() {
            room.take(here, "ada", Set.of(Right.READ));

            room.passes(LobbyFixture.IDLE_AFTER.multipliedBy(10));
            room.settles();

            room.isNotIdle();
        }

        @Test
        void is_not_one_that_somebody_has_come_to_meanwhile() {
            var ada = room.take(here, "ada");
            room.lobby().tell(new Lobby.Leave(ada));
            room.settles();
            room.passes(LobbyFixture.IDLE_AFTER.minus(SHORTLY));

            room.take(here, "ben");
            room.passes(LobbyFixture.IDLE_AFTER);
            room.settles();

            room.isNotIdle();
        }

        @Test
        void is_not_kept_by_somebody_who_is_refused() {
            room.settles();
            room.passes(LobbyFixture.IDLE_AFTER.minus(SHORTLY));

            room.askForSeat(here, LobbyFixture.seat("eve"), Set.of());
            here.hears("refused eve/1: NOT_ALLOWED");
            room.passes(SHORTLY);

            room.idle.expectMessage(room.lobby());
        }
    }

    @Nested
    class A_lobby_that_waits {

        @Test
        void for_a_past_that_never_comes_stops_after_a_while() {
            try (var slow = new LobbyFixture(LobbyFixture.LIMITS, TestJournal.Control::holdReplays)) {
                var relay = slow.relay("here");
                var ada = slow.take(relay, "ada");
                slow.submit(ada, "1");

                slow.passes(LobbyFixture.OPEN_WITHIN.minus(SHORTLY));
                slow.hearsNothing(relay, ada);
                slow.passes(SHORTLY);

                slow.hasStopped();
            }
        }

        @Test
        void for_a_first_key_that_never_comes_stops_after_a_while() {
            var ada = room.take(here, "ada");
            room.ask(ada);
            here.hears("contents for ada/1: ");
            room.keys.hold();
            room.submit(ada, "1");
            room.hearsNothing(here, ada);

            room.passes(LobbyFixture.KEY_WITHIN.minus(SHORTLY));
            room.hearsNothing(here, ada);
            room.passes(SHORTLY);

            room.hasStopped();
        }

        @Test
        void for_nothing_any_more_stays() {
            var ada = room.take(here, "ada");
            room.submit(ada, "1");
            here.hears("changed 1: ada/1 1");

            room.passes(LobbyFixture.OPEN_WITHIN);

            room.hearsNothing(here, ada);
        }
    }

    @Nested
    class A_lobby_that_is_told_to_stop {

        @Test
        void stops_at_once_if_nothing_is_under_way() {
            room.take(here, "ada");

            room.stop();

            room.hasStopped();
        }

        @Test
        void first_finishes_what_is_under_way_and_what_waits() {
            var ada = room.take(here, "ada");
            room.journal.hold();
            room.submit(ada, "1");
            var write = room.journal.awaitWrite();
            room.submit(ada, "2");
            room.submit(ada, "3");
            room.submit(ada, "4");

            room.stop();
            write.complete();
            room.journal.awaitWrite().complete();
            room.journal.awaitWrite().complete();

            room.hasStopped();
            here.hears("changed 1: ada/1 1", "changed 2: ada/1 2, ada/1 3", "changed 3: ada/1 4");
        }

        @Test
        void first_answers_who_has_asked() {
            var ada = room.take(here, "ada");
            room.journal.hold();
            room.submit(ada, "1");
            var write = room.journal.awaitWrite();
            room.ask(ada);

            room.stop();
            write.complete();

            room.hasStopped();
            here.hears("changed 1: ada/1 1", "contents for ada/1: 1");
        }

        @Test
        void stops_without_a_journal_that_never_answers_after_a_while() {
            var ada = room.take(here, "ada");
            room.journal.hold();
            room.submit(ada, "1");
            room.journal.awaitWrite();

            room.stop();
            room.passes(LobbyFixture.STOP_WITHIN.minus(SHORTLY));
            room.hearsNothing(here, ada);
            room.passes(SHORTLY);

            room.hasStopped();
            here.hasHeardNothing();
        }

        @Test
        void stops_without_a_past_that_cannot_be_read_after_a_while() {
            try (var slow = new LobbyFixture(LobbyFixture.LIMITS, TestJournal.Control::holdReplays)) {
                var relay = slow.relay("here");
                var ada = slow.take(relay, "ada");
                slow.submit(ada, "1");

                slow.stop();
                slow.hearsNothing(relay, ada);
                slow.passes(LobbyFixture.STOP_WITHIN);

                slow.hasStopped();
                relay.hasHeardNothing();
            }
        }

        @Test
        void counts_its_seats_as_left() {
            room.take(here, "ada");
            room.take(here, "ben");

            room.stop();

            room.hasStopped();
            here.awaits(() -> assertThat(room.meters.seats()).isZero());
            here.awaits(() -> assertThat(room.meters.rooms()).isZero());
        }
    }
}
