package dev.parley.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.persistence.AbstractPersistentActor;
import akka.persistence.DeleteMessagesSuccess;
import akka.persistence.RecoveryCompleted;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Change;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.Head;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.jdk.javaapi.DurationConverters;

/**
 * What rooms rely on, whichever journal there is, even one in memory. A subclass says which; each test gets an empty one. Rooms are played by plain
 * persistent actors, whose every step is heard.
 */
public abstract class JournalContract {
    static final RoomName ROOM = new RoomName("general");
    private static final int PATIENCE_SECONDS = 30;
    static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

    private @Nullable ActorSystem node;
    private Config config = ConfigFactory.empty();

    /** The settings of an actor system with a new, empty journal of the kind. */
    protected abstract Config newJournal() throws Exception;

    @BeforeEach
    void start() throws Exception {
        config = newJournal();
        node = ActorSystem.create("node", config);
    }

    @AfterEach
    void stop() {
        TestKit.shutdownActorSystem(node(), DurationConverters.toScala(PATIENCE), true);
    }

    /** The node goes and comes back, with the same settings. */
    void restart() {
        stop();
        node = ActorSystem.create("node", config);
    }

    ActorSystem node() {
        return Objects.requireNonNull(node);
    }

    @Nested
    class What_a_room_has_stored {

        @Test
        void comes_back_in_order_and_byte_for_byte() throws Exception {
            var links = chain(ROOM, 50);
            var before = new Room("room|general");
            assertThat(before.recovered()).isEmpty();
            for (var link : links) {
                before.store(link);
            }
            before.leave();

            var after = new Room("room|general");

            assertThat(bytesOf(after.recovered())).containsExactlyElementsOf(bytesOf(links));
        }

        @Test
        void may_be_large() throws Exception {
            var update = new byte[8 << 20];
            new Random(1).nextBytes(update);
            var link = first(update);
            var before = new Room("room|general");
            before.recovered();
            before.store(link);
            before.leave();

            var after = new Room("room|general");

            assertThat(bytesOf(after.recovered())).containsExactlyElementsOf(bytesOf(List.of(link)));
        }

        @Test
        void stays_its_own_among_many_rooms() throws Exception {
            List<Room> rooms = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                rooms.add(new Room("room|" + i));
            }
            for (int i = 0; i < 40; i++) {
                rooms.get(i).recovered();
                rooms.get(i).tell(chain(new RoomName(Integer.toString(i)), 10));
            }
            for (var room : rooms) {
                room.hasStored(10);
                room.leave();
            }

