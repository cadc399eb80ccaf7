package dev.parley.rooms.connection;

import static dev.parley.rooms.connection.ConnectionFixture.MIN_BACKOFF;
import static dev.parley.rooms.connection.ConnectionFixture.ROOM;
import static dev.parley.rooms.connection.ConnectionFixture.SEAT;
import static dev.parley.rooms.connection.ConnectionFixture.SEAT_WITHIN;
import static dev.parley.rooms.connection.ConnectionFixture.update;

import akka.Done;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import dev.parley.core.sync.SyncMessage;
import dev.parley.rooms.room.Lobby;
import dev.parley.rooms.room.News;
import dev.parley.rooms.room.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a {@link Connection} takes its seat, and what it does when it loses it. */
class ConnectionSeatTest {

    private static final Duration SHORTLY = Duration.ofMillis(1);

    private final ConnectionFixture socket = new ConnectionFixture();

    @AfterEach
    void close() {
        socket.close();
    }

    @Nested
    class When_it_enters_a_room {

        @Test
        void it_first_goes_behind_the_rooms_relay() {
            socket.enters();

            socket.relays.expectMessage(new Relays.Attach(ROOM, SEAT, socket.connection));
            socket.tellsTheRoomNothing();
        }

        @Test
        void it_takes_its_seat_for_who_enters_and_has_the_relay_hear_the_room() {
            socket.enters();

            socket.relayAttaches();

            socket.lobby.expectMessage(ConnectionFixture.take(socket.ear.ref()));
        }

        @Test
        void it_holds_back_what_the_client_says_until_it_has_its_seat() {
            socket.enters();
            socket.relayAttaches();
            socket.lobby.expectMessageClass(Lobby.Take.class);

            socket.receives(new ClientMessage.Sync(1, SyncMessage.Step1.HAVING_NOTHING));
            socket.holdsTheMessage();
            socket.tellsTheRoomNothing();
            socket.tell(new Connection.Seated(1));

            socket.demand.expectMessage(Connection.Demand.MORE);
            socket.lobby.expectMessage(new Lobby.Ask(SEAT));
        }

        @Test
        void it_asks_the_client_for_all_that_it_has_once_it_has_its_seat() {
            socket.enters();
            socket.relayAttaches();

            socket.tell(new Connection.Seated(1));

            socket.outlet.sends("sync 1: step 1 with 1 bytes");
        }

        @Test
        void it_does_not_ask_the_room_by_itself() {
            socket.enters();
            socket.relayAttaches();
            socket.lobby.expectMessageClass(Lobby.Take.class);

            socket.tell(new Connection.Seated(1));
            socket.outlet.sends("sync 1: step 1 with 1 bytes");

            socket.tellsTheRoomNothing();
        }

        @ParameterizedTest
        @CsvSource({"NOT_ALLOWED, NOT_ALLOWED", "FULL, TRY_AGAIN"})
        void a_refusal_ends_it(Refusal refusal, Ending ending) {
            socket.enters();
            socket.relayAttaches();

            socket.tell(new Connection.Refused(1, refusal));

            socket.outlet.sends("end: " + ending);
        }

        @Test
        void it_waits_for_its_seat_only_so_long() {
            socket.enters();
            socket.relayAttaches();
            socket.lobby.expectMessageClass(Lobby.Take.class);

            socket.timePasses(SEAT_WITHIN.minus(SHORTLY));
            socket.settles();
            socket.timePasses(SHORTLY);

            socket.outlet.sends("end: TRY_AGAIN");
        }

        @Test
        void it_has_all_the_time_in_the_world_once_it_has_its_seat() {
            socket.entersAndSits();

            socket.timePasses(SEAT_WITHIN.multipliedBy(10));

            socket.settles();
        }
    }

    @Nested
    class When_the_room_has_gone {

        {
            socket.entersAndSits();
            socket.tell(new Connection.Unseated(1));
            socket.settles();
        }

        @Test
        void it_takes_its_seat_again_after_a_pause() {
            socket.timePasses(MIN_BACKOFF);

            socket.relayAttaches();
            socket.lobby.expectMessage(ConnectionFixture.take(socket.ear.ref()));
        }

        @Test
        void it_does_not_take_its_seat_before_the_pause_is_over() {
            socket.timePasses(MIN_BACKOFF.minus(SHORTLY));

            asksForNoSeat();
        }

