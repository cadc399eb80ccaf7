package dev.parley.rooms.connection;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.Effect;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.rooms.room.Seat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RelaysTest {

    private static final ActorTestKit KIT = ActorTestKit.create("RelaysTest", ConfigFactory.load());
    private static final RoomName ROOM = new RoomName("general");
    private static final RoomName OTHER_ROOM = new RoomName("team/notes: 100 %");
    private static final Seat ADA = new Seat("ada", 1);
    private static final Seat BEN = new Seat("ben", 1);

    private final TestProbe<Connection.Command> ada = KIT.createTestProbe("ada");
    private final TestProbe<Connection.Command> ben = KIT.createTestProbe("ben");
    private final TestProbe<Done> drained = KIT.createTestProbe("drained");
    private final ActorRef<Relays.Command> relays = KIT.spawn(Relays.create());

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Nested
    class A_relay {

        @Test
        void is_the_same_for_all_who_are_in_a_room() {
            assertThat(relayOf(ROOM, ADA, ada)).isEqualTo(relayOf(ROOM, BEN, ben));
        }

        @Test
        void is_another_for_another_room() {
            assertThat(relayOf(ROOM, ADA, ada)).isNotEqualTo(relayOf(OTHER_ROOM, BEN, ben));
        }

        @Test
        void is_stopped_when_the_last_connection_behind_it_has_gone() {
            var relay = relayOf(ROOM, ADA, ada);
            relayOf(ROOM, BEN, ben);

            ada.stop();
            ben.stop();

            drained.expectTerminated(relay);
        }

        @Test
        void is_a_new_one_for_who_comes_after_it_was_stopped() {
            var relay = relayOf(ROOM, ADA, ada);
            ada.stop();
            drained.expectTerminated(relay);

            assertThat(relayOf(ROOM, BEN, ben)).isNotEqualTo(relay);
        }
    }

    /** Synchronously: what goes on between a relay that has become unused, and a seat that is on its way to it. */
    @Nested
    class Step_by_step {

        private final BehaviorTestKit<Relays.Command> steps = BehaviorTestKit.create(Relays.create());
        private final TestInbox<Done> answers = TestInbox.create();

        {
            steps.run(new Relays.Attach(ROOM, ADA, ada.ref()));
        }

        @Test
        void an_unused_relay_is_stopped() {
            steps.run(new Relays.Unused(ROOM, 1));

            assertThat(stopped()).containsExactly("relay-1");
        }

        @Test
        void an_unused_relay_is_not_stopped_while_a_seat_is_on_its_way_to_it() {
            steps.run(new Relays.Attach(ROOM, BEN, ben.ref()));

            steps.run(new Relays.Unused(ROOM, 1));

            assertThat(stopped()).isEmpty();
        }

        @Test
        void it_is_stopped_when_it_is_unused_after_that_seat() {
            steps.run(new Relays.Attach(ROOM, BEN, ben.ref()));
            steps.run(new Relays.Unused(ROOM, 1));

            steps.run(new Relays.Unused(ROOM, 2));

            assertThat(stopped()).containsExactly("relay-1");
        }

        @Test
        void a_relay_that_has_failed_is_replaced_for_who_comes_next() {
            steps.run(relayGone());

            steps.run(new Relays.Attach(ROOM, BEN, ben.ref()));

            assertThat(steps.<Relay.Command>childInbox("relay-2").receiveMessage())
                    .isEqualTo(new Relay.Attach(BEN, ben.ref()));
        }

        @Test
        void a_relay_that_was_stopped_does_not_take_its_successor_with_it() {
            var firstGone = relayGone();
            steps.run(new Relays.Unused(ROOM, 1));
            steps.run(new Relays.Attach(ROOM, BEN, ben.ref()));

            steps.run(firstGone);
            steps.run(new Relays.Attach(ROOM, ADA, ada.ref()));

            assertThat(steps.<Relay.Command>childInbox("relay-2").getAllReceived())
                    .containsExactly(new Relay.Attach(BEN, ben.ref()), new Relay.Attach(ADA, ada.ref()));
        }

        @Test
        void a_drain_waits_for_the_seat_that_is_on_its_way() {
            steps.run(new Relays.Attach(ROOM, BEN, ben.ref()));
            steps.run(new Relays.Drain(answers.getRef()));

            steps.run(new Relays.Unused(ROOM, 1));
            assertThat(answers.hasMessages()).isFalse();
            steps.run(new Relays.Unused(ROOM, 2));

            answers.expectMessage(Done.getInstance());
        }

        @Test
        void a_drain_does_not_wait_for_a_relay_that_has_failed() {
            steps.run(new Relays.Drain(answers.getRef()));

            steps.run(relayGone());

            answers.expectMessage(Done.getInstance());
        }

        @Test
        void a_drain_is_answered_once() {
            var gone = relayGone();
            steps.run(new Relays.Drain(answers.getRef()));

            steps.run(new Relays.Unused(ROOM, 1));
            steps.run(gone);

            assertThat(answers.getAllReceived()).containsExactly(Done.getInstance());
        }

        private List<String> stopped() {
            return steps.getAllEffects().stream()
                    .filter(effect -> effect instanceof Effect.Stopped)
                    .map(effect -> ((Effect.Stopped) effect).childName())
                    .toList();
        }

        /** What it is told when its relay has gone. */
        private Relays.Command relayGone() {
            return steps.getAllEffects().stream()
                    .filter(effect -> effect instanceof Effect.WatchedWith<?, ?>)
                    .map(effect -> (Relays.Command) ((Effect.WatchedWith<?, ?>) effect).message())
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Nested
    class Drained {

        @Test
        void it_answers_at_once_if_nobody_is_in_a_room() {
            relays.tell(new Relays.Drain(drained.ref()));

            drained.expectMessage(Done.getInstance());
        }

        @Test
        void it_ends_everybody_who_is_in_a_room() {
            relayOf(ROOM, ADA, ada);
            relayOf(OTHER_ROOM, BEN, ben);

            relays.tell(new Relays.Drain(drained.ref()));

            ada.expectMessage(new Connection.End(Ending.GOING_AWAY));
            ben.expectMessage(new Connection.End(Ending.GOING_AWAY));
        }

        @Test
        void it_answers_when_all_have_gone() {
            relayOf(ROOM, ADA, ada);
            relayOf(OTHER_ROOM, BEN, ben);
            relays.tell(new Relays.Drain(drained.ref()));

            ada.stop();
            ben.stop();

            drained.expectMessage(Done.getInstance());
        }

        @Test
        void it_ends_also_who_enters_a_room_from_then_on() {
            relays.tell(new Relays.Drain(drained.ref()));

            relays.tell(new Relays.Attach(ROOM, ADA, ada.ref()));

            ada.expectMessage(new Connection.End(Ending.GOING_AWAY));
        }
    }

    private ActorRef<Relay.Command> relayOf(RoomName room, Seat seat, TestProbe<Connection.Command> connection) {
        relays.tell(new Relays.Attach(room, seat, connection.ref()));
        return connection.expectMessageClass(Connection.Attached.class).relay();
    }
}
