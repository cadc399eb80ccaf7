package dev.parley.rooms.room;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import dev.parley.core.event.Link;
import dev.parley.core.event.Replay;
import dev.parley.core.event.RoomEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How a room is erased, and what becomes of that when something fails in the middle. */
class LobbyEraseTest {

    private final LobbyFixture room = new LobbyFixture();
    private final RelayProbe here = room.relay("here");
    private final TestProbe<Erasure> answer = room.kit.createTestProbe("answer");

    @AfterEach
    void close() {
        room.close();
    }

    @Nested
    class An_erased_room {

        @Test
        void has_one_event_which_says_by_whom_and_one_key_which_opens_it() throws Exception {
            says("a", "b");

            erase();

            answer.expectMessage(new Erasure.Done());
            assertThat(room.keys.numbers(LobbyFixture.ROOM)).containsExactly(2L);
            var link = room.journal.links(LobbyFixture.ROOM).getFirst();
            assertThat(room.journal.links(LobbyFixture.ROOM)).hasSize(1);
            assertThat(link.frame().sequence()).isEqualTo(3);
            assertThat(link.frame().generation()).isEqualTo(1);
            assertThat(opened(link))
                    .isInstanceOfSatisfying(
                            RoomEvent.Erased.class,
                            erased -> assertThat(erased.author()).isEqualTo("eve"));
        }

        @Test
        void is_empty_and_whole_for_who_enters_anew() {
            says("a");
            erase();
            answer.expectMessage(new Erasure.Done());

            room.again();
            var ada = room.take(here, "ada");
            room.ask(ada);
            here.hears("contents for ada/1: ");
            room.submit(ada, "c");

            here.hears("changed 3: ada/1 c");
            assertThat(replayed().chain().damage()).isNull();
        }

        @Test
        void has_no_lobby_any_more_so_that_all_enter_anew() {
            says("a");

            erase();

            room.hasStopped();
        }

        @Test
        void can_be_erased_again() {
            says("a");
            erase();
            answer.expectMessage(new Erasure.Done());

            room.again();
            erase();

            answer.expectMessage(new Erasure.Done());
            assertThat(room.keys.numbers(LobbyFixture.ROOM)).containsExactly(3L);
            assertThat(room.journal.links(LobbyFixture.ROOM)).hasSize(1);
        }
    }

    @Nested
    class A_change {

        @Test
        void that_is_under_way_is_written_first_and_goes_with_the_rest() {
            var ada = room.take(here, "ada");
            room.journal.hold();
            room.submit(ada, "a");
            var write = room.journal.awaitWrite();

            erase();
            write.complete();
            room.journal.awaitWrite().complete();

            here.hears("changed 1: ada/1 a");
            answer.expectMessage(new Erasure.Done());
            assertThat(room.journal.links(LobbyFixture.ROOM)).hasSize(1);
        }

        @Test
        void that_waits_meanwhile_is_refused_and_not_written() {
            says("a");
            var ada = room.take(here, "ada");
            room.traces.hold();
            erase();
            room.submit(ada, "b");
            room.hearsNothing(here, ada);

            room.traces.let();

            here.hears("refused ada/1: ERASED");
            answer.expectMessage(new Erasure.Done());
            assertThat(room.journal.links(LobbyFixture.ROOM)).hasSize(1);
        }
    }

    @Nested
    class Nothing_is_erased {

        @Test
        void where_there_never_was_anything() {
            erase();

            answer.expectMessage(new Erasure.NothingThere());
            assertThat(room.keys.has(LobbyFixture.ROOM)).isFalse();
            room.take(here, "ada");
        }

        @Test
        void while_the_journal_takes_nothing() {
            says("a");
            room.journalTakes = -1;

            erase();

            answer.expectMessage(new Erasure.NotDone("The disk is full"));
            assertThat(room.keys.numbers(LobbyFixture.ROOM)).containsExactly(1L);
        }

        @Test
        void twice_at_once() {
            says("a");
            room.traces.hold();
            erase();

            var second = room.kit.<Erasure>createTestProbe();
            room.lobby().tell(new Lobby.Erase("eve", second.ref()));

            second.expectMessage(new Erasure.NotDone("The room is being erased already."));
            room.traces.let();
            answer.expectMessage(new Erasure.Done());
        }
    }

    @Nested
    class When_it_fails {

        @Test
        void before_there_is_a_new_key_the_room_is_as_it_was() {
            says("a");
            room.keys.hold();
            erase();

            room.keys.fail();

            answer.expectMessageClass(Erasure.NotDone.class);
            room.hasStopped();
            room.keys.recover();
            isStill("a");
        }

        @Test
        void before_it_is_in_the_journal_the_room_is_as_it_was_and_goes_on_with_the_new_key() throws Exception {
            says("a");
            room.journal.hold();
            erase();

            room.journal.awaitWrite().fail();

            answer.expectMessageClass(Erasure.NotDone.class);
            room.journal.release();
            isStill("a");
            assertThat(room.keys.numbers(LobbyFixture.ROOM)).containsExactly(1L, 2L);
        }

        @Test
        void before_the_keys_are_destroyed_the_room_is_empty_and_the_rest_is_done_when_it_opens() {
            says("a", "b");
            room.journal.hold();
            erase();
            var write = room.journal.awaitWrite();
            room.keys.hold();
            write.complete();
            room.keys.fail();

            answer.expectMessageClass(Erasure.Unfinished.class);
            assertThat(room.keys.numbers(LobbyFixture.ROOM)).containsExactly(1L, 2L);
            assertThat(room.journal.links(LobbyFixture.ROOM)).hasSize(3);
            room.journal.release();
            room.keys.recover();
            isFinishedByOpening();
        }

