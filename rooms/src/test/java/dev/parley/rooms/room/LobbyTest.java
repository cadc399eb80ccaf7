package dev.parley.rooms.room;

import static dev.parley.rooms.room.LobbyFixture.seat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.access.Right;
import dev.parley.core.event.Change;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who gets a seat, and what one may do with it. The rest of what a lobby does has tests of its own, beside this one. */
class LobbyTest {

    private final LobbyFixture room = new LobbyFixture();
    private final RelayProbe here = room.relay("here");
    private final RelayProbe there = room.relay("there");

    @AfterEach
    void close() {
        room.close();
    }

    @Nested
    class A_seat {

        @Test
        void is_given_to_whoever_may_read() {
            room.askForSeat(here, seat("ada"), Set.of(Right.READ));

            here.hears("seated ada/1", "present for ada/1: ");
        }

        @Test
        void comes_with_the_lobby_that_gives_it() {
            room.askForSeat(here, seat("ada"), Right.EDITOR);

            assertThat(here.hearsOfASeat()).isEqualTo(room.lobby());
        }

        @Test
        void is_not_given_to_whoever_may_not_read() {
            room.askForSeat(here, seat("ada"), Set.of(Right.WRITE, Right.HISTORY, Right.ADMIN));

            here.hears("refused ada/1: NOT_ALLOWED");
        }

        @Test
        void that_was_refused_hears_nothing_of_the_room() {
            room.askForSeat(here, seat("eve"), Set.of());
            here.hears("refused eve/1: NOT_ALLOWED");
            var ben = room.take(there, "ben");

            room.submit(ben, "hi");
            there.hears("changed 1: ben/1 hi");
            room.take(here, "ada");

            assertThat(room.meters.seats()).isEqualTo(2);
        }

        @Test
        void is_not_given_when_the_room_is_full() {
            room.take(here, "ada");
            room.take(here, "ben");
            room.take(there, "cleo");

            room.askForSeat(there, seat("dan"), Right.EDITOR);

            there.hears("refused dan/1: FULL");
        }

        @Test
        void that_is_left_can_be_taken_by_somebody_else() {
            var ada = room.take(here, "ada");
            room.take(here, "ben");
            room.take(there, "cleo");

            room.lobby().tell(new Lobby.Leave(ada));
            room.askForSeat(there, seat("dan"), Right.EDITOR);

            there.hears("seated dan/1", "present for dan/1: ");
        }

        @Test
        void can_be_taken_anew_in_a_full_room() {
            room.take(here, "ada");
            room.take(here, "ben");
            room.take(there, "cleo");

            room.askForSeat(here, seat("ada"), Right.EDITOR);

            here.hears("seated ada/1", "present for ada/1: ");
        }

        @Test
        void that_was_taken_anew_has_its_latest_rights() {
            room.take(here, "ada");
            var ada = room.take(here, "ada", Set.of(Right.READ));

            room.submit(ada, "hi");

            here.hears("refused ada/1: READ_ONLY");
        }

        @Test
        void that_was_taken_anew_is_heard_of_through_its_latest_relay_alone() {
            room.take(here, "ada");
            var ada = room.take(there, "ada");

            room.submit(ada, "hi");
            there.hears("changed 1: ada/1 hi");
            room.take(here, "ben");

            assertThat(room.meters.seats()).isEqualTo(2);
        }

        @Test
        void may_be_one_of_several_of_the_same_connection() {
            var first = new Seat("ada", 1);
            var second = new Seat("ada", 2);
            room.askForSeat(here, first, Right.EDITOR);
            room.askForSeat(here, second, Set.of(Right.READ));

            here.hears("seated ada/1", "present for ada/1: ", "seated ada/2", "present for ada/2: ");
            room.submit(second, "hi");
            here.hears("refused ada/2: READ_ONLY");
            room.submit(first, "hi");
            here.hears("changed 1: ada/1 hi");
        }
    }

    @Nested
    class A_change {

        @Test
        void of_a_reader_is_refused_and_not_written() {
            var ada = room.take(here, "ada", Set.of(Right.READ));

            room.submit(ada, "hi");

            here.hears("refused ada/1: READ_ONLY");
            room.ask(ada);
            here.hears("contents for ada/1: ");
            assertThat(room.journal.links(LobbyFixture.ROOM)).isEmpty();
        }

        @Test
        void may_be_as_large_as_the_limit_says() {
            var ada = room.take(here, "ada");

            room.submit(ada, "0123456789");

            here.hears("changed 1: ada/1 0123456789");
        }

        @Test
        void that_is_larger_is_refused() {
            var ada = room.take(here, "ada");

            room.submit(ada, "0123456789+");

            here.hears("refused ada/1: TOO_LARGE");
        }

