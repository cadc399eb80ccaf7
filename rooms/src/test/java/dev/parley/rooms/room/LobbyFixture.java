package dev.parley.rooms.room;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.Principal;
import dev.parley.core.access.Right;
import dev.parley.core.access.RoomName;
import dev.parley.core.presence.ClientState;
import dev.parley.core.presence.PresenceLimits;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A lobby in an actor system of its own, whose clock, timers and journal the test moves by hand. */
final class LobbyFixture implements AutoCloseable {
    static final RoomName ROOM = new RoomName("general");
    static final Duration OPEN_WITHIN = Duration.ofHours(1);
    static final Duration KEY_WITHIN = Duration.ofSeconds(10);
    static final Duration ERASE_WITHIN = Duration.ofSeconds(30);
    static final Duration IDLE_AFTER = Duration.ofMinutes(2);
    static final Duration STOP_WITHIN = Duration.ofSeconds(8);
    static final Duration TICK = Duration.ofMillis(50);
    static final Duration SILENCE = Duration.ofSeconds(30);
    static final RoomLimits LIMITS = limits(3, Said.OVERHEAD + 10, 460, 320);

    /** The room fails as soon as it is sent anything while it is busy; before it has read its past, one errand may wait. */
    private static final Config ONE_AT_A_TIME =
            ConfigFactory.parseString("akka.persistence.typed { stash-capacity = 1, stash-overflow-strategy = fail }");

    final TestClock clock = new TestClock();
    final TallyMeters meters = new TallyMeters();
    final TestKeys keys = new TestKeys();
    final TestTraces traces;
    /** The journal takes so many bytes at once. */
    volatile long journalTakes = Long.MAX_VALUE;

    final ActorTestKit kit;
    final TestJournal.Control journal;
    final TestProbe<ActorRef<Lobby.Command>> idle;

    private final ManualTime time;
    private final Behavior<Lobby.Command> behavior;
    private ActorRef<Lobby.Command> lobby;

    /** Three seats; words of up to 10 bytes; three of them may wait, and two be written together. */
    LobbyFixture() {
        this(LIMITS, control -> {});
    }

    LobbyFixture(RoomLimits limits, Consumer<TestJournal.Control> past) {
        var config = ManualTime.config()
                .withFallback(TestJournal.config())
                .withFallback(ONE_AT_A_TIME)
                .withFallback(ConfigFactory.load());
        this.kit = ActorTestKit.create("LobbyTest", config);
        this.time = ManualTime.get(kit.system());
        this.journal = TestJournal.Control.of(kit.system());
        this.traces = new TestTraces(journal);
        this.idle = kit.createTestProbe("idle");
        past.accept(journal);
        if (!journal.links(ROOM).isEmpty()) {
            keys.obtain(ROOM); // As a room with a past has one.
        }
        this.behavior = Lobby.create(
                ROOM,
                new Lobby.Surroundings(
                        clock,
                        new SplittableRandom(1),
                        limits,
                        meters,
                        keys,
                        bytes -> bytes > journalTakes ? "The disk is full" : null,
                        traces),
                idleLobby -> idle.ref().tell(idleLobby));
        this.lobby = kit.spawn(behavior);
    }

    /** The lobby stops, if it has not, and has a successor. */
    void again() {
        stop();
        hasStopped();
        lobby = kit.spawn(behavior);
    }

    static RoomLimits limits(int maxSeats, long maxUpdate, long maxWaiting, long maxBatch) {
        return new RoomLimits(
                maxSeats,
                maxUpdate,
                maxWaiting,
                maxBatch,
                OPEN_WITHIN,
                KEY_WITHIN,
                ERASE_WITHIN,
                IDLE_AFTER,
                STOP_WITHIN,
                TICK,
                new PresenceLimits(10, 100, 10, 10, 1000, SILENCE));
    }

    ActorRef<Lobby.Command> lobby() {
        return lobby;
    }

    RelayProbe relay(String name) {
        return new RelayProbe(kit, name);
    }

    /** The clock and all timers together. */
    void passes(Duration duration) {
        clock.moves(duration);
        time.timePasses(duration);
    }

    /** Enough of a silence, and then what the lobby does about it. */
    void isSilentFor(Duration duration) {
        clock.moves(duration);
        time.timePasses(LIMITS.presenceCheck());
        settles();
    }

    static Seat seat(String connection) {
        return new Seat(connection, 1);
    }

    /** A seat with all rights for somebody who is called like the connection; the answers have been heard. */
    Seat take(RelayProbe relay, String connection) {
        return take(relay, connection, Right.EDITOR);
    }

    Seat take(RelayProbe relay, String connection, Set<Right> rights) {
        var seat = seat(connection);
        askForSeat(relay, seat, rights);
        relay.hearsOfASeat();
        relay.hearsMany(1);
        return seat;
    }

    void askForSeat(RelayProbe relay, Seat seat, Set<Right> rights) {
        lobby.tell(new Lobby.Take(
                seat, new Principal("user-of-" + seat.connection(), seat.connection()), rights, "test", relay.ref()));
    }

    void submit(Seat seat, String word) {
        submit(seat, Said.update(word));
    }

    void submit(Seat seat, byte[] update) {
        lobby.tell(new Lobby.Submit(seat, update));
    }

    void ask(Seat seat) {
        lobby.tell(new Lobby.Ask(seat));
    }

    void announce(Seat seat, ClientState... states) {
        lobby.tell(new Lobby.Announce(seat, List.of(states)));
    }

    /** Shows that the relay heard nothing before the answer to this, nor was anything on its way from the lobby. */
    void hearsNothing(RelayProbe relay, Seat seat) {
        lobby.tell(new Lobby.AskPresence(seat));
        var answer = relay.hearsMany(1).getFirst();
        if (!answer.startsWith("present for " + seat + ":")) {
            throw new AssertionError("expected nothing, but heard: " + answer);
        }
    }

    /** The lobby has heard everything that it was told before this: now time may pass. */
    void settles() {
        var stranger = relay("stranger");
        askForSeat(stranger, seat("stranger"), Set.of());
        stranger.hears("refused stranger/1: NOT_ALLOWED");
    }

    /** Asked after {@link #settles}, so that a callback that was to come has come. */
    void isNotIdle() {
        idle.expectNoMessage(Duration.ZERO);
    }

    void stop() {
        lobby.tell(new Lobby.Stop());
    }

    void hasStopped() {
        kit.createTestProbe().expectTerminated(lobby);
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
