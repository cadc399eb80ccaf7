package dev.parley.persistence.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Change;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.Replay;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;

class MergingTest {
    private static final RoomName ROOM = new RoomName("general");
    private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant LATER = TIME.plusSeconds(3_600);

    private final KeyRing keys = new KeyRing(ROOM, List.of(new ContentKey(1, new byte[ContentKey.BYTES])));
    private final List<Link> links = new ArrayList<>();
    private Chain chain = new Chain(ROOM, Chain.Place.START);
    private Doc doc = Doc.withClientId(7);

    /** A property's tries share one object. */
    @BeforeTry
    void startAnew() {
        links.clear();
        chain = new Chain(ROOM, Chain.Place.START);
        doc = Doc.withClientId(7);
    }

    @Property(tries = 200)
    void a_merged_past_leaves_the_document_the_head_and_the_names(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int events, @ForAll @IntRange(max = 32) int cut)
            throws Exception {
        var random = new Random(seed);
        for (int i = 0; i < events; i++) {
            event(anything(random));
        }
        var before = replayed(links);

        var merging = merging(cut);

        if (merging.isWorthIt()) {
            assertThat(merging.fault(events)).isNull();
            int last = (int) merging.last();
            var after = new ArrayList<>(List.of(merging.condensed(LATER)));
            after.addAll(links.subList(last, events));
            var replay = replayed(after);
            assertThat(last).isLessThanOrEqualTo(cut);
            assertThat(replay.doc().snapshot()).isEqualTo(before.doc().snapshot());
            assertThat(replay.doc().text("body"))
                    .hasToString(before.doc().text("body").toString());
            assertThat(replay.chain().place().head())
                    .isEqualTo(before.chain().place().head());
            var authors = new LinkedHashSet<String>();
            for (var link : links.subList(0, last)) {
                authors.addAll(link.open(keys).authors());
            }
            assertThat(after.getFirst().open(keys).authors()).containsExactlyElementsOf(authors);
        }
    }

    @Property(tries = 50)
    void merging_bit_by_bit_ends_where_merging_at_once_does(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int step) throws Exception {
        var random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            event(edit(random));
        }
        var before = replayed(links);

        for (int cut = step; cut <= 20; cut += step) {
            var merging = merging(cut);
            long first = links.getFirst().frame().sequence();
            var condensed = merging.condensed(LATER);
            var rest = List.copyOf(links.subList((int) (cut - first + 1), links.size()));
            links.clear();
            links.add(condensed);
            links.addAll(rest);
        }

