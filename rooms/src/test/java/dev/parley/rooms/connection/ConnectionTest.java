package dev.parley.rooms.connection;

import static dev.parley.rooms.connection.ConnectionFixture.SEAT;
import static dev.parley.rooms.connection.ConnectionFixture.bytes;
import static dev.parley.rooms.connection.ConnectionFixture.update;

import dev.parley.core.access.Right;
import dev.parley.core.access.RoomName;
import dev.parley.core.presence.ClientState;
import dev.parley.core.sync.SyncMessage;
import dev.parley.rooms.room.Lobby;
import dev.parley.rooms.room.Refusal;
import dev.parley.rooms.room.Seat;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What passes between a socket and the rooms that it has a seat in. How a seat is taken and lost is beside this. */
class ConnectionTest {

    private final ConnectionFixture socket = new ConnectionFixture();

    @AfterEach
    void close() {
        socket.close();
    }

    @Nested
    class What_the_client_says {

        {
            socket.entersAndSits();
        }

        @Test
        void a_step_1_asks_the_room_for_its_contents() {
            socket.receivesAndGoesOn(new ClientMessage.Sync(1, SyncMessage.Step1.HAVING_NOTHING));

            socket.lobby.expectMessage(new Lobby.Ask(SEAT));
        }

        @Test
        void an_update_is_given_to_the_room() {
            socket.receivesAndGoesOn(update("hi"));

            socket.submits("hi");
        }

        @Test
        void a_step_2_is_given_to_the_room_as_an_update() {
            socket.receivesAndGoesOn(new ClientMessage.Sync(1, new SyncMessage.Step2(bytes("hi"))));

            socket.submits("hi");
        }

        @Test
        void a_step_2_with_nothing_in_it_is_kept_from_the_room() {
            socket.receivesAndGoesOn(new ClientMessage.Sync(1, SyncMessage.Step2.LACKING_NOTHING));

            socket.tellsTheRoomNothing();
        }

        @Test
        void an_update_with_nothing_in_it_is_kept_from_the_room() {
            socket.receivesAndGoesOn(new ClientMessage.Sync(1, new SyncMessage.Update(new byte[] {0, 0})));

            socket.tellsTheRoomNothing();
        }

        @Test
        void presence_is_announced_to_the_room() {
            var states = List.of(new ClientState(5, 1, "{}"));

            socket.receivesAndGoesOn(new ClientMessage.Announce(1, states));

            socket.lobby.expectMessage(new Lobby.Announce(SEAT, states));
        }

        @Test
        void who_is_present_is_asked_of_the_room() {
            socket.receivesAndGoesOn(new ClientMessage.AskPresence(1));

            socket.lobby.expectMessage(new Lobby.AskPresence(SEAT));
        }

        @Test
        void what_is_said_from_a_seat_that_was_never_asked_for_is_ignored() {
            socket.receivesAndGoesOn(new ClientMessage.AskPresence(2));

            socket.tellsTheRoomNothing();
        }

        @Test
        void what_cannot_be_read_ends_the_connection_at_once() {
            socket.tell(new Connection.Malformed("expected a byte, found the end at byte 0"));

            socket.outlet.sends("aborted: MALFORMED");
        }
    }

    @Nested
    class What_the_room_says {

        {
            socket.entersAndSits();
        }

        @Test
        void changes_of_others_are_sent() {
            socket.tell(new Connection.Changed(1, List.of(bytes("a"), bytes("b")), 0));

            socket.outlet.sends("changed 1: a, b");
        }

        @Test
        void an_acknowledgement_alone_is_not_sent() {
            socket.receivesAndGoesOn(update("hi"));

            socket.tell(new Connection.Changed(1, List.of(), 1));

            socket.settles();
        }

        @Test
        void contents_are_sent() {
            socket.tell(new Connection.Contents(1, bytes("a")));

            socket.outlet.sends("contents 1: a");
        }

        @Test
        void presence_is_sent() {
            socket.tell(new Connection.Present(1, List.of(new ClientState(5, 1, "{}"), new ClientState(6, 2, null))));

            socket.outlet.sends("presence 1: 5@1 {}, 6@2 null");
        }

        @Test
        void nobodys_presence_is_not_sent() {
            socket.tell(new Connection.Present(1, List.of()));

            socket.settles();
        }

        @Test
        void a_change_of_somebody_who_may_only_read_is_refused_and_the_connection_goes_on() {
            socket.receivesAndGoesOn(update("hi"));

            socket.tell(new Connection.Refused(1, Refusal.READ_ONLY));
            socket.outlet.sends("read only 1");
            socket.tell(new Connection.Changed(1, List.of(bytes("a")), 0));

            socket.outlet.sends("changed 1: a");
        }

        @Test
        void a_change_that_is_too_large_ends_the_connection() {
            socket.tell(new Connection.Refused(1, Refusal.TOO_LARGE));

            socket.outlet.sends("end: TOO_LARGE");
        }

        @Test
        void a_room_that_is_overloaded_ends_the_connection_for_now() {
            socket.tell(new Connection.Refused(1, Refusal.OVERLOADED));

            socket.outlet.sends("end: TRY_AGAIN");
        }
    }

    /** The limit of these tests is two. */
    @Nested
    class With_as_many_changes_on_their_way_as_it_may_have {

        {
            socket.entersAndSits();
            socket.receivesAndGoesOn(update("a"));
            socket.receivesAndGoesOn(update("b"));
            socket.submits("a");
            socket.submits("b");
        }

        @Test
        void the_next_message_is_held_back() {
            socket.receives(update("c"));

            socket.holdsTheMessage();
            socket.tellsTheRoomNothing();
        }

