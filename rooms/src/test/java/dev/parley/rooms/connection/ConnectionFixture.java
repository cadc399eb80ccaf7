package dev.parley.rooms.connection;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.Principal;
import dev.parley.core.access.Right;
import dev.parley.core.access.RoomName;
import dev.parley.core.sync.SyncMessage;
import dev.parley.rooms.room.Lobby;
import dev.parley.rooms.room.News;
import dev.parley.rooms.room.Seat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection whose socket, relay, room and time are the test's. */
final class ConnectionFixture implements AutoCloseable {
    static final RoomName ROOM = new RoomName("general");
    static final Principal ADA = new Principal("ada", "Ada");
    static final Seat SEAT = new Seat("c-1", 1);
    static final Duration SEAT_WITHIN = Duration.ofSeconds(15);
    static final Duration MIN_BACKOFF = Duration.ofMillis(100);

    /** Two changes on their way; pauses of 100, 200, 400, 500 and again 500 ms. */
    private static final ConnectionLimits LIMITS =
            new ConnectionLimits(2, SEAT_WITHIN, MIN_BACKOFF, Duration.ofMillis(500));

    final ActorTestKit kit =
            ActorTestKit.create("ConnectionTest", ManualTime.config().withFallback(ConfigFactory.load()));
    private final ManualTime time = ManualTime.get(kit.system());
    final OutletProbe outlet = new OutletProbe(kit);
    final TestProbe<Connection.Demand> demand = kit.createTestProbe("socket");
    final TestProbe<Relays.Command> relays = kit.createTestProbe("relays");
    final TestProbe<Relay.Command> relay = kit.createTestProbe("relay");
    final TestProbe<News> ear = kit.createTestProbe("ear");
    final TestProbe<Lobby.Command> lobby = kit.createTestProbe("lobby");
    final TestProbe<Lobby.Command> otherLobby = kit.createTestProbe("other-lobby");
    final ActorRef<Connection.Command> connection = kit.spawn(Connection.create(
            "c-1",
            new Connection.Surroundings(
                    relays.ref(), room -> room.equals(ROOM) ? lobby.ref() : otherLobby.ref(), LIMITS),
            outlet));

    /** The client asks for its seat, which the connection does not wait for. */
    void enters() {
        receives(new ClientMessage.Enter(1, ROOM, ADA, Right.EDITOR, "test"));
        demand.expectMessage(Connection.Demand.MORE);
    }

    /** And then has it, and the connection waits for its next message. */
    void entersAndSits() {
        enters();
        relayAttaches();
        lobby.expectMessageClass(Lobby.Take.class);
        tell(new Connection.Seated(1));
        outlet.sends("sync 1: step 1 with 1 bytes");
    }

    void relayAttaches() {
        assertThat(relays.receiveMessage()).isEqualTo(new Relays.Attach(ROOM, SEAT, connection));
        tell(new Connection.Attached(1, ear.ref(), relay.ref()));
    }

    void receives(ClientMessage message) {
        tell(new Connection.Received(message, demand.ref()));
    }

    void receivesAndGoesOn(ClientMessage message) {
        receives(message);
        demand.expectMessage(Connection.Demand.MORE);
    }

    /** Shows that the last message of the client is held back, and that the client was told nothing. */
    void holdsTheMessage() {
        settles();
        demand.expectNoMessage(Duration.ZERO);
    }

    /** Shows that the room was told nothing. */
    void tellsTheRoomNothing() {
        settles();
        lobby.ref().tell(new Lobby.Stop());
        lobby.expectMessage(new Lobby.Stop());
    }

    /** The connection has done all that it was told before, and the client was told nothing. */
    void settles() {
        tell(new Connection.Contents(99, new byte[0]));
        outlet.sends("contents 99: ");
    }

    void tell(Connection.Command command) {
        connection.tell(command);
    }

    static ClientMessage update(String text) {
        return new ClientMessage.Sync(1, new SyncMessage.Update(bytes(text)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The room is given this change. */
    void submits(String update) {
        var submit = lobby.expectMessageClass(Lobby.Submit.class);
        assertThat(submit.seat()).isEqualTo(SEAT);
        assertThat(submit.update()).isEqualTo(bytes(update));
    }

    void timePasses(Duration duration) {
        time.timePasses(duration);
    }

    void hasStopped() {
        relays.expectTerminated(connection);
    }

    static Lobby.Take take(ActorRef<News> ear) {
        return new Lobby.Take(SEAT, ADA, Right.EDITOR, "test", ear);
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
