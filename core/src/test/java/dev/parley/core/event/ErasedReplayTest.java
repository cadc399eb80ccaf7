package dev.parley.core.event;

import static dev.parley.core.event.Samples.OTHER_ROOM;
import static dev.parley.core.event.Samples.ROOM;
import static dev.parley.core.event.Samples.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.Any;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ErasedReplayTest {

    private static final ContentKey OLD = key(1);
    private static final ContentKey NEW = key(2);
    private static final KeyRing BOTH = new KeyRing(ROOM, List.of(OLD, NEW));
    private static final KeyRing ONLY_NEW = new KeyRing(ROOM, List.of(NEW));

    private final Writer before = new Writer(new KeyRing(ROOM, List.of(OLD)), 0, 1);
    private final Writer after = new Writer(BOTH, 1, 2);
    private final Chain chain = new Chain(ROOM, Chain.Place.START);

    private final Link first = said(before, "a");
    private final Link second = said(before, "b");
    private final Link erased = next(after, new RoomEvent.Erased(TIME, "ada"));
    private final Link third = said(after, "c");

    @Nested
    class An_erased_room {

        @Test
        void has_what_was_written_since() {
            assertThat(shown(replayed(BOTH, first, second, erased, third))).isEqualTo("c");
        }

        @Test
        void weighs_what_was_written_since() {
            assertThat(replayed(BOTH, first, second, erased).weight()).isZero();
            assertThat(replayed(BOTH, first, second, erased, third).weight()).isPositive();
        }

        @Test
        void is_whole_without_what_was_before() {
            var replay = replayed(ONLY_NEW, erased, third);

            assertThat(replay.chain().damage()).isNull();
            assertThat(replay.chain().place().head()).isEqualTo(chain.place().head());
        }

        @Test
        void is_whole_though_the_key_of_what_was_before_is_gone() {
            var replay = replayed(ONLY_NEW, first, second, erased, third);

            assertThat(replay.chain().damage()).isNull();
            assertThat(shown(replay)).isEqualTo("c");
        }

        @Test
        void is_whole_though_only_a_part_of_what_was_before_is_here() {
            assertThat(replayed(ONLY_NEW, second, erased, third).chain().damage())
                    .isNull();
            assertThat(replayed(BOTH, second, erased, third).chain().damage()).isNull();
            assertThat(replayed(BOTH, first, erased, third).chain().damage()).isNull();
        }

        @Test
        void is_whole_though_what_was_before_was_damaged() {
            var broken = Link.stored(new byte[] {9});

            assertThat(shown(replayed(BOTH, first, broken, erased, third))).isEqualTo("c");
        }

        @Test
        void is_damaged_as_any_other_by_what_comes_later() {
            var replay = replayed(ONLY_NEW, erased, Link.stored(new byte[] {9}));

            assertThat(replay.chain().damage()).startsWith("event 4 cannot be read");
        }

        @Test
        void goes_on_from_a_checkpoint_of_before() throws MalformedInput {
            var until = replayed(BOTH, first, second);
            var checkpoint = CheckpointFormat.write(
                    before,
                    new CheckpointFormat.Contents(
                            until.chain().place(), until.weight(), until.doc().encode(UpdateFormat.V2)));

            var replay = Replay.from(checkpoint, BOTH);
            replay.add(erased);
            replay.add(third);

            assertThat(shown(replay)).isEqualTo("c");
            assertThat(replay.hasRemains()).isTrue();
        }

        @Test
        void can_be_erased_again() {
            var again = next(new Writer(BOTH, 2, 3), new RoomEvent.Erased(TIME, "ada"));

            var replay = replayed(ONLY_NEW, first, erased, third, again);

            assertThat(shown(replay)).isEmpty();
            assertThat(replay.erased()).isEqualTo(new Remains(4, 2));
        }
    }

    @Nested
    class What_remains_of_an_erased_past {

        @Test
        void is_told_if_an_event_is_there() {
            var replay = replayed(ONLY_NEW, second, erased);

            assertThat(replay.hasRemains()).isTrue();
            assertThat(replay.erased()).isEqualTo(new Remains(2, 2));
        }

        @Test
        void is_told_if_a_key_is_there() {
            assertThat(replayed(BOTH, erased).hasRemains()).isTrue();
        }

        @Test
        void is_nothing_once_all_is_gone() {
            var replay = replayed(ONLY_NEW, erased, third);

            assertThat(replay.hasRemains()).isFalse();
            assertThat(replay.erased()).isEqualTo(new Remains(2, 2));
        }

        @Test
        void is_nothing_for_a_room_that_was_never_erased() {
            var replay = replayed(BOTH, first, second);

            assertThat(replay.hasRemains()).isFalse();
            assertThat(replay.erased()).isNull();
        }
    }

    @Nested
    class A_lost_key {

        @Test
        void is_damage_if_nothing_erased_the_room() {
            var replay = replayed(ONLY_NEW, first, second);

            assertThat(replay.chain().damage())
                    .isEqualTo("event 1 cannot be read: sealed with key 1, which is not here any more");
            assertThat(replay.chain().place()).isEqualTo(Chain.Place.START);
        }

        @Test
        void is_damage_though_something_later_can_be_opened() {
            assertThat(replayed(ONLY_NEW, first, second, said(after, "d"))
                            .chain()
                            .damage())
                    .startsWith("event 1 cannot be read");
        }

        @Test
        void is_damage_if_the_event_that_erased_the_room_cannot_be_opened_either() {
            assertThat(replayed(KeyRing.empty(ROOM), first, second, erased)
                            .chain()
                            .damage())
                    .startsWith("event 1 cannot be read");
        }
    }

    @Nested
    class An_event_that_says_it_erased_the_room {

        @Test
        void is_not_believed_in_a_later_place() {
            var replay = replayed(BOTH, first, second, erased, third, erased);

            assertThat(replay.chain().damage()).isEqualTo("event 3 follows event 4");
            assertThat(shown(replay)).isEqualTo("c");
        }

        @Test
        void is_not_believed_if_its_writer_had_been_replaced() {
            var stale = new Writer(BOTH, 1, 1).write(chain.place().head(), new RoomEvent.Erased(TIME, "eve"));

            var replay = replayed(BOTH, first, second, erased, third, stale);

            assertThat(replay.chain().damage()).isEqualTo("event 5 is by a writer that had been replaced");
        }

        @Test
        void is_not_believed_of_another_room() {
            var other = new Writer(new KeyRing(OTHER_ROOM, List.of(NEW)), 5, 9)
                    .write(chain.place().head(), new RoomEvent.Erased(TIME, "eve"));

            assertThat(replayed(BOTH, first, second, erased, third, other)
                            .chain()
                            .damage())
                    .startsWith("event 5 cannot be read");
        }
    }

    private Link said(Writer writer, String word) {
        var doc = Doc.withClientId(100 + word.charAt(0));
        doc.array("said").insert(0, List.of(Any.of(word)));
        var change = new Change("ada", "c-1", "test", TIME, doc.encode(UpdateFormat.V1));
        return next(writer, new RoomEvent.Applied(TIME, List.of(change)));
    }

    private Link next(Writer writer, RoomEvent event) {
        var link = writer.write(chain.place().head(), event);
        assertThat(chain.add(link)).as(chain.damage()).isTrue();
        return Link.stored(link.bytes());
    }

    /** From stored bytes each time: an event that was opened stays open. */
    private static Replay replayed(KeyRing keys, Link... links) {
        var replay = new Replay(keys);
        Stream.of(links).map(link -> Link.stored(link.bytes())).forEach(replay::add);
        return replay;
    }

    private static String shown(Replay replay) {
        return String.join(
                ", ",
                replay.doc().array("said").asList().stream()
                        .map(value -> ((Any.Str) value).value())
                        .toList());
    }

    private static ContentKey key(int number) {
        var secret = new byte[ContentKey.BYTES];
        Arrays.fill(secret, (byte) number);
        return new ContentKey(number, secret);
    }
}