        @Test
        void it_tells_the_client_nothing() {
            socket.settles();
        }

        @Test
        void it_holds_back_what_the_client_says_meanwhile() {
            socket.receives(update("a"));
            socket.holdsTheMessage();

            sitsAgainAfter(MIN_BACKOFF);

            socket.demand.expectMessage(Connection.Demand.MORE);
            socket.lobby.expectMessage(new Lobby.Ask(SEAT));
            socket.submits("a");
        }

        @Test
        void both_sides_are_asked_for_what_the_other_may_lack_once_it_sits_again() {
            sitsAgainAfter(MIN_BACKOFF);

            socket.lobby.expectMessage(new Lobby.Ask(SEAT));
        }

        @Test
        void it_gives_up_when_it_takes_too_long() {
            socket.timePasses(SEAT_WITHIN);

            socket.outlet.sends("end: TRY_AGAIN");
        }

        @Test
        void the_pauses_count_as_well() {
            var third = SEAT_WITHIN.dividedBy(3);
            for (int failure = 0; failure < 2; failure++) {
                socket.timePasses(third);
                socket.tell(new Connection.Unseated(1));
                socket.settles();
            }

            socket.timePasses(third);

            socket.outlet.sends("end: TRY_AGAIN");
        }

        @Test
        void it_has_all_the_time_in_the_world_once_it_sits_again() {
            sitsAgainAfter(MIN_BACKOFF);

            socket.timePasses(SEAT_WITHIN.multipliedBy(10));

            socket.settles();
        }

        @Test
        void what_was_on_its_way_does_not_count_any_more() {
            sitsAgainAfter(MIN_BACKOFF);
            socket.receivesAndGoesOn(update("a"));
            socket.receivesAndGoesOn(update("b"));
            socket.tell(new Connection.Unseated(1));
            socket.settles();

            sitsAgainAfter(MIN_BACKOFF.multipliedBy(2));

            socket.receivesAndGoesOn(update("c"));
            socket.receivesAndGoesOn(update("d"));
        }
    }

    @Nested
    class When_the_room_goes_again_and_again {

        {
            socket.entersAndSits();
        }

        @Test
        void the_pauses_grow_up_to_their_limit() {
            for (long pause : new long[] {100, 200, 400, 500, 500}) {
                socket.tell(new Connection.Unseated(1));
                socket.settles();

                socket.timePasses(Duration.ofMillis(pause - 1));
                asksForNoSeat();
                sitsAgainAfter(SHORTLY);
            }
        }

        @Test
        void the_pauses_are_short_again_after_a_change_was_heard_of() {
            socket.tell(new Connection.Unseated(1));
            socket.settles();
            sitsAgainAfter(MIN_BACKOFF);

            socket.tell(new Connection.Changed(1, List.of(), 0));
            socket.tell(new Connection.Unseated(1));
            socket.settles();

            sitsAgainAfter(MIN_BACKOFF);
        }
    }

    @Nested
    class When_its_relay_has_gone {

        @Test
        void it_takes_its_seat_again_behind_another_one() {
            socket.entersAndSits();
            var next = socket.kit.<News>createTestProbe("next-ear");

            LoggingTestKit.info("The room has gone").expect(socket.kit.system(), () -> {
                socket.relay.stop();
                return socket;
            });
            socket.settles();
            socket.timePasses(MIN_BACKOFF);

            socket.relays.expectMessage(new Relays.Attach(ROOM, SEAT, socket.connection));
            socket.tell(new Connection.Attached(
                    1, next.ref(), socket.kit.<Relay.Command>createTestProbe().ref()));
            socket.lobby.expectMessage(ConnectionFixture.take(next.ref()));
        }
    }

    private void sitsAgainAfter(Duration pause) {
        socket.timePasses(pause);
        socket.relayAttaches();
        socket.lobby.fishForMessage(
                Duration.ofSeconds(3),
                message -> message instanceof Lobby.Take
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        socket.tell(new Connection.Seated(1));
        socket.outlet.sends("sync 1: step 1 with 1 bytes");
    }

    private void asksForNoSeat() {
        socket.settles();
        socket.relays
                .ref()
                .tell(new Relays.Drain(socket.kit.<Done>createTestProbe().ref()));
        socket.relays.expectMessageClass(Relays.Drain.class);
    }
}