        @Test
        void it_goes_on_when_one_is_acknowledged() {
            socket.receives(update("c"));
            socket.holdsTheMessage();

            socket.tell(new Connection.Changed(1, List.of(), 1));

            socket.demand.expectMessage(Connection.Demand.MORE);
            socket.submits("c");
        }

        @Test
        void it_does_not_go_on_for_changes_of_others() {
            socket.receives(update("c"));

            socket.tell(new Connection.Changed(1, List.of(bytes("x")), 0));

            socket.outlet.sends("changed 1: x");
            socket.holdsTheMessage();
        }

        @Test
        void it_goes_on_when_one_is_refused() {
            socket.receives(update("c"));

            socket.tell(new Connection.Refused(1, Refusal.READ_ONLY));

            socket.demand.expectMessage(Connection.Demand.MORE);
            socket.submits("c");
        }

        @Test
        void it_goes_on_with_all_of_them_acknowledged_at_once() {
            socket.tell(new Connection.Changed(1, List.of(), 2));

            socket.receivesAndGoesOn(update("c"));
            socket.receivesAndGoesOn(update("d"));
            socket.submits("c");
            socket.submits("d");
        }

        @Test
        void it_is_still_told_what_happens() {
            socket.receives(update("c"));

            socket.tell(new Connection.Contents(1, bytes("a")));

            socket.outlet.sends("contents 1: a");
        }
    }

    @Nested
    class With_seats_in_two_rooms {

        private static final RoomName OTHER_ROOM = new RoomName("random");

        {
            socket.entersAndSits();
            socket.receivesAndGoesOn(
                    new ClientMessage.Enter(2, OTHER_ROOM, ConnectionFixture.ADA, Right.EDITOR, "test"));
            socket.relays.expectMessage(new Relays.Attach(OTHER_ROOM, new Seat("c-1", 2), socket.connection));
            socket.tell(new Connection.Attached(2, socket.ear.ref(), socket.relay.ref()));
            socket.otherLobby.expectMessageClass(Lobby.Take.class);
            socket.tell(new Connection.Seated(2));
            socket.outlet.sends("sync 2: step 1 with 1 bytes");
        }

        @Test
        void each_is_told_what_was_meant_for_it() {
            socket.receivesAndGoesOn(new ClientMessage.AskPresence(2));
            socket.receivesAndGoesOn(new ClientMessage.AskPresence(1));

            socket.otherLobby.expectMessage(new Lobby.AskPresence(new Seat("c-1", 2)));
            socket.lobby.expectMessage(new Lobby.AskPresence(SEAT));
        }

        @Test
        void what_waits_for_one_is_not_counted_for_the_other() {
            socket.receivesAndGoesOn(update("a"));
            socket.receivesAndGoesOn(update("b"));

            socket.receivesAndGoesOn(new ClientMessage.AskPresence(2));

            socket.otherLobby.expectMessage(new Lobby.AskPresence(new Seat("c-1", 2)));
        }
    }

    @Nested
    class When_the_client_reads_too_slowly {

        {
            socket.entersAndSits();
            socket.outlet.fills();
        }

        @Test
        void it_is_cut_off() {
            socket.tell(new Connection.Changed(1, List.of(bytes("a")), 0));

            socket.outlet.sends("aborted: TOO_SLOW");
        }

        @Test
        void it_is_cut_off_once() {
            socket.tell(new Connection.Changed(1, List.of(bytes("a")), 0));
            socket.tell(new Connection.Changed(1, List.of(bytes("b")), 0));
            socket.tell(new Connection.Closed());

            socket.hasStopped();
            socket.outlet.sends("aborted: TOO_SLOW");
            socket.outlet.sendsNothing();
        }

        @Test
        void a_connection_that_is_to_end_is_cut_off_for_that_reason() {
            socket.tell(new Connection.End(Ending.GOING_AWAY));

            socket.outlet.sends("aborted: GOING_AWAY");
        }
    }

    @Nested
    class When_it_has_been_ended {

        {
            socket.entersAndSits();
            socket.tell(new Connection.End(Ending.GOING_AWAY));
            socket.outlet.sends("end: GOING_AWAY");
        }

        @Test
        void nothing_more_is_sent() {
            socket.tell(new Connection.Changed(1, List.of(bytes("a")), 0));
            socket.tell(new Connection.Closed());

            socket.hasStopped();
            socket.outlet.sendsNothing();
        }

        @Test
        void it_is_not_ended_again() {
            socket.tell(new Connection.Malformed("whatever"));
            socket.tell(new Connection.Closed());

            socket.hasStopped();
            socket.outlet.sendsNothing();
        }

        @Test
        void nothing_more_is_taken_from_the_client() {
            socket.receives(update("late"));
            socket.tell(new Connection.Closed());

            socket.hasStopped();
            socket.lobby.expectNoMessage(Duration.ZERO);
        }

        @Test
        void a_seat_that_is_lost_is_not_taken_again() {
            socket.tell(new Connection.Unseated(1));
            socket.timePasses(ConnectionFixture.SEAT_WITHIN);
            socket.tell(new Connection.Closed());

            socket.hasStopped();
            socket.relays.expectNoMessage(Duration.ZERO);
        }
    }

    @Nested
    class It_stops {

        @Test
        void when_its_socket_is_closed() {
            socket.tell(new Connection.Closed());

            socket.hasStopped();
        }

        @Test
        void when_its_socket_breaks() {
            socket.tell(new Connection.Failed(new IOException("connection reset by peer")));

            socket.hasStopped();
        }

        @Test
        void not_when_it_is_ended_before_the_socket_is_closed() {
            socket.tell(new Connection.End(Ending.GOING_AWAY));
            socket.outlet.sends("end: GOING_AWAY");

            socket.tell(new Connection.Closed());

            socket.hasStopped();
        }
    }
}
