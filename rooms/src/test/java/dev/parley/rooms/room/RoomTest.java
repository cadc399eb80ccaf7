package dev.parley.rooms.room;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.japi.Pair;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import akka.persistence.testkit.SnapshotMeta;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit.CommandResultWithReply;
import akka.persistence.testkit.javadsl.SnapshotTestKit;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Change;
import dev.parley.core.event.Checkpoint;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RoomTest {

    private static final RoomName ROOM = new RoomName("general");

    /** Step by step: each command is done, its event stored and its answer there, before the next. */
    @Nested
    class A_room {

        private final TestClock clock = new TestClock();
        private final ActorTestKit kit = ActorTestKit.create(PersistenceTestKitPlugin.getInstance()
                .config()
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.parseString("akka.persistence.testkit.events.serialize = off"))
                .withFallback(ConfigFactory.parseString("akka.persistence.testkit.snapshots.serialize = off"))
                .withFallback(ConfigFactory.load()));
        private final TestProbe<Room.Reply> opened = kit.createTestProbe();
        private final EventSourcedBehaviorTestKit<Room.Command, Link, RoomState> room =
                EventSourcedBehaviorTestKit.create(
                        kit.system(),
                        Room.create(ROOM, TestKeys.ring(ROOM), clock, new SplittableRandom(1), opened.ref()),
                        EventSourcedBehaviorTestKit.disabledSerializationSettings());

        @AfterEach
        void close() {
            kit.shutdownTestKit();
        }

        @Test
        void stores_a_batch_as_one_event() {
            var changes = changes("a", "b", "c");

            var result = apply(changes);

            assertThat(result.events()).hasSize(1);
            assertThat(Past.changesOf(ROOM, result.event())).isEqualTo(changes);
        }

        @Test
        void answers_with_the_number_of_the_event_and_what_became_of_each_change() {
            apply("a");

            var result = apply("b", "c");

            assertThat(result.reply()).isEqualTo(new Room.Applied(2, List.of(Room.Verdict.TAKEN, Room.Verdict.TAKEN)));
        }

        @Test
        void stores_of_a_batch_what_is_an_update_and_brings_something() {
            var said = Past.change("a");
            apply(List.of(said));
            var fresh = Past.change("b");
            var broken = new Change("eve", "c-2", "test", TestClock.START, new byte[] {1, 2, 3});

            var result = apply(List.of(said, broken, fresh));

            assertThat(result.reply())
                    .isEqualTo(new Room.Applied(
                            2, List.of(Room.Verdict.NOTHING_NEW, Room.Verdict.MALFORMED, Room.Verdict.TAKEN)));
            assertThat(Past.changesOf(ROOM, result.event())).containsExactly(fresh);
        }

        @Test
        void stores_nothing_when_nothing_is_new() {
            var said = Past.change("a");
            apply(List.of(said));

            var result = apply(List.of(said));

            assertThat(result.hasNoEvents()).isTrue();
            assertThat(result.reply()).isEqualTo(new Room.Applied(1, List.of(Room.Verdict.NOTHING_NEW)));
        }

        @Test
        void is_empty_at_first() {
            assertThat(contents()).isEmpty();
        }

        @Test
        void says_when_it_is_open() {
            opened.expectMessage(new Room.Opened(0, null, null));
        }

        @Test
        void tells_all_that_it_took_in_order() {
            apply("a", "b");
            apply("c");

            assertThat(contents()).isEqualTo("a, b, c");
        }

        @Test
        void stores_nothing_when_it_is_read() {
            var result = read();

            assertThat(result.hasNoEvents()).isTrue();
        }

        @Test
        void makes_a_whole_chain_across_restarts() throws MalformedInput {
            var chain = new Chain(ROOM, Chain.Place.START);

            assertThat(chain.add(apply("a").event())).isTrue();
            assertThat(chain.add(apply("b").event())).isTrue();
            room.restart();
            assertThat(chain.add(apply("c").event())).isTrue();

            assertThat(chain.place().head().sequence()).isEqualTo(3);
        }

        @Test
        void is_another_writer_after_a_restart() throws MalformedInput {
            long before = apply("a").event().frame().epoch();

            room.restart();

            assertThat(apply("b").event().frame().epoch()).isGreaterThan(before);
        }

        @Test
        void has_its_contents_after_a_restart() {
            apply("a", "b");

            room.restart();

            assertThat(contents()).isEqualTo("a, b");
        }

        @Test
        void stores_the_time_in_whole_milliseconds() {
            clock.moves(Duration.ofNanos(7_999_999));

            assertThat(timeOfNext()).isEqualTo(TestClock.START.plusMillis(7));
        }

        @Test
        void never_goes_back_in_time_when_the_clock_does() {
            var time = timeOfNext();

            clock.moves(Duration.ofHours(-1));

            assertThat(timeOfNext()).isEqualTo(time);
        }

        @Test
        void never_goes_back_in_time_when_the_clock_does_before_a_restart() {
            var time = timeOfNext();

            clock.moves(Duration.ofHours(-1));
            room.restart();

            assertThat(timeOfNext()).isEqualTo(time);
        }

        @Test
        void goes_on_in_time_once_the_clock_has_caught_up() {
            var time = timeOfNext();
            clock.moves(Duration.ofHours(-1));

            clock.moves(Duration.ofMinutes(61));

            assertThat(timeOfNext()).isEqualTo(time.plus(Duration.ofMinutes(1)));
        }

        @Test
        void cuts_a_checkpoint_after_1_000_events_and_goes_on_from_it() {
            for (int i = 0; i < 1_001; i++) {
                apply("a");
            }

            assertThat(checkpoints()).extracting(Checkpoint::sequence).containsExactly(1_000L);
            var before = contents();
            room.restart();
            assertThat(contents()).isEqualTo(before);
            assertThat(apply("b").replyOfType(Room.Applied.class).sequence()).isEqualTo(1_002);
        }

        @Test
        void cuts_a_checkpoint_after_a_mebibyte_of_updates() {
            apply("a".repeat(600_000));
            assertThat(checkpoints()).isEmpty();

            apply("b".repeat(600_000));

            assertThat(checkpoints()).extracting(Checkpoint::sequence).containsExactly(2L);
        }

        @Test
        void is_read_from_its_events_when_a_checkpoint_is_bad() {
            apply("a".repeat(2 << 20));
            apply("b");
            var before = contents();
            checkpoints().forEach(checkpoint -> checkpoint.bytes()[60] ^= 1);
            opened.expectMessageClass(Room.Opened.class);

            room.restart();
            opened.expectMessage(new Room.Opened(2, null, null));

            assertThat(contents()).isEqualTo(before);
        }

        private List<Checkpoint> checkpoints() {
            return SnapshotTestKit.create(kit.system())
                    .persistedInStorage(Room.persistenceId(ROOM).id())
                    .stream()
                    .map(pair -> (Checkpoint) pair.second())
                    .toList();
        }

        private CommandResultWithReply<Room.Command, Link, RoomState, Room.Reply> apply(String... words) {
            return apply(changes(words));
        }

        private CommandResultWithReply<Room.Command, Link, RoomState, Room.Reply> apply(List<Change> changes) {
            return room.runCommand(replyTo -> new Room.Apply(changes, TestKeys.ring(ROOM), replyTo));
        }

        private CommandResultWithReply<Room.Command, Link, RoomState, Room.Reply> read() {
            return room.runCommand(replyTo -> new Room.Read(replyTo));
        }

        private Instant timeOfNext() {
            return Past.eventOf(ROOM, apply("a").event()).time();
        }

        private String contents() {
            return Said.words(read().replyOfType(Room.Contents.class).update());
        }
    }

    @Nested
    class With_a_journal_that_the_test_moves {

        private final ActorTestKit kit =
                ActorTestKit.create(TestJournal.config().withFallback(ConfigFactory.load()));
        private final TestJournal.Control journal = TestJournal.Control.of(kit.system());
        private final TestProbe<Room.Reply> answers = kit.createTestProbe();
        private final RandomGenerator chance = new SplittableRandom(1);

        @AfterEach
        void close() {
            kit.shutdownTestKit();
        }

        @Test
        void a_batch_is_answered_only_when_it_is_stored() {
            journal.hold();
            var room = open();
            apply(room, "a");
            var write = journal.awaitWrite();

            answers.expectNoMessage(Duration.ZERO);
            write.complete();

            answers.expectMessage(new Room.Applied(1, List.of(Room.Verdict.TAKEN)));
        }

        @Test
        void a_room_stops_without_an_answer_when_the_journal_fails() {
            journal.hold();
            var room = open();
            apply(room, "a");

            journal.awaitWrite().fail();

            answers.expectTerminated(room);
            answers.expectNoMessage(Duration.ZERO);
        }

        @Test
        void a_room_stops_without_an_answer_when_the_journal_does_not_take_the_event() {
            journal.hold();
            var room = open();
            apply(room, "a");

            journal.awaitWrite().reject();

            answers.expectTerminated(room);
            answers.expectNoMessage(Duration.ZERO);
        }

        /** What one seals and the other, too, must not be sealed with the same nonce. */
        @Test
        void a_room_is_another_writer_than_one_of_which_nothing_is_stored_although_the_clock_stands() throws Exception {
            journal.hold();
            apply(open(), "a");
            var lost = journal.awaitWrite();
            lost.fail();

            apply(open(), "b");

            var stored = journal.awaitWrite();
            assertThat(stored.link().frame().sequence())
                    .isEqualTo(lost.link().frame().sequence());
            assertThat(stored.link().frame().epoch())
                    .isNotEqualTo(lost.link().frame().epoch());
        }

        private ActorRef<Room.Command> open() {
            var room = kit.spawn(Room.create(ROOM, KeyRing.empty(ROOM), new TestClock(), chance, answers.ref()));
            answers.expectMessage(new Room.Opened(0, null, null));
            return room;
        }

        private void apply(ActorRef<Room.Command> room, String word) {
            room.tell(new Room.Apply(changes(word), TestKeys.ring(ROOM), answers.ref()));
        }
    }

    /** Each is opened with what is whole, and says what is wrong. */
    @Nested
    class A_history {

        private final ActorTestKit kit = ActorTestKit.create(TestJournal.config()
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.parseString("akka.persistence.testkit.snapshots.serialize = off"))
                .withFallback(ConfigFactory.load()));
        private final TestJournal.Control journal = TestJournal.Control.of(kit.system());
        private final TestProbe<Room.Reply> answers = kit.createTestProbe();
        private final Past past = new Past(ROOM);
        private final Link first = past.said("a");
        private final Checkpoint afterFirst = past.checkpoint("a");
        private final Link second = past.said("b");
        private final Checkpoint afterSecond = past.checkpoint("a", "b");
        private final Link third = past.said("c");
        private final Link unreadable = Link.stored(new byte[] {9, 9, 9});

        @AfterEach
        void close() {
            kit.shutdownTestKit();
        }

        @Test
        void that_is_whole_is_opened() {
            plant(first, second, third);

            isOpenedWith("a, b, c", null);
        }

        @Test
        void without_its_first_event() {
            plant(second);

            isOpenedWith("", "event 2 follows event 0");
        }

        @Test
        void with_a_hole() {
            plant(first, third);

            isOpenedWith("a", "event 3 follows event 1");
        }

        @Test
        void in_which_an_event_was_exchanged() {
            plant(new Past(ROOM, 1).said("x"), second);

            isOpenedWith("x", "event 2 is not tied to event 1 that is here");
        }

        @Test
        void of_another_room() {
            plant(new Past(new RoomName("random")).said("x"));

            isOpenedWith("", "event 1 cannot be read: what is sealed is not what was sealed with this key");
        }

        @Test
        void with_an_event_twice() {
            plant(first, first);

            isOpenedWith("a", "event 1 follows event 1");
        }

        @Test
        void that_goes_on_well_after_its_damage() {
            plant(first, first, second);

            isOpenedWith("a", "event 1 follows event 1");
        }

        @Test
        void with_bytes_that_are_no_event() {
            plant(first, unreadable, third);

            isOpenedWith("a", "event 2 cannot be read: an event of format 9, but this release reads formats up to 2");
        }

        @Test
        void whose_end_is_missing_although_it_was_acknowledged() {
            plant(first);
            journal.claimHighest(ROOM, 3);

            isOpenedWith("a", "events 2 to 3, which were acknowledged, are missing");
        }

        @Test
        void that_is_damaged_takes_nothing_more() {
            plant(first, third);
            var room = kit.spawn(
                    Room.create(ROOM, TestKeys.ring(ROOM), new TestClock(), new SplittableRandom(1), answers.ref()));
            answers.expectMessageClass(Room.Opened.class);

            room.tell(new Room.Apply(changes("d"), TestKeys.ring(ROOM), answers.ref()));

            answers.expectMessage(new Room.Applied(1, List.of(Room.Verdict.NOT_TAKEN)));
            assertThat(journal.links(ROOM)).hasSize(2);
        }

        @Test
        void whose_newest_checkpoint_cannot_be_read_is_read_from_the_one_before() {
            plant(unreadable, second, third);
            afterSecond.bytes()[60] ^= 1;
            keep(afterFirst, afterSecond);

            isOpenedWith("a, b, c", null);
        }

        @Test
        void none_of_whose_checkpoints_can_be_read_is_read_from_its_events() {
            plant(first, second, third);
            afterFirst.bytes()[60] ^= 1;
            afterSecond.bytes()[60] ^= 1;
            keep(afterFirst, afterSecond);

            isOpenedWith("a, b, c", null);
        }

        @Test
        void with_a_checkpoint_that_lies_about_its_number_and_cannot_be_read_is_read_from_its_events() {
            plant(first, second, third);
            var liar = new Checkpoint(1L << 40, 1, new byte[] {1});
            SnapshotTestKit.create(kit.system())
                    .persistForRecovery(id(), List.of(new Pair<>(new SnapshotMeta(2, 0), liar)));

            isOpenedWith("a, b, c", null);
        }

        @Test
        void with_a_checkpoint_of_another_past_is_read_from_its_events() {
            plant(first, second, third);
            var other = new Past(ROOM);
            other.said("x");
            keep(other.checkpoint("x"));

            isOpenedWith("a, b, c", null);
        }

        @Test
        void that_is_damaged_on_both_sides_of_a_checkpoint_is_read_as_far_as_that_leads() {
            plant(unreadable, second, unreadable);
            keep(afterSecond);

            isOpenedWith(
                    "a, b", "event 3 cannot be read: an event of format 9, but this release reads formats up to 2");
        }

        private void keep(Checkpoint... checkpoints) {
            SnapshotTestKit.create(kit.system())
                    .persistForRecovery(
                            id(),
                            Stream.of(checkpoints)
                                    .map(one ->
                                            new Pair<SnapshotMeta, Object>(new SnapshotMeta(one.sequence(), 0), one))
                                    .toList());
        }

        private static String id() {
            return Room.persistenceId(ROOM).id();
        }

        private void isOpenedWith(String words, @Nullable String damage) {
            var room = kit.spawn(
                    Room.create(ROOM, TestKeys.ring(ROOM), new TestClock(), new SplittableRandom(1), answers.ref()));
            assertThat(answers.expectMessageClass(Room.Opened.class).damage()).isEqualTo(damage);

            room.tell(new Room.Read(answers.ref()));

            assertThat(Said.words(
                            answers.expectMessageClass(Room.Contents.class).update()))
                    .isEqualTo(words);
        }

        private void plant(Link... links) {
            for (var link : links) {
                journal.plant(ROOM, link);
            }
        }
    }

    @Property
    void two_names_never_share_a_persistence_id(@ForAll("names") String one, @ForAll("names") String other) {
        Assume.that(!one.equals(other));

        assertThat(idOf(one)).isNotEqualTo(idOf(other));
    }

    @Property
    void a_persistence_id_has_one_bar_behind_its_type(@ForAll("names") String name) {
        assertThat(idOf(name)).startsWith("room|").matches("[^|]*\\|[^|]*");
    }

    /** Ids are stored with each event. */
    @Test
    void a_persistence_id_is_what_it_was_in_the_first_release() {
        assertThat(idOf("general")).isEqualTo("room|general");
        assertThat(idOf("team/notes: 100 %|Zoë")).isEqualTo("room|team/notes: 100 %25%7CZoë");
    }

    /** Made of few parts, so that two names are often alike, and of those that stand for something in an id. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("|", "%", "%7C", "%25", "7C", "25", "a", "/")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    private static String idOf(String name) {
        return Room.persistenceId(new RoomName(name)).id();
    }

    private static List<Change> changes(String... words) {
        return Stream.of(words).map(Past::change).toList();
    }
}
