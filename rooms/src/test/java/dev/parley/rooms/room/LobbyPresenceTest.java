package dev.parley.rooms.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.access.Right;
import dev.parley.core.presence.ClientState;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a {@link Lobby} tells of who is there. Which states count is the business of {@code Presence}, and tested there. */
class LobbyPresenceTest {

    private static final Duration SHORTLY = Duration.ofMillis(1);

    private final LobbyFixture room = new LobbyFixture();
    private final RelayProbe here = room.relay("here");
    private final RelayProbe there = room.relay("there");
    private final Seat ada = room.take(here, "ada");
    private final Seat ben = room.take(there, "ben");

    @AfterEach
    void close() {
        room.close();
    }

    @Nested
    class What_a_client_shows {

        @Test
        void is_told_to_everybody_with_the_next_tick() {
            announce(ada, here(5, 1, "{}"));

            room.passes(LobbyFixture.TICK);

            here.hears("presence: 5@1 {}");
            there.hears("presence: 5@1 {}");
        }

        @Test
        void is_not_told_before_the_tick() {
            announce(ada, here(5, 1, "{}"));

            room.passes(LobbyFixture.TICK.minus(SHORTLY));
            room.lobby().tell(new Lobby.AskPresence(ben));
            there.hears("present for ben/1: 5@1 {}");
            room.passes(SHORTLY);

            there.hears("presence: 5@1 {}");
        }

        @Test
        void is_told_once_in_a_tick_and_only_its_latest() {
            announce(ada, here(5, 1, "1"));
            announce(ada, here(5, 2, "2"));
            announce(ben, here(6, 1, "1"));
            announce(ada, here(5, 3, "3"));

            room.passes(LobbyFixture.TICK);

            there.hears("presence: 5@3 3, 6@1 1");
        }

        @Test
        void is_not_told_again_with_the_tick_after() {
            announce(ada, here(5, 1, "1"));
            room.passes(LobbyFixture.TICK);
            there.hears("presence: 5@1 1");

            announce(ben, here(6, 1, "1"));
            room.passes(LobbyFixture.TICK);

            there.hears("presence: 6@1 1");
        }

        @Test
        void is_not_told_if_it_is_no_news() {
            announce(ada, here(5, 1, "1"));
            room.passes(LobbyFixture.TICK);
            there.hears("presence: 5@1 1");

            announce(ada, here(5, 1, "1"));
            room.passes(LobbyFixture.TICK);

            room.lobby().tell(new Lobby.AskPresence(ben));
            there.hears("present for ben/1: 5@1 1");
        }

        @Test
        void may_be_told_by_a_reader() {
            var cleo = room.take(there, "cleo", Set.of(Right.READ));

            announce(cleo, here(7, 1, "1"));
            room.passes(LobbyFixture.TICK);

            here.hears("presence: 7@1 1");
        }

        @Test
        void is_not_taken_from_somebody_else() {
            announce(ada, here(5, 1, "ada"));

            announce(ben, here(5, 2, "not ada"));
            room.passes(LobbyFixture.TICK);

            here.hears("presence: 5@1 ada");
        }

        @Test
        void is_not_taken_from_nobodys_seat() {
            announce(LobbyFixture.seat("eve"), here(9, 1, "boo"));
            announce(ada, here(5, 1, "1"));
            room.passes(LobbyFixture.TICK);

            here.hears("presence: 5@1 1");
        }
    }

    @Nested
    class With_a_client_present {

        {
            announce(ada, here(5, 1, "{}"));
            room.passes(LobbyFixture.TICK);
            here.hears("presence: 5@1 {}");
            there.hears("presence: 5@1 {}");
        }

        @Test
        void a_newcomer_hears_of_it_at_once() {
            room.askForSeat(there, LobbyFixture.seat("cleo"), Right.EDITOR);

            there.hears("seated cleo/1", "present for cleo/1: 5@1 {}");
        }

        @Test
        void whoever_asks_hears_of_it() {
            room.lobby().tell(new Lobby.AskPresence(ben));

            there.hears("present for ben/1: 5@1 {}");
        }

        @Test
        void nobody_who_asks_from_nobodys_seat_hears_of_it() {
            room.lobby().tell(new Lobby.AskPresence(LobbyFixture.seat("eve")));

            room.hearsNothing(there, ben);
        }

        @Test
        void it_is_gone_when_its_seat_is_left() {
            room.lobby().tell(new Lobby.Leave(ada));
            room.hearsNothing(there, ben);
            room.passes(LobbyFixture.TICK);

            there.hears("presence: 5@1 gone");
        }

        @Test
        void it_is_gone_when_its_relay_is_gone() {
            here.stops();
            there.awaits(() -> assertThat(room.meters.seats()).isEqualTo(1));
            room.hearsNothing(there, ben);
            room.passes(LobbyFixture.TICK);

            there.hears("presence: 5@1 gone");
        }

        @Test
        void it_is_gone_when_its_seat_is_taken_anew() {
            room.take(here, "ada");
            room.passes(LobbyFixture.TICK);

            there.hears("presence: 5@1 gone");
        }

        @Test
        void it_is_gone_after_a_silence() {
            room.isSilentFor(LobbyFixture.SILENCE);
            room.passes(LobbyFixture.TICK);

            there.hears("presence: 5@1 gone");
        }

        @Test
        void it_stays_as_long_as_it_speaks() {
            var almostASilence = LobbyFixture.SILENCE.minus(LobbyFixture.TICK.multipliedBy(2));
            room.isSilentFor(almostASilence);
            announce(ada, here(5, 2, "{}"));
            room.isSilentFor(almostASilence);
            announce(ada, here(5, 3, "{}"));
            room.passes(LobbyFixture.TICK);

            there.hears("presence: 5@2 {}", "presence: 5@3 {}");
        }

        @Test
        void it_is_not_gone_for_who_left_and_came_back_with_a_newer_state() {
            room.lobby().tell(new Lobby.Leave(ada));
            room.take(here, "ada");
            announce(ada, here(5, 2, "{}"));
            room.passes(LobbyFixture.TICK);

            there.hears("presence: 5@2 {}");
        }
    }

    @Nested
    class After_everybody_has_left {

        {
            announce(ada, here(5, 1, "{}"));
            room.lobby().tell(new Lobby.Leave(ada));
            room.lobby().tell(new Lobby.Leave(ben));
            room.isSilentFor(LobbyFixture.SILENCE);
        }

        @Test
        void who_comes_then_is_gone_after_a_silence_as_well() {
            var cleo = room.take(there, "cleo");
            announce(cleo, here(6, 1, "{}"));
            room.passes(LobbyFixture.TICK);
            there.hears("presence: 6@1 {}");

            room.isSilentFor(LobbyFixture.SILENCE);
            room.passes(LobbyFixture.TICK);

            there.hears("presence: 6@1 gone");
        }
    }

    /** And makes sure that the lobby has heard it, for time to pass after it. */
    private void announce(Seat seat, ClientState state) {
        room.announce(seat, state);
        room.settles();
    }

    private static ClientState here(long client, long clock, String json) {
        return new ClientState(client, clock, json);
    }
}
