package dev.parley.persistence.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.persistence.AbstractPersistentActor;
import akka.persistence.SaveSnapshotSuccess;
import akka.stream.javadsl.Sink;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.Config;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Change;
import dev.parley.core.event.Checkpoint;
import dev.parley.core.event.CheckpointFormat;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.ContentKeys;
import dev.parley.core.event.Head;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import dev.parley.persistence.archive.Verification;
import dev.parley.persistence.history.Entry;
import dev.parley.persistence.history.Gone;
import dev.parley.persistence.history.History;
import dev.parley.persistence.history.Journal;
import dev.parley.persistence.history.When;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What retention does, whichever journal there is; the room in it is written by ada and bob by turns, an event a minute. */
abstract class RetentionContract implements ContentKeys {
    private static final RoomName ROOM = new RoomName("general");
    private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");

    private final KeyRing ring = new KeyRing(ROOM, List.of(new ContentKey(1, new byte[ContentKey.BYTES])));
    private final Writer writer = new Writer(ring, 0, 1);
    private final Chain chain = new Chain(ROOM, Chain.Place.START);
    private final Doc doc = Doc.withClientId(7);
    private @Nullable ActorSystem system;
    private @Nullable TestKit kit;
    private ActorRef room = ActorRef.noSender();

    abstract Config newJournal() throws Exception;

    abstract Journal journal(ActorSystem system);

    @BeforeEach
    void start() throws Exception {
        system = ActorSystem.create("retention", newJournal());
        kit = new TestKit(system);
        room = system.actorOf(Props.create(Room.class, () -> new Room(kit().getRef())));
    }

    @AfterEach
    void stop() {
        TestKit.shutdownActorSystem(system());
    }

    @Nested
    class By_age {

        @Test
        void what_is_older_becomes_one_event_with_all_names() throws Exception {
            write(10);
            var head = chain.place().head();

            sweep(new Keep.Lately(Duration.ofMinutes(5)), 9);

            assertThat(past())
                    .extracting(entry -> entry.frame().sequence())
                    .containsExactly(4L, 5L, 6L, 7L, 8L, 9L, 10L);
            assertThat(past().getFirst().event()).isInstanceOfSatisfying(RoomEvent.Condensed.class, condensed -> {
                assertThat(condensed.authors()).containsExactly("ada", "bob");
                assertThat(condensed.time()).isEqualTo(TIME.plusSeconds(3 * 60));
            });
            var now = now(history().at(ROOM, When.NOW));
            assertThat(now.damage()).isNull();
            assertThat(now.place().head()).isEqualTo(head);
            assertThat(now.doc().snapshot()).isEqualTo(doc.snapshot());
            assertThat(now.doc().text("body")).hasToString(doc.text("body").toString());
            assertThat(faults()).isEmpty();
        }

        @Test
        void all_may_be_older_and_the_room_goes_on() throws Exception {
            write(10);

            sweep(new Keep.Lately(Duration.ofMinutes(5)), 60);
            assertThat(past()).hasSize(1);
            write(2);

            assertThat(past()).extracting(entry -> entry.frame().sequence()).containsExactly(10L, 11L, 12L);
            assertThat(now(history().at(ROOM, When.NOW)).doc().text("body"))
                    .hasToString(doc.text("body").toString());
            assertThat(faults()).isEmpty();
        }

        @Test
        void what_was_published_of_it_is_not_missed() throws Exception {
            write(2);
            var published = chain.place().head();
            write(8);

            sweep(new Keep.Lately(Duration.ofMinutes(5)), 9);

            assertThat(now(verification().one(ROOM, published)).faults()).isEmpty();
        }

        @Test
        void it_is_done_once() throws Exception {
            write(10);

            sweep(new Keep.Lately(Duration.ofMinutes(5)), 9);
            long epoch = past().getFirst().frame().epoch();
            sweep(new Keep.Lately(Duration.ofMinutes(5)), 9);
            assertThat(past().getFirst().frame().epoch()).isEqualTo(epoch);

            sweep(new Keep.Lately(Duration.ofMinutes(5)), 11);
            assertThat(past()).hasSize(5);
            assertThat(now(history().at(ROOM, When.NOW)).doc().snapshot()).isEqualTo(doc.snapshot());
        }

        @Test
        void a_younger_room_stays_as_it_is() throws Exception {
            write(10);

            sweep(new Keep.Lately(Duration.ofHours(1)), 9);

            assertThat(past()).hasSize(10);
        }

        @Test
        void several_nodes_may_do_it_at_once() throws Exception {
            write(30);
            var one = retention(new Keep.Lately(Duration.ofMinutes(5)), 29).sweep();
            var other = retention(new Keep.Lately(Duration.ofMinutes(8)), 29).sweep();

            now(one);
            now(other);

            assertThat(faults()).isEmpty();
            assertThat(now(history().at(ROOM, When.NOW)).doc().snapshot()).isEqualTo(doc.snapshot());
        }

        @Test
        void a_room_that_is_open_writes_on() throws Exception {
            write(200);
            var sweeping =
                    retention(new Keep.Lately(Duration.ofMinutes(5)), 150).sweep();
            write(50);

            now(sweeping);

            assertThat(past().getLast().frame().sequence()).isEqualTo(250);
            assertThat(past()).hasSizeLessThan(110);
            assertThat(faults()).isEmpty();
            assertThat(now(history().at(ROOM, When.NOW)).doc().snapshot()).isEqualTo(doc.snapshot());
        }
    }

    @Nested
    class Up_to_the_newest_checkpoint {