        @Test
        void is_refused_when_too_much_waits_for_the_journal() {
            var ada = room.take(here, "ada");
            room.journal.hold();
            room.submit(ada, "1");
            room.journal.awaitWrite();

            room.submit(ada, "2");
            room.submit(ada, "3");
            room.submit(ada, "4");
            room.submit(ada, "5");

            here.hears("refused ada/1: OVERLOADED");
        }

        @Test
        void is_taken_again_once_the_journal_has_caught_up() {
            var ada = room.take(here, "ada");
            room.journal.hold();
            room.submit(ada, "1");
            var write = room.journal.awaitWrite();
            room.submit(ada, "2");
            room.submit(ada, "3");
            room.submit(ada, "4");
            room.submit(ada, "5");
            here.hears("refused ada/1: OVERLOADED");

            write.complete();
            here.hears("changed 1: ada/1 1");
            room.submit(ada, "6");

            room.journal.awaitWrite().complete();
            room.journal.awaitWrite().complete();
            here.hears("changed 2: ada/1 2, ada/1 3", "changed 3: ada/1 4, ada/1 6");
        }

        @Test
        void from_nobodys_seat_is_ignored() {
            var ada = room.take(here, "ada");

            room.submit(seat("eve"), "boo");
            room.submit(ada, "hi");

            here.hears("changed 1: ada/1 hi");
        }

        @Test
        void bears_the_user_the_connection_and_the_protocol_of_its_seat_and_the_time() {
            var ada = room.take(here, "ada");

            room.submit(ada, "hi");

            here.hears("changed 1: ada/1 hi");
            var link = room.journal.links(LobbyFixture.ROOM).getFirst();
            var change = Past.changesOf(LobbyFixture.ROOM, link).getFirst();
            assertThat(change)
                    .usingRecursiveComparison()
                    .isEqualTo(new Change("user-of-ada", "ada", "test", TestClock.START, change.update()));
            assertThat(Said.words(change.update())).isEqualTo("hi");
        }
    }

    @Nested
    class When_a_seat_is_left {

        @Test
        void its_relay_hears_no_more_if_it_leads_to_no_other() {
            var ada = room.take(here, "ada");
            var ben = room.take(there, "ben");

            room.lobby().tell(new Lobby.Leave(ada));
            room.submit(ben, "hi");

            there.hears("changed 1: ben/1 hi");
            room.askForSeat(here, seat("cleo"), Right.EDITOR);
            here.hears("seated cleo/1", "present for cleo/1: ");
        }

        @Test
        void its_relay_hears_on_if_it_leads_to_another() {
            var ada = room.take(here, "ada");
            var ben = room.take(here, "ben");

            room.lobby().tell(new Lobby.Leave(ada));
            room.submit(ben, "hi");

            here.hears("changed 1: ben/1 hi");
        }

        @Test
        void nothing_more_is_taken_from_it() {
            var ada = room.take(here, "ada");
            var ben = room.take(here, "ben");

            room.lobby().tell(new Lobby.Leave(ada));
            room.submit(ada, "late");
            room.ask(ada);
            room.submit(ben, "hi");

            here.hears("changed 1: ben/1 hi");
        }

        @Test
        void what_it_had_said_before_is_written_all_the_same() {
            var ada = room.take(here, "ada");
            room.take(there, "ben");
            room.journal.hold();
            room.submit(ada, "1");
            var write = room.journal.awaitWrite();

            room.submit(ada, "2");
            room.lobby().tell(new Lobby.Leave(ada));
            write.complete();
            room.journal.awaitWrite().complete();

            there.hears("changed 1: ada/1 1", "changed 2: ada/1 2");
        }

        @Test
        void leaving_again_changes_nothing() {
            var ada = room.take(here, "ada");
            var ben = room.take(here, "ben");

            room.lobby().tell(new Lobby.Leave(ada));
            room.lobby().tell(new Lobby.Leave(ada));

            room.hearsNothing(here, ben);
            assertThat(room.meters.seats()).isEqualTo(1);
        }
    }

    @Nested
    class When_a_relay_is_gone {

        @Test
        void all_seats_that_it_led_to_are_free_again() {
            room.take(there, "ada");
            room.take(there, "ben");
            room.take(here, "cleo");

            there.stops();

            here.awaits(() -> assertThat(room.meters.seats()).isEqualTo(1));
            room.take(here, "dan");
            room.take(here, "eve");
        }

        @Test
        void before_the_seat_could_be_given_the_seat_is_free_again() {
            there.stops();

            room.askForSeat(there, seat("ada"), Right.EDITOR);

            room.take(here, "ben");
            here.awaits(() -> assertThat(room.meters.seats()).isEqualTo(1));
            room.take(here, "cleo");
            room.take(here, "dan");
        }
    }
}
