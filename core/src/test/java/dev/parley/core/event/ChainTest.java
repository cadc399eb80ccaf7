package dev.parley.core.event;

import static dev.parley.core.event.Samples.KEYS;
import static dev.parley.core.event.Samples.OTHER_ROOM;
import static dev.parley.core.event.Samples.ROOM;
import static dev.parley.core.event.Samples.TIME;
import static dev.parley.core.event.Samples.flipped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.MalformedInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainTest {

    private static final int EPOCH = 10;

    private final Chain chain = new Chain(ROOM, Chain.Place.START);
    private final List<Link> history = history(5);

    @Nested
    class A_whole_history {

        @Test
        void is_taken_from_the_first_event_to_the_last() throws MalformedInput {
            takes(history);
            chain.end(5);

            assertThat(chain.damage()).isNull();
            assertThat(chain.place())
                    .isEqualTo(new Chain.Place(new Head(5, history.get(4).hash(ROOM)), 1, EPOCH, TIME.plusMillis(5)));
        }

        @Test
        void is_nothing_for_a_room_without_events() {
            chain.end(0);

            assertThat(chain.damage()).isNull();
            assertThat(chain.place()).isEqualTo(Chain.Place.START);
        }

        @Test
        void goes_on_from_a_place_in_it() {
            takes(history.subList(0, 3));
            var later = new Chain(ROOM, chain.place());

            assertThat(later.add(history.get(3))).isTrue();
            assertThat(later.add(history.get(4))).isTrue();
            later.end(5);
            assertThat(later.damage()).isNull();
        }

        @Test
        void may_be_longer_than_the_journal_remembers() {
            takes(history);
            chain.end(4);

            assertThat(chain.damage()).isNull();
        }

        @Test
        void goes_on_with_later_epochs_generations_and_times() {
            var first = link(Head.START, 1, 10, TIME);
            var second = link(after(first), 1, 11, TIME);
            var third = link(after(second), 2, 11, TIME);
            var fourth = link(after(third), 3, 12, TIME.plusMillis(1));

            takes(List.of(first, second, third, fourth));
        }
    }

    @Nested
    class A_history_in_which_something_is_wrong {

        @Test
        void lacks_its_first_event() {
            isDamaged("event 2 follows event 0", history.subList(1, 5));
            assertThat(chain.place()).isEqualTo(Chain.Place.START);
        }

        @Test
        void lacks_an_event_in_the_middle() {
            isDamaged("event 4 follows event 2", history.get(0), history.get(1), history.get(3), history.get(4));
            assertThat(chain.place().head()).isEqualTo(after(history.get(1)));
        }

        @Test
        void has_an_event_twice() {
            isDamaged("event 2 follows event 2", history.get(0), history.get(1), history.get(1));
        }

        @Test
        void has_two_events_in_each_others_place() {
            isDamaged("event 3 follows event 1", history.get(0), history.get(2), history.get(1));
        }

        @Test
        void has_an_event_that_was_exchanged() {
            var exchanged = link(after(history.get(0)), 1, EPOCH, TIME.plusMillis(2), "mallory");

            isDamaged("event 3 is not tied to event 2 that is here", history.get(0), exchanged, history.get(2));
        }

        @Test
        void has_an_event_of_another_room() {
            var elsewhere = new Writer(new KeyRing(OTHER_ROOM, KEYS.keys()), 1, EPOCH);
            var first = elsewhere.write(Head.START, event(TIME, "ada"));
            var second = elsewhere.write(new Head(1, first.hash(OTHER_ROOM)), event(TIME, "ada"));

            isDamaged("event 2 is not tied to event 1 that is here", first, second);
        }

        @Test
        void begins_with_an_event_that_is_tied_to_something() {
            isDamaged(
                    "event 1 is not tied to event 0 that is here", link(new Head(0, Samples.PREVIOUS), 1, EPOCH, TIME));
        }

        @Test
        void has_an_event_without_a_number() {
            isDamaged("event 0 follows event 0", link(new Head(-1, new byte[32]), 1, EPOCH, TIME));
        }

        @Test
        void has_an_event_whose_frame_is_cut() {
            var cut = Link.stored(Arrays.copyOf(history.get(2).bytes(), 20));

            isDamaged(
                    "what follows event 2 cannot be read: expected a byte, found the end at byte 20",
                    history.get(0),
                    history.get(1),
                    cut,
                    history.get(2));
        }

        @Test
        void has_an_event_of_which_nothing_is_left() {
            isDamaged(
                    "what follows event 0 cannot be read: expected a byte, found the end at byte 0",
                    Link.stored(new byte[0]));
        }

        @Test
        void has_an_event_whose_fields_are_cut() {
            var cut = Link.stored(
                    Arrays.copyOf(history.get(1).bytes(), history.get(1).bytes().length - 1));

            isDamaged("event 3 is not tied to event 2 that is here", history.get(0), cut, history.get(2));
        }

        @Test
        void goes_on_with_an_earlier_epoch() {
            var replaced = link(after(history.get(4)), 1, EPOCH - 1, TIME.plusMillis(6));

            takes(history);
            isDamaged("event 6 is by a writer that had been replaced", replaced);
        }

        @Test
        void goes_on_with_an_earlier_generation() {
            var replaced = link(after(history.get(4)), 0, EPOCH, TIME.plusMillis(6));

            takes(history);
            isDamaged("event 6 is by a writer that had been replaced", replaced);
        }

        @Test
        void goes_on_with_an_earlier_time() {
            var older = link(after(history.get(4)), 1, EPOCH, TIME.plusMillis(4));

            takes(history);
            isDamaged("event 6 is older than event 5", older);
        }

        @Test
        void is_taken_up_to_there_and_no_further() {
            isDamaged("event 4 follows event 2", history.get(0), history.get(1), history.get(3));

            assertThat(chain.add(history.get(2))).isFalse();
            assertThat(chain.place().head()).isEqualTo(after(history.get(1)));
            assertThat(chain.damage()).isEqualTo("event 4 follows event 2");
        }
    }

    @Nested
    class The_end {

        @Test
        void shows_that_the_last_event_is_missing() {
            takes(history);
            chain.end(6);

            assertThat(chain.damage()).isEqualTo("event 6, which was acknowledged, is missing");
        }

        @Test
        void shows_that_several_events_are_missing() {
            takes(history);
            chain.end(9);

            assertThat(chain.damage()).isEqualTo("events 6 to 9, which were acknowledged, are missing");
        }

        @Test
        void shows_that_all_events_are_missing() {
            chain.end(2);

            assertThat(chain.damage()).isEqualTo("events 1 to 2, which were acknowledged, are missing");
        }

        @Test
        void leaves_what_was_found_before() {
            isDamaged("event 2 follows event 0", history.get(1));
            chain.end(9);

            assertThat(chain.damage()).isEqualTo("event 2 follows event 0");
        }
    }

    @Nested
    class A_room_that_is_called_damaged {

        @Test
        void takes_no_more_events() {
            chain.damaged("the disk said so");

            assertThat(chain.add(history.get(0))).isFalse();
            assertThat(chain.damage()).isEqualTo("the disk said so");
            assertThat(chain.place()).isEqualTo(Chain.Place.START);
        }

        @Test
        void is_so_for_the_first_reason() {
            chain.damaged("the disk said so");
            chain.damaged("another disk too");

            assertThat(chain.damage()).isEqualTo("the disk said so");
        }
    }

    @Nested
    class A_past_that_was_condensed {

        /** In the place of the third event, by a later writer at a later time. */
        private final Link condensed = new Writer(KEYS, 1, EPOCH + 5)
                .replace(
                        after(history.get(2)),
                        new RoomEvent.Condensed(TIME.plusSeconds(60), List.of("ada"), new byte[2]));

        @Test
        void begins_the_history_at_its_number() {
            takes(List.of(condensed));

            assertThat(chain.place().head().sequence()).isEqualTo(3);
        }

        @Test
        void leaves_the_hash_that_was_there() {
            takes(List.of(condensed));

            assertThat(chain.place().head()).isEqualTo(after(history.get(2)));
        }

        @Test
        void is_followed_by_what_followed_it_though_that_is_older() {
            takes(List.of(condensed, history.get(3), history.get(4)));
            chain.end(5);

            assertThat(chain.damage()).isNull();
            assertThat(chain.place()).isEqualTo(new Chain.Place(after(history.get(4)), 1, EPOCH, TIME.plusMillis(5)));
        }

        @Test
        void is_followed_by_what_is_written_after_it() {
            takes(List.of(condensed));
            takes(List.of(link(chain.place().head(), 1, EPOCH + 6, TIME.plusSeconds(61))));
        }

        @Test
        void is_not_followed_by_something_else() {
            var other = link(new Head(3, Samples.PREVIOUS), 1, EPOCH, TIME.plusMillis(4));

            isDamaged("event 4 is not tied to event 3 that is here", condensed, other);
        }

        @Test
        void is_not_followed_by_what_came_later() {
            isDamaged("event 5 follows event 3", condensed, history.get(4));
        }

        @Test
        void judges_what_follows_as_ever() {
            var replaced = link(after(history.get(3)), 1, EPOCH - 1, TIME.plusMillis(5));

            isDamaged("event 5 is by a writer that had been replaced", condensed, history.get(3), replaced);
        }

        @Test
        void can_be_condensed_again_further_on() {
            var further = new Writer(KEYS, 1, EPOCH + 6)
                    .replace(after(history.get(4)), new RoomEvent.Condensed(TIME, List.of("ada"), new byte[2]));

            takes(List.of(further));
            assertThat(chain.place().head()).isEqualTo(after(history.get(4)));
        }

        @Test
        void may_come_behind_a_beginning_of_what_it_stands_for() {
            takes(List.of(history.get(0), condensed, history.get(3), history.get(4)));
            chain.end(5);

            assertThat(chain.damage()).isNull();
            assertThat(chain.place().head()).isEqualTo(after(history.get(4)));
        }

        @Test
        void does_not_stand_beside_the_event_in_whose_place_it_is() {
            takes(history.subList(0, 3));
            isDamaged("event 3 follows event 3", condensed);
        }

        @Test
        void has_a_number() {
            isDamaged(
                    "event 0 follows event 0",
                    new Writer(KEYS, 1, EPOCH)
                            .replace(Head.START, new RoomEvent.Condensed(TIME, List.of(), new byte[2])));
        }
    }

    @Nested
    class A_past_that_was_erased {

        @Test
        void is_tied_to_what_follows_although_nobody_can_open_it() {
            var sealed = history.stream().map(link -> Link.stored(link.bytes())).toList();

            takes(sealed);
            takes(List.of(erased));
            chain.end(6);

            assertThat(chain.damage()).isNull();
        }

        @Test
        void may_be_damaged_if_somebody_has_opened_what_erased_it() {
            chain.damaged("the disk said so");

            assertThat(chain.addErased(erased)).isTrue();

            assertThat(chain.damage()).isNull();
            assertThat(chain.place().head()).isEqualTo(after(erased));
        }

        @Test
        void is_not_followed_by_what_erased_it_once_more() {
            takes(List.of(erased));

            assertThat(chain.addErased(erased)).isFalse();
            assertThat(chain.damage()).isEqualTo("event 6 follows event 6");
        }

        @Test
        void is_of_an_earlier_generation() {
            var same = new Writer(KEYS, 1, EPOCH + 1)
                    .write(new Head(9, Samples.PREVIOUS), new RoomEvent.Erased(TIME.plusMillis(6), "ada"));
            takes(history);

            assertThat(chain.addErased(same)).isFalse();
        }

        private final Link erased = new Writer(KEYS, 2, EPOCH + 1)
                .write(after(history.get(4)), new RoomEvent.Erased(TIME.plusMillis(6), "ada"));

        @Test
        void begins_the_history_at_its_number_with_its_own_hash() {
            takes(List.of(erased));

            assertThat(chain.place())
                    .isEqualTo(new Chain.Place(new Head(6, erased.hash(ROOM)), 2, EPOCH + 1, TIME.plusMillis(6)));
        }

        @Test
        void is_followed_by_what_is_tied_to_it() {
            takes(List.of(erased, link(after(erased), 2, EPOCH + 1, TIME.plusMillis(7))));
        }

        @Test
        void is_not_followed_by_older_writers() {
            isDamaged(
                    "event 7 is by a writer that had been replaced",
                    erased,
                    link(after(erased), 2, EPOCH, TIME.plusMillis(7)));
        }

        @Test
        void may_still_be_there() {
            takes(history);
            takes(List.of(erased));
        }

        @Test
        void may_not_be_there_in_part() {
            isDamaged("event 6 follows event 3", history.get(0), history.get(1), history.get(2), erased);
        }

        @Test
        void may_not_be_there_and_be_another_one() {
            takes(history);
            isDamaged(
                    "event 6 is not tied to event 5 that is here",
                    new Writer(KEYS, 2, EPOCH + 1)
                            .write(new Head(5, Samples.PREVIOUS), new RoomEvent.Erased(TIME.plusMillis(6), "ada")));
        }
    }

    @ParameterizedTest
    @FieldSource("dev.parley.core.event.Samples#EVENTS")
    void nothing_else_begins_a_history_at_any_number(RoomEvent event) {
        boolean beginsAnew = event instanceof RoomEvent.Condensed || event instanceof RoomEvent.Erased;

        assertThat(chain.add(Samples.written(event))).isEqualTo(beginsAnew);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void a_bit_that_is_turned_is_seen_without_any_key(int index) {
        var bytes = history.get(index).bytes();
        var whole = after(history.get(4));

        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            var judge = new Chain(ROOM, Chain.Place.START);
            for (int i = 0; i < 5; i++) {
                judge.add(Link.stored(
                        i == index ? flipped(bytes, bit) : history.get(i).bytes()));
            }

            // Of the last event it is the hash that tells, where somebody knows it.
            assertThat(judge.damage() != null || !judge.place().head().equals(whole))
                    .isTrue();
            assertThat(index < 4 && judge.damage() == null).isFalse();
        }
    }

    @Property(tries = 200)
    void a_history_is_whole_exactly_if_nothing_of_it_was_left_out(
            @ForAll @IntRange(min = 0, max = 31) int left, @ForAll @IntRange(min = 0, max = 5) int last) {
        var judge = new Chain(ROOM, Chain.Place.START);
        boolean allThere = true;

        for (int i = 0; i < last; i++) {
            if ((left >> i & 1) == 0) {
                judge.add(history.get(i));
            } else {
                allThere = false;
            }
        }
        judge.end(last);

        assertThat(judge.damage() == null).isEqualTo(allThere);
    }

    private void takes(List<Link> links) {
        for (var link : links) {
            // As from a journal: bytes that nobody has looked into.
            assertThat(chain.add(Link.stored(link.bytes()))).as(chain.damage()).isTrue();
        }
    }

    private void isDamaged(String damage, Link... links) {
        isDamaged(damage, List.of(links));
    }

    private void isDamaged(String damage, List<Link> links) {
        boolean taken = true;
        for (var link : links) {
            taken = chain.add(Link.stored(link.bytes()));
        }

        assertThat(taken).isFalse();
        assertThat(chain.damage()).isEqualTo(damage);
    }

    private static List<Link> history(int events) {
        List<Link> links = new ArrayList<>();
        var head = Head.START;
        for (int i = 1; i <= events; i++) {
            var link = link(head, 1, EPOCH, TIME.plusMillis(i));
            links.add(link);
            head = after(link);
        }
        return links;
    }

    private static Link link(Head head, long generation, long epoch, Instant time) {
        return link(head, generation, epoch, time, "ada");
    }

    private static Link link(Head head, long generation, long epoch, Instant time, String author) {
        return new Writer(KEYS, generation, epoch).write(head, event(time, author));
    }

    private static RoomEvent event(Instant time, String author) {
        return new RoomEvent.Applied(time, List.of(new Change(author, "c-1", "yjs", time, new byte[2])));
    }

    private static Head after(Link link) {
        try {
            return new Head(link.frame().sequence(), link.hash(ROOM));
        } catch (MalformedInput e) {
            throw new AssertionError(e);
        }
    }
}
