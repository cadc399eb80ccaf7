package dev.parley.rooms.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.Principal;
import dev.parley.core.access.Right;
import dev.parley.core.access.RoomName;
import dev.parley.rooms.room.Lobby;
import dev.parley.rooms.room.News;
import dev.parley.rooms.room.RelayProbe;
import dev.parley.rooms.room.RoomLimits;
import dev.parley.rooms.room.Said;
import dev.parley.rooms.room.Seat;
import dev.parley.rooms.room.TallyMeters;
import dev.parley.rooms.room.TestClock;
import dev.parley.rooms.room.TestJournal;
import dev.parley.rooms.room.TestKeys;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rooms in a real cluster, if only of one node. A room that nobody is in goes after some milliseconds. */
class RoomsTest {

    private static final ActorTestKit KIT = ActorTestKit.create(
            "RoomsTest",
            ConfigFactory.parseString("""
                akka {
                  actor { provider = cluster, allow-java-serialization = off }
                  remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  cluster {
                    jmx.enabled = off
                    downing-provider-class = "akka.cluster.sbr.SplitBrainResolverProvider"
                    sharding { passivation.strategy = none, remember-entities = off, number-of-shards = 10 }
                  }
                  coordinated-shutdown { run-by-jvm-shutdown-hook = off, exit-jvm = off }
                }
                parley.rooms.idle-after = 50ms
                """).withFallback(TestJournal.config()).withFallback(ConfigFactory.load()));

    private static final Seat SEAT = new Seat("ada", 1);

    private static final Rooms ROOMS = Rooms.start(
            KIT.system(),
            new Lobby.Surroundings(
                    new TestClock(),
                    new SplittableRandom(1),
                    RoomLimits.from(KIT.system().settings().config().getConfig("parley.rooms")),
                    new TallyMeters(),
                    new TestKeys(),
                    bytes -> null,
                    (room, upTo) -> CompletableFuture.runAsync(() -> {})));

    private static final Readiness READINESS = Readiness.of(KIT.system());

    private final RelayProbe relay = new RelayProbe(KIT, "relay");
    private final TestProbe<News> watcher = KIT.createTestProbe("watcher");

    @BeforeAll
    static void becomeReady() throws Exception {
        READINESS.joinSelf();
        READINESS.ready().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void a_node_that_has_joined_serves() {
        assertThat(READINESS.serving()).isTrue();
    }

    @Test
    void a_room_is_there_as_soon_as_somebody_enters_it() {
        var room = new RoomName("first");

        enter(room);
        say(room, "hi");

        relay.hears("changed 1: ada/1 hi");
    }

    @Test
    void a_room_that_everybody_has_left_goes() {
        var room = new RoomName("left");
        var lobby = enter(room);

        ROOMS.lobby(room).tell(new Lobby.Leave(SEAT));

        watcher.expectTerminated(lobby);
    }

    @Test
    void a_room_that_has_gone_comes_back_with_its_contents_and_goes_on() {
        var room = new RoomName("back");
        var lobby = enter(room);
        say(room, "hi");
        relay.hears("changed 1: ada/1 hi");
        ROOMS.lobby(room).tell(new Lobby.Leave(SEAT));
        watcher.expectTerminated(lobby);

        assertThat(enter(room)).isNotEqualTo(lobby);
        ROOMS.lobby(room).tell(new Lobby.Ask(SEAT));
        relay.hears("contents for ada/1: hi");
        say(room, "again");

        relay.hears("changed 2: ada/1 again");
    }

    @Test
    void a_room_that_somebody_is_in_stays() {
        var idle = new RoomName("idle");
        var busy = new RoomName("busy");
        var idleLobby = enter(idle);
        enter(busy);

        ROOMS.lobby(idle).tell(new Lobby.Leave(SEAT));
        watcher.expectTerminated(idleLobby);
        say(busy, "still here");

        relay.hears("changed 1: ada/1 still here");
    }

    @Test
    void rooms_whose_names_are_alike_are_not_one() {
        var names = List.of("a/b", "a%2Fb", "a|b", "a%7Cb", "A/b", "Zo\u00eb \ud83e\udeb6", ".", "..", "a:b");
        for (var name : names) {
            var room = new RoomName(name);
            enter(room);
            say(room, name);
            relay.hears("changed 1: ada/1 " + name);
        }
    }

    @Test
    void a_room_may_have_the_longest_name() {
        var room = new RoomName("\ud83e\udeb6".repeat(63));

        enter(room);
        say(room, "hi");

        relay.hears("changed 1: ada/1 hi");
    }

    private ActorRef<Lobby.Command> enter(RoomName room) {
        ROOMS.lobby(room).tell(new Lobby.Take(SEAT, new Principal("ada", "Ada"), Right.EDITOR, "test", relay.ref()));
        var lobby = relay.hearsOfASeat();
        relay.hears("present for ada/1: ");
        return lobby;
    }

    private void say(RoomName room, String text) {
        ROOMS.lobby(room).tell(new Lobby.Submit(SEAT, Said.update(text)));
    }
}