        @Test
        void all_becomes_one_event() throws Exception {
            write(6);
            checkpoint();
            write(4);

            sweep(new Keep.Checkpoints(), 9);

            assertThat(past()).extracting(entry -> entry.frame().sequence()).containsExactly(6L, 7L, 8L, 9L, 10L);
            assertThat(faults()).isEmpty();
            assertThat(now(history().at(ROOM, When.NOW)).doc().snapshot()).isEqualTo(doc.snapshot());
        }

        @Test
        void nothing_does_without_one() throws Exception {
            write(6);

            sweep(new Keep.Checkpoints(), 600);

            assertThat(past()).hasSize(6);
        }
    }

    @Nested
    class Who_asks_for_the_past {

        @BeforeEach
        void merge() throws Exception {
            write(10);
            sweep(new Keep.Lately(Duration.ofMinutes(5)), 9);
        }

        @Test
        void is_told_that_it_was_merged() {
            for (var when : List.of(
                    new When.After(1), new When.After(3), new When.At(TIME), new When.At(TIME.minusSeconds(1)))) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(() -> now(history().at(ROOM, when)))
                        .havingCause()
                        .isInstanceOf(Gone.class)
                        .withMessage("what was before event 4 was merged, by the rule of retention");
            }
        }

        @Test
        void finds_what_is_still_there() throws Exception {
            assertThat(now(history().at(ROOM, new When.After(4))).place().head().sequence())
                    .isEqualTo(4);
            assertThat(now(history().at(ROOM, new When.After(7))).place().head().sequence())
                    .isEqualTo(7);
            assertThat(now(history().at(ROOM, new When.At(TIME.plusSeconds(3 * 60))))
                            .place()
                            .head()
                            .sequence())
                    .isEqualTo(4);
        }

        @Test
        void finds_the_changes_since_then() throws Exception {
            var changes =
                    now(history().between(ROOM, new When.After(4), When.NOW).runWith(Sink.seq(), system()));

            assertThat(changes)
                    .extracting(change -> change.frame().sequence())
                    .containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
        }
    }

    @Test
    void a_damaged_room_stays_as_it_is() throws Exception {
        write(5);
        store(writer.write(new Head(5, new byte[32]), edit("eve")));
        write(5);

        sweep(new Keep.Lately(Duration.ofMinutes(1)), 600);

        assertThat(now(history().links(ROOM, 1, Long.MAX_VALUE).runWith(Sink.seq(), system())))
                .hasSize(11);
    }

    private void sweep(Keep keep, int minutes) throws Exception {
        now(retention(keep, minutes).sweep());
    }

    private Retention retention(Keep keep, int minutes) {
        return new Retention(
                system(),
                journal(system()),
                this,
                new RetentionSettings(keep, Duration.ofHours(1)),
                InstantSource.fixed(TIME.plusSeconds(60L * minutes - 30)));
    }

    private History history() {
        return new History(system(), journal(system()), this);
    }

    private List<String> faults() throws Exception {
        return now(verification().one(ROOM, null)).faults();
    }

    private Verification verification() {
        return new Verification(system(), journal(system()), history(), this);
    }

    private List<Entry> past() throws Exception {
        return now(history().range(ROOM, 1, Long.MAX_VALUE).runWith(Sink.seq(), system()));
    }

    private void write(int events) {
        for (int i = 0; i < events; i++) {
            long sequence = chain.place().head().sequence();
            var link = writer.write(chain.place().head(), edit(sequence % 2 == 0 ? "ada" : "bob"));
            chain.add(link);
            store(link);
        }
    }

    private RoomEvent edit(String author) {
        var before = doc.stateVector();
        var text = doc.text("body");
        text.insert(text.length() / 2, author + text.length());
        var time = TIME.plusSeconds(60 * chain.place().head().sequence());
        return new RoomEvent.Applied(
                time, List.of(new Change(author, "c-1", "test", time, doc.encodeSince(before, UpdateFormat.V1))));
    }

    private void store(Link link) {
        room.tell(link, kit().getRef());
        kit().expectMsg("stored");
    }

    private void checkpoint() {
        var contents = new CheckpointFormat.Contents(chain.place(), 0, doc.encode(UpdateFormat.V2));
        room.tell(CheckpointFormat.write(writer, contents), kit().getRef());
        kit().expectMsg("saved");
    }

    private static <T> T now(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private ActorSystem system() {
        return Objects.requireNonNull(system);
    }

    private TestKit kit() {
        return Objects.requireNonNull(kit);
    }

    @Override
    public CompletionStage<KeyRing> find(RoomName name) {
        return CompletableFuture.completedFuture(ring);
    }

    @Override
    public CompletionStage<KeyRing> obtain(RoomName name) {
        throw new UnsupportedOperationException("the room has its keys");
    }

    @Override
    public CompletionStage<KeyRing> adopt(RoomName name, KeyRing keys) {
        throw new UnsupportedOperationException("the room has its keys");
    }

    @Override
    public CompletionStage<KeyRing> renew(RoomName name) {
        throw new UnsupportedOperationException("no room is erased");
    }

    @Override
    public CompletionStage<KeyRing> destroy(RoomName name, long below) {
        throw new UnsupportedOperationException("no room is erased");
    }

    private static final class Room extends AbstractPersistentActor {
        private final ActorRef hearer;

        Room(ActorRef hearer) {
            this.hearer = hearer;
        }

        @Override
        public String persistenceId() {
            return JournalId.of(ROOM);
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder().build();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(Link.class, link -> persist(link, stored -> hearer.tell("stored", getSelf())))
                    .match(Checkpoint.class, this::saveSnapshot)
                    .match(SaveSnapshotSuccess.class, saved -> hearer.tell("saved", getSelf()))
                    .build();
        }
    }
}
