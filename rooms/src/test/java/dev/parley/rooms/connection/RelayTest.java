package dev.parley.rooms.connection;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.presence.ClientState;
import dev.parley.rooms.room.Lobby;
import dev.parley.rooms.room.News;
import dev.parley.rooms.room.Refusal;
import dev.parley.rooms.room.Seat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RelayTest {

    private static final ActorTestKit KIT = ActorTestKit.create("RelayTest", ConfigFactory.load());
    private static final RoomName ROOM = new RoomName("general");
    private static final Seat ADA = new Seat("ada", 1);
    private static final Seat BEN = new Seat("ben", 7);
    private static final byte[] A = {1};
    private static final byte[] B = {2};

    private final TestProbe<Relays.Command> parent = KIT.createTestProbe("relays");
    private final TestProbe<Lobby.Command> lobby = KIT.createTestProbe("lobby");
    private final TestProbe<Connection.Command> ada = KIT.createTestProbe("ada");
    private final TestProbe<Connection.Command> ben = KIT.createTestProbe("ben");
    private final ActorRef<Relay.Command> relay = KIT.spawn(Relay.create(ROOM, parent.ref()));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Nested
    class A_connection_that_is_attached {

        @Test
        void is_told_where_the_relay_listens() {
            relay.tell(new Relay.Attach(ADA, ada.ref()));

            var attached = ada.expectMessageClass(Connection.Attached.class);
            assertThat(attached.seat()).isEqualTo(1);
            assertThat(attached.relay()).isEqualTo(relay);
        }

        @Test
        void has_the_same_ear_as_all_others_of_its_node() {
            assertThat(attach(ADA, ada)).isEqualTo(attach(BEN, ben));
        }

        @Test
        void is_told_when_it_has_its_seat() {
            var ear = attach(ADA, ada);

            ear.tell(new News.Seated(ADA, lobby.ref()));

            ada.expectMessage(new Connection.Seated(1));
        }

        @Test
        void is_told_when_it_gets_no_seat() {
            var ear = attach(ADA, ada);

            ear.tell(new News.Refused(ADA, Refusal.FULL));

            ada.expectMessage(new Connection.Refused(1, Refusal.FULL));
        }

        @Test
        void hears_nothing_of_the_room_before_it_has_its_seat() {
            var ear = attach(ADA, ada);
            attach(BEN, ben);
            seat(ear, ADA, ada);

            ear.tell(new News.Changed(1, List.of(new News.SeatChange(ADA, A))));
            ear.tell(new News.PresenceChanged(List.of(new ClientState(5, 1, "{}"))));
            ear.tell(new News.Refused(BEN, Refusal.NOT_ALLOWED));

            ben.expectMessage(new Connection.Refused(7, Refusal.NOT_ALLOWED));
        }

        @Test
        void hears_nothing_of_the_room_after_it_has_lost_its_seat() {
            var ear = attach(ADA, ada);
            seat(ear, ADA, ada);
            lobby.stop();
            ada.expectMessage(new Connection.Unseated(1));

            ear.tell(new News.Changed(1, List.of(new News.SeatChange(BEN, A))));
            ear.tell(new News.Seated(ADA, KIT.<Lobby.Command>createTestProbe().ref()));

            ada.expectMessage(new Connection.Seated(1));
        }
    }

    @Nested
    class With_two_seats {

        private final ActorRef<News> ear = attach(ADA, ada);

        {
            attach(BEN, ben);
            seat(ear, ADA, ada);
            seat(ear, BEN, ben);
        }

        @Test
        void a_change_goes_to_everybody_but_its_sender_who_has_it_acknowledged() {
            ear.tell(new News.Changed(1, List.of(new News.SeatChange(ADA, A))));

            hears(ada, new Connection.Changed(1, List.of(), 1));
            hears(ben, new Connection.Changed(7, List.of(A), 0));
        }

        @Test
        void of_a_batch_each_hears_once_what_the_others_did() {
            ear.tell(new News.Changed(
                    1,
                    List.of(
                            new News.SeatChange(ADA, A),
                            new News.SeatChange(BEN, B),
                            new News.SeatChange(ADA, A),
                            new News.SeatChange(new Seat("elsewhere", 1), B))));

            hears(ada, new Connection.Changed(1, List.of(B, B), 2));
            hears(ben, new Connection.Changed(7, List.of(A, A, B), 1));
        }

        @Test
        void a_change_of_another_seat_of_the_same_connection_is_somebody_elses() {
            ear.tell(new News.Changed(1, List.of(new News.SeatChange(new Seat("ada", 2), A))));

            hears(ada, new Connection.Changed(1, List.of(A), 0));
        }

        @Test
        void presence_goes_to_everybody() {
            var states = List.of(new ClientState(5, 1, "{}"));

            ear.tell(new News.PresenceChanged(states));

            ada.expectMessage(new Connection.Present(1, states));
            ben.expectMessage(new Connection.Present(7, states));
        }

        @Test
        void an_answer_goes_to_the_seat_that_asked_alone() {
            ear.tell(new News.Contents(BEN, A));
            ear.tell(new News.PresenceNow(ADA, List.of()));

            hears(ben, new Connection.Contents(7, A));
            ada.expectMessage(new Connection.Present(1, List.of()));
        }

        @Test
        void news_for_a_seat_that_is_not_here_go_nowhere() {
            ear.tell(new News.Contents(new Seat("elsewhere", 1), A));
            ear.tell(new News.PresenceNow(ADA, List.of()));

            ada.expectMessage(new Connection.Present(1, List.of()));
        }

        @Test
        void the_seat_of_a_connection_that_has_gone_is_left() {
            ada.stop();

            lobby.expectMessage(new Lobby.Leave(ADA));
        }

        @Test
        void who_stays_goes_on_hearing() {
            ada.stop();
            lobby.expectMessage(new Lobby.Leave(ADA));

            ear.tell(new News.Changed(1, List.of(new News.SeatChange(ADA, A))));

            hears(ben, new Connection.Changed(7, List.of(A), 0));
        }

        @Test
        void everybody_is_told_when_the_lobby_has_gone() {
            lobby.stop();

            ada.expectMessage(new Connection.Unseated(1));
            ben.expectMessage(new Connection.Unseated(7));
        }

        @Test
        void nobody_leaves_a_lobby_that_has_gone() {
            lobby.stop();
            ada.expectMessage(new Connection.Unseated(1));
            ben.expectMessage(new Connection.Unseated(7));
            var next = KIT.<Lobby.Command>createTestProbe("next-lobby");
            ear.tell(new News.Seated(BEN, next.ref()));
            ben.expectMessage(new Connection.Seated(7));

            ada.stop();
            ben.stop();

            next.expectMessage(new Lobby.Leave(BEN));
            parent.expectMessage(new Relays.Unused(ROOM, 2));
        }

        @Test
        void who_sits_in_the_next_lobby_is_not_told_when_the_one_before_goes() {
            var next = KIT.<Lobby.Command>createTestProbe("next-lobby");
            ear.tell(new News.Seated(ADA, next.ref()));
            ada.expectMessage(new Connection.Seated(1));

            lobby.stop();

            ben.expectMessage(new Connection.Unseated(7));
            ear.tell(new News.PresenceNow(ADA, List.of()));
            ada.expectMessage(new Connection.Present(1, List.of()));
        }

        @Test
        void all_are_ended_when_it_is_drained() {
            relay.tell(new Relay.Drain());

            ada.expectMessage(new Connection.End(Ending.GOING_AWAY));
            ben.expectMessage(new Connection.End(Ending.GOING_AWAY));
        }
    }

    @Nested
    class With_two_seats_of_one_connection {

        private static final Seat SECOND = new Seat("ada", 2);

        private final ActorRef<News> ear = attach(ADA, ada);

        {
            attach(SECOND, ada);
            seat(ear, ADA, ada);
            seat(ear, SECOND, ada);
        }

        @Test
        void one_hears_what_the_other_did() {
            ear.tell(new News.Changed(1, List.of(new News.SeatChange(ADA, A))));

            var heard = List.of(ada.receiveMessage(), ada.receiveMessage());
            assertThat(heard)
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactlyInAnyOrder(
                            new Connection.Changed(1, List.of(), 1), new Connection.Changed(2, List.of(A), 0));
        }

        @Test
        void both_are_left_when_the_connection_has_gone() {
            ada.stop();

            assertThat(List.of(lobby.receiveMessage(), lobby.receiveMessage()))
                    .containsExactlyInAnyOrder(new Lobby.Leave(ADA), new Lobby.Leave(SECOND));
        }
    }

    @Nested
    class When_the_last_connection_goes {

        @Test
        void it_is_unused() {
            var ear = attach(ADA, ada);
            attach(BEN, ben);
            seat(ear, ADA, ada);
            ada.stop();
            lobby.expectMessage(new Lobby.Leave(ADA));

            ben.stop();

            parent.expectMessage(new Relays.Unused(ROOM, 2));
        }

        @Test
        void before_it_has_its_seat_the_seat_is_left_as_soon_as_it_is_given() {
            var ear = attach(ADA, ada);
            ada.stop();
            parent.expectMessage(new Relays.Unused(ROOM, 1));

            ear.tell(new News.Seated(ADA, lobby.ref()));

            lobby.expectMessage(new Lobby.Leave(ADA));
        }

        @Test
        void before_it_was_attached_it_is_unused_too() {
            ada.stop();
            parent.expectTerminated(ada.ref());

            relay.tell(new Relay.Attach(ADA, ada.ref()));

            parent.expectMessage(new Relays.Unused(ROOM, 1));
        }
    }

    private ActorRef<News> attach(Seat seat, TestProbe<Connection.Command> connection) {
        relay.tell(new Relay.Attach(seat, connection.ref()));
        return connection.expectMessageClass(Connection.Attached.class).ear();
    }

    private void seat(ActorRef<News> ear, Seat seat, TestProbe<Connection.Command> connection) {
        ear.tell(new News.Seated(seat, lobby.ref()));
        connection.expectMessage(new Connection.Seated(seat.number()));
    }

    private static void hears(TestProbe<Connection.Command> connection, Connection.Command expected) {
        assertThat(connection.receiveMessage())
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .isEqualTo(expected);
    }
}