        @Test
        void before_the_past_is_removed_nobody_can_read_it_and_the_rest_is_done_when_it_opens() {
            says("a", "b");
            room.traces.hold();
            erase();
            room.traces.fail();

            answer.expectMessage(
                    new Erasure.Unfinished("Not all of its past could be removed: the disk is broken, says the test."));
            assertThat(room.keys.numbers(LobbyFixture.ROOM)).containsExactly(2L);
            assertThat(room.journal.links(LobbyFixture.ROOM)).hasSize(3);
            assertThat(replayed().chain().damage()).isNull();
            room.traces.recover();
            isFinishedByOpening();
        }

        @Test
        void by_a_removal_that_never_ends_it_is_not_waited_for() {
            says("a");
            room.traces.hold();
            erase();
            room.settles();

            room.passes(LobbyFixture.ERASE_WITHIN);

            answer.expectMessage(
                    new Erasure.Unfinished("Not all of its past could be removed: it takes longer than PT30S."));
            room.hasStopped();
        }

        @Test
        void by_a_lobby_that_is_stopped_who_asked_is_told() {
            says("a");
            room.traces.hold();
            erase();
            room.settles();

            room.stop();
            room.passes(LobbyFixture.STOP_WITHIN);

            answer.expectMessage(new Erasure.Unfinished("The room has stopped before all of its past was removed."));
        }

        @Test
        void again_while_the_room_opens_the_room_is_open_all_the_same() {
            says("a");
            room.traces.hold();
            erase();
            room.traces.fail();
            answer.expectMessageClass(Erasure.Unfinished.class);

            room.again();
            var ada = room.take(here, "ada");
            room.submit(ada, "c");

            here.hears("changed 3: ada/1 c");
            assertThat(room.journal.links(LobbyFixture.ROOM)).hasSize(3);
            room.traces.recover();
            room.again();
            room.ask(room.take(here, "ada"));
            here.hears("contents for ada/1: c");
            assertThat(room.journal.links(LobbyFixture.ROOM)).hasSize(2);
        }

        private void isStill(String words) {
            room.again();
            var ada = room.take(here, "ada");
            room.ask(ada);
            here.hears("contents for ada/1: " + words);
            room.submit(ada, "z");
            here.hears("changed 2: ada/1 z");
            assertThat(replayed().chain().damage()).isNull();
        }

        private void isFinishedByOpening() {
            room.again();
            room.ask(room.take(here, "ada"));
            here.hears("contents for ada/1: ");
            assertThat(room.keys.numbers(LobbyFixture.ROOM)).containsExactly(2L);
            assertThat(room.journal.links(LobbyFixture.ROOM)).hasSize(1);
        }
    }

    @Test
    void a_damaged_room_can_be_erased_and_is_whole_then() {
        var past = new Past(LobbyFixture.ROOM);
        var first = past.said("a");
        past.said("b");
        var third = past.said("c");
        try (var damaged = new LobbyFixture(LobbyFixture.LIMITS, journal -> {
            journal.plant(LobbyFixture.ROOM, first);
            journal.plant(LobbyFixture.ROOM, third);
        })) {
            var asked = damaged.kit.<Erasure>createTestProbe();
            damaged.lobby().tell(new Lobby.Erase("eve", asked.ref()));
            asked.expectMessage(new Erasure.Done());

            damaged.again();
            var relay = damaged.relay("here");
            var ada = damaged.take(relay, "ada");
            damaged.submit(ada, "d");

            relay.hears("changed 4: ada/1 d");
        }
    }

    @Test
    void a_key_that_is_gone_without_an_event_that_says_so_is_damage() {
        var first = new Past(LobbyFixture.ROOM).said("a");
        try (var damaged = new LobbyFixture(LobbyFixture.LIMITS, journal -> journal.plant(LobbyFixture.ROOM, first))) {
            damaged.stop();
            damaged.hasStopped();
            damaged.keys.lose(LobbyFixture.ROOM);
            // From its bytes again: an event that was opened stays open.
            damaged.journal.remove(LobbyFixture.ROOM, 1);
            damaged.journal.plant(LobbyFixture.ROOM, Link.stored(first.bytes()));
            damaged.again();
            var relay = damaged.relay("here");
            var ada = damaged.take(relay, "ada");

            damaged.submit(ada, "d");

            relay.hears("refused ada/1: DAMAGED");
        }
    }

    private void says(String... words) {
        var relay = room.relay("writer");
        var writer = room.take(relay, "writer");
        for (var word : words) {
            room.submit(writer, word);
            relay.hearsMany(1);
        }
        room.lobby().tell(new Lobby.Leave(writer));
    }

    private void erase() {
        room.lobby().tell(new Lobby.Erase("eve", answer.ref()));
    }

    private Replay replayed() {
        var replay = new Replay(room.keys.ringOf(LobbyFixture.ROOM));
        for (var link : room.journal.links(LobbyFixture.ROOM)) {
            replay.add(Link.stored(link.bytes()));
        }
        return replay;
    }

    private RoomEvent opened(Link link) throws Exception {
        return Link.stored(link.bytes()).open(room.keys.ringOf(LobbyFixture.ROOM));
    }
}