            for (int i = 0; i < 40; i++) {
                assertThat(bytesOf(new Room("room|" + i).recovered()))
                        .containsExactlyElementsOf(bytesOf(chain(new RoomName(Integer.toString(i)), 10)));
            }
        }
    }

    static List<String> oddNames() {
        return List.of(
                "room|a%7Cb",
                "room|100%25",
                "room|text:chat:team/général",
                "room| ' \" \\ ; -- $1 ? { }",
                "room|\uD83D\uDC08 жаба 蛙",
                "room|Team",
                "room|" + "\u00e9".repeat(127),
                "room|" + "%7C".repeat(255));
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    void a_name_may_be_odd(String id) throws Exception {
        var links = chain(ROOM, 3);
        var before = new Room(id);
        assertThat(before.recovered()).isEmpty();
        before.storeAtOnce(links);
        before.leave();

        assertThat(new Room(id.replace("T", "t")).recovered()).hasSize(id.contains("T") ? 0 : 3);
        assertThat(bytesOf(new Room(id).recovered())).containsExactlyElementsOf(bytesOf(links));
    }

    @Nested
    class Numbers {

        @Test
        void go_on_where_they_stood() throws Exception {
            var before = new Room("room|general");
            before.recovered();
            before.storeAtOnce(chain(ROOM, 3));
            before.leave();

            var after = new Room("room|general");
            after.recovered();

            assertThat(after.highest()).isEqualTo(3);
        }

        @Test
        void are_not_used_again_after_all_events_are_deleted() throws Exception {
            var before = new Room("room|general");
            before.recovered();
            before.storeAtOnce(chain(ROOM, 3));
            before.delete(3);
            before.leave();

            var after = new Room("room|general");

            assertThat(after.recovered()).isEmpty();
            assertThat(after.highest()).isEqualTo(3);
        }

        @Test
        void start_at_nothing() throws Exception {
            var room = new Room("room|new");
            room.recovered();

            assertThat(room.highest()).isZero();
        }
    }

    static List<Link> chain(RoomName room, int count) {
        List<Link> links = new ArrayList<>();
        var chain = new Chain(room, Chain.Place.START);
        for (int i = 0; i < count; i++) {
            var link = writer(room).write(chain.place().head(), event(new byte[] {(byte) i}));
            links.add(link);
            chain.add(link);
        }
        return links;
    }

    static Link first(byte[] update) {
        return writer(ROOM).write(Head.START, event(update));
    }

    /** What stands in the place of a link for all up to it, by somebody later. */
    static Link condensed(Link link, long epoch) throws MalformedInput {
        var event = new RoomEvent.Condensed(link.frame().time(), List.of("ada"), new byte[] {0, 0});
        return writer(ROOM, epoch).replace(new Head(link.frame().sequence(), link.hash(ROOM)), event);
    }

    private static Writer writer(RoomName room) {
        return writer(room, 1);
    }

    private static Writer writer(RoomName room, long epoch) {
        return new Writer(new KeyRing(room, List.of(new ContentKey(1, new byte[ContentKey.BYTES]))), 0, epoch);
    }

    private static RoomEvent event(byte[] update) {
        var time = Instant.parse("2026-11-01T12:00:00Z");
        return new RoomEvent.Applied(time, List.of(new Change("ada", "c-1", "test", time, update)));
    }

    /** As something that compares by content. */
    static List<Integer> bytesOf(List<Link> links) {
        return links.stream().map(link -> Arrays.hashCode(link.bytes())).toList();
    }

    /** One activation of a room. */
    final class Room {
        private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        private final ActorRef actor;

        Room(String id) {
            actor = node().actorOf(Props.create(Stored.class, () -> new Stored(id, heard)));
        }

        List<Link> recovered() throws InterruptedException {
            List<Link> links = new ArrayList<>();
            for (var next = hear(); !(next instanceof RecoveryCompleted); next = hear()) {
                links.add((Link) next);
            }
            return links;
        }

        void store(Link link) throws InterruptedException {
            tell(List.of(link));
            hasStored(1);
        }

        void storeAtOnce(List<Link> links) throws InterruptedException {
            tell(links);
            hasStored(links.size());
        }

        void tell(List<Link> links) {
            actor.tell(new Store(links), ActorRef.noSender());
        }

        void hasStored(int count) throws InterruptedException {
            for (int i = 0; i < count; i++) {
                assertThat(hear()).isEqualTo("stored");
            }
        }

        void delete(long upTo) throws InterruptedException {
            actor.tell(new Delete(upTo), ActorRef.noSender());
            assertThat(hear()).isEqualTo("deleted");
        }

        long highest() throws InterruptedException {
            actor.tell("highest", ActorRef.noSender());
            return (Long) hear();
        }

        void leave() {
            var kit = new TestKit(node());
            kit.watch(actor);
            node().stop(actor);
            kit.expectTerminated(PATIENCE, actor);
        }

        private Object hear() throws InterruptedException {
            var next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("something from the journal").isNotNull();
            return Objects.requireNonNull(next);
        }
    }

    private record Store(List<Link> links) {}

    private record Delete(long upTo) {}

    private static final class Stored extends AbstractPersistentActor {
        private final String id;
        private final BlockingQueue<Object> heard;

        Stored(String id, BlockingQueue<Object> heard) {
            this.id = id;
            this.heard = heard;
        }

        @Override
        public String persistenceId() {
            return id;
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder().matchAny(heard::add).build();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(Store.class, store -> persistAll(store.links, stored -> heard.add("stored")))
                    .match(Delete.class, delete -> deleteMessages(delete.upTo))
                    .match(DeleteMessagesSuccess.class, deleted -> heard.add("deleted"))
                    .matchEquals("highest", asked -> heard.add(lastSequenceNr()))
                    .build();
        }
    }
}