        assertThat(links).hasSize(20 - 20 / step * step + 1);
        assertThat(replayed(links).doc().snapshot()).isEqualTo(before.doc().snapshot());
        assertThat(replayed(links).chain().place().head())
                .isEqualTo(before.chain().place().head());
    }

    @Test
    void nothing_is_merged_from_an_event_on_that_is_still_in_force() throws Exception {
        event(edit(new Random(1)));
        event(edit(new Random(2)));
        event(new RoomEvent.AccessChanged(TIME, "ada", List.of()));
        event(edit(new Random(3)));

        assertThat(merging(4).last()).isEqualTo(2);
    }

    @Test
    void a_room_that_begins_with_such_an_event_stays_as_it_is() throws Exception {
        event(new RoomEvent.BotInstalled(TIME, "ada", "echo", new Any.Obj(Map.of())));
        event(edit(new Random(3)));

        assertThat(merging(4).isWorthIt()).isFalse();
    }

    @Test
    void that_a_room_was_erased_is_merged_only_when_nothing_is_left_of_what_was_before() throws Exception {
        var fresh = new KeyRing(ROOM, List.of(new ContentKey(2, new byte[ContentKey.BYTES])));
        var both =
                new KeyRing(ROOM, List.of(keys.keys().getFirst(), fresh.keys().getFirst()));
        var erased = new Writer(fresh, 1, 2).write(chain.place().head(), new RoomEvent.Erased(TIME, "ada"));
        event(edit(new Random(1)));
        var behind = new Writer(both, 1, 2).write(chain.place().head(), new RoomEvent.Erased(TIME, "ada"));

        var afterwards = new Merging(fresh, frame -> true);
        var keyLeft = new Merging(both, frame -> true);
        var eventLeft = new Merging(both, frame -> true);

        assertThat(afterwards.add(erased)).isTrue();
        assertThat(afterwards.last()).isEqualTo(1);
        assertThat(keyLeft.add(erased)).isFalse();
        assertThat(eventLeft.add(links.getFirst())).isTrue();
        assertThat(eventLeft.add(behind)).isFalse();
        assertThat(eventLeft.fault(2)).isEqualTo("what was erased has still to be removed");
    }

    @Test
    void what_is_merged_already_is_not_merged_again() throws Exception {
        event(edit(new Random(1)));
        event(edit(new Random(2)));
        event(edit(new Random(3)));
        var condensed = merging(2).condensed(LATER);
        links.subList(0, 2).clear();
        links.addFirst(condensed);

        assertThat(merging(2).isWorthIt()).isFalse();
        assertThat(merging(3).isWorthIt()).isTrue();
    }

    @Test
    void the_event_has_the_time_of_the_last_one_and_an_epoch_of_its_own() throws Exception {
        event(edit(new Random(1)));
        event(edit(new Random(2)));

        var one = merging(1).condensed(LATER).frame();
        var other = merging(1).condensed(LATER).frame();

        assertThat(one.time()).isEqualTo(links.getFirst().frame().time());
        assertThat(one.epoch()).isGreaterThan(LATER.toEpochMilli());
        assertThat(one.epoch()).isNotEqualTo(other.epoch());
    }

    @Test
    void an_end_that_is_missing_shows() throws Exception {
        event(edit(new Random(1)));

        assertThat(merging(1).fault(2)).isEqualTo("event 2, which was acknowledged, is missing");
    }

    @Test
    void damage_behind_what_would_be_merged_shows() throws Exception {
        for (int i = 0; i < 4; i++) {
            event(edit(new Random(i)));
        }
        links.remove(2);

        assertThat(merging(1).fault(4)).isEqualTo("event 4 follows event 2");
    }

    @Test
    void an_event_that_cannot_be_opened_shows() throws Exception {
        event(edit(new Random(1)));
        event(edit(new Random(2)));
        var other = new KeyRing(ROOM, List.of(new ContentKey(2, new byte[ContentKey.BYTES])));

        var merging = new Merging(other, frame -> true);

        assertThat(merging.add(links.getFirst())).isFalse();
        assertThat(merging.fault(2)).isEqualTo("event 1 cannot be read: sealed with key 1, which is not here any more");
    }

    @Test
    void no_name_is_lost_so_nothing_is_merged_that_brings_one_too_many() throws Exception {
        List<Change> changes = new ArrayList<>();
        var nothing = Doc.withClientId(1).encode(UpdateFormat.V1);
        for (int i = 0; i < Merging.MOST_AUTHORS; i++) {
            changes.add(new Change("author " + i, "c-1", "test", TIME, nothing));
        }
        event(new RoomEvent.Applied(TIME, changes));
        event(new RoomEvent.Applied(TIME, changes.subList(0, 1)));
        event(edit(new Random(1)));
        event(new RoomEvent.Applied(TIME, changes.subList(0, 1)));

        var merging = merging(4);

        assertThat(merging.last()).isEqualTo(2);
        assertThat(merging.condensed(LATER).open(keys).authors()).hasSize(Merging.MOST_AUTHORS);
    }

    private Merging merging(long cut) {
        var merging = new Merging(keys, frame -> frame.sequence() <= cut);
        for (var link : links) {
            if (!merging.add(link)) {
                break;
            }
        }
        return merging;
    }

    private RoomEvent anything(Random random) throws MalformedInput {
        return switch (random.nextInt(12)) {
            case 0 -> new RoomEvent.Imported(time(), "eve", "other", new byte[32]);
            case 1 -> new RoomEvent.Restored(time(), "eve");
            case 2 -> random.nextInt(4) == 0 ? new RoomEvent.BotRemoved(time(), "eve", "echo") : edit(random);
            default -> edit(random);
        };
    }

    private Instant time() {
        return TIME.plusSeconds(links.size());
    }

    /** Several people at once, each from what all know. */
    private RoomEvent edit(Random random) throws MalformedInput {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            var author = List.of("ada", "bob", "zoë").get(random.nextInt(3));
            var own = Doc.withClientId(random.nextInt(1_000) + 10);
            own.apply(doc.encode(UpdateFormat.V1));
            var known = own.stateVector();
            var text = own.text("body");
            if (text.length() > 3 && random.nextInt(3) == 0) {
                text.delete(random.nextInt(text.length() - 2), 2);
            }
            text.insert(random.nextInt(text.length() + 1), author + random.nextInt(100));
            var update = own.encodeSince(known, UpdateFormat.V1);
            doc.apply(update);
            changes.add(new Change(author, "c-" + i, "test", time(), update));
        }
        return new RoomEvent.Applied(time(), changes);
    }

    private void event(RoomEvent event) {
        var link = new Writer(keys, 0, 1).write(chain.place().head(), event);
        chain.add(link);
        links.add(Link.stored(link.bytes()));
    }

    private Replay replayed(List<Link> history) {
        var replay = new Replay(keys);
        history.forEach(link -> assertThat(replay.add(Link.stored(link.bytes())))
                .as(() -> Objects.requireNonNullElse(replay.chain().damage(), "whole"))
                .isTrue());
        return replay;
    }
}
