package dev.parley.rooms.room;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit.CommandResultWithReply;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.Change;
import dev.parley.core.event.Head;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RoomTest {

    private static final RoomName ROOM = new RoomName("general");

    /** Step by step: each command is done, its event stored and its answer there, before the next. */
    @Nested
    class A_room {

        private final TestClock clock = new TestClock();
        private final ActorTestKit kit = ActorTestKit.create(EventSourcedBehaviorTestKit.config()
                .withFallback(ConfigFactory.parseString("akka.persistence.testkit.events.serialize = off"))
                .withFallback(ConfigFactory.load()));
        private final EventSourcedBehaviorTestKit<Room.Command, Link, RoomState> room =
                EventSourcedBehaviorTestKit.create(
                        kit.system(),
                        Room.create(ROOM, clock),
                        EventSourcedBehaviorTestKit.disabledSerializationSettings());

        @AfterEach
        void close() {
            kit.shutdownTestKit();
        }

        @Test
        void stores_a_batch_as_one_event() {
            var result = apply("a", "b", "c");

            assertThat(result.events()).hasSize(1);
            assertThat(result.event().event())
                    .usingRecursiveComparison()
                    .isEqualTo(new RoomEvent.Applied(TestClock.START, changes("a", "b", "c")));
        }

        @Test
        void answers_with_the_number_of_the_event() {
            apply("a");

            var result = apply("b");

            assertThat(result.reply()).isEqualTo(new Room.Applied(2));
        }

        @Test
        void is_empty_at_first() {
            assertThat(contents()).isEmpty();
        }

        @Test
        void tells_all_that_it_took_in_order() {
            apply("a", "b");
            apply("c");

            assertThat(contents()).containsExactly("a", "b", "c");
        }

        @Test
        void stores_nothing_when_it_is_read() {
            var result = read();

            assertThat(result.hasNoEvents()).isTrue();
        }

        @Test
        void ties_each_event_to_the_one_before() {
            var first = apply("a").event();
            var second = apply("b").event();

            assertThat(Head.START.precedes(first)).isTrue();
            assertThat(Head.after(ROOM, first).precedes(second)).isTrue();
        }

        @Test
        void goes_on_with_its_chain_after_a_restart() {
            apply("a");
            var last = apply("b").event();

            room.restart();
            var next = apply("c");

            assertThat(Head.after(ROOM, last).precedes(next.event())).isTrue();
            assertThat(next.reply()).isEqualTo(new Room.Applied(3));
        }

        @Test
        void has_its_contents_after_a_restart() {
            apply("a", "b");

            room.restart();

            assertThat(contents()).containsExactly("a", "b");
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

        private CommandResultWithReply<Room.Command, Link, RoomState, Room.Reply> apply(String... updates) {
            return room.runCommand(replyTo -> new Room.Apply(changes(updates), replyTo));
        }

        private CommandResultWithReply<Room.Command, Link, RoomState, Room.Reply> read() {
            return room.runCommand(replyTo -> new Room.Read(replyTo));
        }

        private Instant timeOfNext() {
            return apply("a").event().event().time();
        }

        private List<String> contents() {
            var reply = read().replyOfType(Room.Contents.class);
            return texts(reply);
        }
    }

    @Nested
    class With_a_journal_that_the_test_moves {

        private final ActorTestKit kit =
                ActorTestKit.create(TestJournal.config().withFallback(ConfigFactory.load()));
        private final TestJournal.Control journal = TestJournal.Control.of(kit.system());
        private final TestProbe<Room.Reply> answers = kit.createTestProbe();

        @AfterEach
        void close() {
            kit.shutdownTestKit();
        }

        @Test
        void a_batch_is_answered_only_when_it_is_stored() {
            journal.hold();
            var room = start(ROOM);
            room.tell(new Room.Apply(changes("a"), answers.ref()));
            var write = journal.awaitWrite();

            answers.expectNoMessage(Duration.ZERO);
            write.complete();

            answers.expectMessage(new Room.Applied(1));
        }

        @Test
        void a_room_stops_without_an_answer_when_the_journal_fails() {
            journal.hold();
            var room = start(ROOM);
            room.tell(new Room.Apply(changes("a"), answers.ref()));

            journal.awaitWrite().fail();

            answers.expectTerminated(room);
            answers.expectNoMessage(Duration.ZERO);
        }

        @Test
        void a_room_stops_without_an_answer_when_the_journal_does_not_take_the_event() {
            journal.hold();
            var room = start(ROOM);
            room.tell(new Room.Apply(changes("a"), answers.ref()));

            journal.awaitWrite().reject();

            answers.expectTerminated(room);
            answers.expectNoMessage(Duration.ZERO);
        }

        @Test
        void a_whole_history_is_opened() {
            var first = Head.START.link(event("a"));
            var second = Head.after(ROOM, first).link(event("b"));
            plant(first, second);

            var room = start(ROOM);
            room.tell(new Room.Read(answers.ref()));

            assertThat(texts(answers.expectMessageClass(Room.Contents.class))).containsExactly("a", "b");
        }

        @Test
        void a_history_without_its_first_event_is_not_opened() {
            var first = Head.START.link(event("a"));
            plant(Head.after(ROOM, first).link(event("b")));

            isNotOpened("event 2 does not follow event 0");
        }

        @Test
        void a_history_with_a_hole_is_not_opened() {
            var first = Head.START.link(event("a"));
            var second = Head.after(ROOM, first).link(event("b"));
            plant(first, Head.after(ROOM, second).link(event("c")));

            isNotOpened("event 3 does not follow event 1");
        }

        @Test
        void a_history_in_which_an_event_was_exchanged_is_not_opened() {
            var first = Head.START.link(event("a"));
            plant(Head.START.link(event("x")), Head.after(ROOM, first).link(event("b")));

            isNotOpened("event 2 does not follow event 1");
        }

        @Test
        void a_history_of_another_room_is_not_opened() {
            var elsewhere = new RoomName("random");
            var first = Head.START.link(event("a"));
            plant(first, Head.after(elsewhere, first).link(event("b")));

            isNotOpened("event 2 does not follow event 1");
        }

        @Test
        void a_history_with_an_event_twice_is_not_opened() {
            var first = Head.START.link(event("a"));
            plant(first, first);

            isNotOpened("event 1 does not follow event 1");
        }

        @Test
        void a_history_that_goes_on_well_after_its_damage_is_not_opened() {
            var first = Head.START.link(event("a"));
            var second = Head.after(ROOM, first).link(event("b"));
            plant(first, first, second);

            isNotOpened("event 1 does not follow event 1");
        }

        private void isNotOpened(String why) {
            LoggingTestKit.error("The history of room 'general' is damaged: " + why)
                    .expect(kit.system(), () -> {
                        var room = start(ROOM);
                        room.tell(new Room.Read(answers.ref()));
                        answers.expectTerminated(room);
                        return room;
                    });
            answers.expectNoMessage(Duration.ZERO);
        }

        private void plant(Link... links) {
            for (var link : links) {
                journal.plant(ROOM, link);
            }
        }

        private ActorRef<Room.Command> start(RoomName name) {
            return kit.spawn(Room.create(name, new TestClock()));
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

    private static RoomEvent event(String update) {
        return new RoomEvent.Applied(TestClock.START, changes(update));
    }

    private static List<Change> changes(String... updates) {
        return Stream.of(updates)
                .map(update -> new Change("ada", "c-1", update.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static List<String> texts(Room.Contents contents) {
        return contents.updates().stream()
                .map(update -> new String(update, StandardCharsets.UTF_8))
                .toList();
    }
}
