package dev.parley.core.engine;

import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.engine.update.Updates;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What replicas owe to each other, on what some people wrote at the same time at random. */
class ConvergencePropertiesTest {
    private static final int TRIES = 40;
    private static final int STEPS = 15;

    /** What replicas agree on, whatever they keep of what is deleted, how they cut it, and in which order keys came. */
    private record Seen(StateVector state, Snapshot snapshot, Map<String, JsonNode> shown, boolean waits) {
        static Seen by(Doc doc) {
            return new Seen(
                    doc.stateVector(),
                    doc.snapshot(),
                    content(doc),
                    !doc.pending().isEmpty());
        }
    }

    private static Map<String, JsonNode> content(Doc doc) {
        Map<String, JsonNode> shown = new TreeMap<>();
        doc.roots().forEach((name, type) -> shown.put(name, Shown.tree(type)));
        return shown;
    }

    @Property(tries = TRIES)
    void any_order_shows_the_same(@ForAll long seed, @ForAll UpdateFormat format) throws MalformedInput {
        var session = new Session(seed, STEPS);
        var straight = Session.reader(session.v1, V1);

        var mixed = Session.reader(session.shuffled(format), format);

        assertThat(Seen.by(mixed)).isEqualTo(Seen.by(straight));
        for (var author : session.authors) {
            author.apply(mixed.encode(V1));
            assertThat(Seen.by(author)).isEqualTo(Seen.by(straight));
        }
    }

    @Property(tries = TRIES)
    void any_grouping_shows_the_same(@ForAll long seed, @ForAll UpdateFormat format) throws MalformedInput {
        var session = new Session(seed, STEPS);
        var left = session.shuffled(format);
        var grouped = Session.reader(true);
        while (!left.isEmpty()) {
            var group = left.subList(0, 1 + session.random.nextInt(left.size()));
            grouped.apply(Updates.merge(group, format), format, null);
            group.clear();
        }

        assertThat(Seen.by(grouped)).isEqualTo(Seen.by(Session.reader(session.v1, V1)));
    }

    @Property(tries = TRIES)
    void twice_is_once(@ForAll long seed) throws MalformedInput {
        var session = new Session(seed, STEPS);
        var doc = Session.reader(session.v1, V1);
        var once = Moment.of(doc);
        var emitted = Emitted.by(doc);

        for (var update : session.shuffled(V1)) {
            assertThat(doc.newsIn(update, V1).isEmpty()).isTrue();
            doc.apply(update);
        }
        doc.apply(Updates.merge(session.v2, V2), V2, null);

        assertThat(emitted.size()).isZero();
        assertThat(Moment.of(doc)).isEqualTo(once);
    }

    @Property(tries = TRIES)
    void news_is_all_that_an_update_changes(@ForAll long seed, @ForAll UpdateFormat format) throws MalformedInput {
        var session = new Session(seed, STEPS);
        var doc = Session.reader(true);
        var informed = Session.reader(true);
        var some = session.shuffled(format);
        for (int i = 0; i < some.size(); i += 3) {
            // What comes next overlaps with what is there.
            some.set(i, Updates.merge(some.subList(Math.max(0, i - 2), i + 1), format));
        }
        for (var update : some) {
            var news = doc.newsIn(update, format);
            var before = Seen.by(doc);
            var waiting = doc.pending();
            doc.apply(update, format, null);
            informed.apply(news.update(), format, null);

            assertThat(Seen.by(informed)).isEqualTo(Seen.by(doc));
            if (news.isEmpty()) {
                assertThat(Seen.by(doc)).isEqualTo(before);
            } else if (waiting.isEmpty()) {
                assertThat(Seen.by(doc)).isNotEqualTo(before);
                assertThat(news.waits()).isEqualTo(!doc.pending().isEmpty());
            }
        }
    }

    @Property(tries = TRIES)
    void merging_is_associative_and_commutative_in_effect(@ForAll long seed, @ForAll UpdateFormat format)
            throws MalformedInput {
        var session = new Session(seed, STEPS);
        var all = session.shuffled(format);
        int one = session.random.nextInt(all.size() + 1);
        int other = one + session.random.nextInt(all.size() - one + 1);
        var a = Updates.merge(all.subList(0, one), format);
        var b = Updates.merge(all.subList(one, other), format);
        var c = Updates.merge(all.subList(other, all.size()), format);

        var expected = Seen.by(Session.reader(session.v1, V1));
        for (var merged : List.of(
                Updates.merge(List.of(Updates.merge(List.of(a, b), format), c), format),
                Updates.merge(List.of(a, Updates.merge(List.of(b, c), format)), format),
                Updates.merge(List.of(c, b, a), format),
                Updates.merge(List.of(b, a, c, a), format))) {
            assertThat(Seen.by(Session.reader(List.of(merged), format))).isEqualTo(expected);
        }
    }

    @Property(tries = TRIES)
    void the_difference_is_all_that_somebody_lacks(@ForAll long seed, @ForAll UpdateFormat format)
            throws MalformedInput {
        var session = new Session(seed, STEPS);
        var all = session.shuffled(format);
        var some = all.subList(0, session.random.nextInt(all.size() + 1));
        var whole = Session.reader(all, format);

        var byDiff = Session.reader(some, format);
        byDiff.apply(Updates.diff(Updates.merge(all, format), byDiff.stateVector(), format), format, null);
        var byDocument = Session.reader(some, format);
        byDocument.apply(whole.encodeSince(byDocument.stateVector(), format), format, null);

        assertThat(Seen.by(byDiff)).isEqualTo(Seen.by(whole));
        assertThat(Seen.by(byDocument)).isEqualTo(Seen.by(whole));
    }

    @Property(tries = TRIES)
    void forgetting_changes_nothing_that_is_seen(@ForAll long seed) throws MalformedInput {
        var session = new Session(seed, STEPS);
        var all = session.shuffled(V1);

        var keeping = Receivers.applied(Session.reader(false), all);

        assertThat(Seen.by(keeping)).isEqualTo(Seen.by(Receivers.applied(Session.reader(true), all)));
    }

    @Property(tries = TRIES)
    void what_is_written_is_what_is_read(@ForAll long seed) throws MalformedInput {
        var session = new Session(seed, STEPS);
        var doc = Session.reader(session.v1, V1);
        var v1 = hex(doc.encode(V1));
        var v2 = hex(doc.encode(V2));

        for (var format : UpdateFormat.values()) {
            var copy = Session.reader(List.of(doc.encode(format)), format);
            assertThat(hex(copy.encode(V1))).isEqualTo(v1);
            assertThat(hex(copy.encode(V2))).isEqualTo(v2);
            assertThat(Seen.by(copy)).isEqualTo(Seen.by(doc));
        }
        // Not the same bytes: without a document, an item with neighbours doesn't know that it has a key.
        var converted = Session.reader(List.of(Updates.convert(doc.encode(V2), V2, V1)), V1);
        converted.apply(Updates.convert(doc.encode(V1), V1, V2), V2, null);
        assertThat(hex(converted.encode(V1))).isEqualTo(v1);
        var snapshot = doc.snapshot();
        for (var format : UpdateFormat.values()) {
            assertThat(Snapshot.decode(snapshot.encode(format), format)).isEqualTo(snapshot);
        }
        assertThat(StateVector.decode(doc.stateVector().encode())).isEqualTo(doc.stateVector());
    }

    @Property(tries = TRIES)
    void a_snapshot_shows_what_was_shown_then(@ForAll long seed) throws MalformedInput {
        var session = new Session(seed, STEPS);
        var doc = Session.reader(false);
        int then = session.random.nextInt(session.v1.size());
        Receivers.applied(doc, session.v1.subList(0, then));
        if (!doc.pending().isEmpty()) {
            return;
        }
        var before = content(doc);
        var snapshot = doc.snapshot();

        Receivers.applied(doc, session.v1.subList(then, session.v1.size()));
        var past = doc.asOf(snapshot);
        Rewriting.askForRoots(past);

        assertThat(content(past)).isEqualTo(before);
    }

    @Property(tries = TRIES)
    void what_is_undone_and_redone_shows_again(@ForAll long seed) throws MalformedInput {
        var session = new Session(seed, STEPS / 2);
        var doc = Session.reader(session.v1, V1);
        var before = content(doc);
        var undo = new UndoManager(
                List.copyOf(doc.roots().values()), UndoOptions.of("me", InstantSource.fixed(Instant.EPOCH)));
        for (int i = 0; i < 5; i++) {
            Rewriting.withoutPairs(doc, "me", session.random, 2);
            undo.stopCapturing();
        }
        var after = content(doc);

        while (undo.undo()) {
            assertThat(doc.pending().isEmpty()).isTrue();
        }
        assertThat(content(doc)).isEqualTo(before);
        while (undo.redo()) {
            assertThat(doc.pending().isEmpty()).isTrue();
        }
        assertThat(content(doc)).isEqualTo(after);
    }

    @Property(tries = TRIES)
    void a_relative_position_stays_with_its_unit(@ForAll long seed) throws MalformedInput {
        var session = new Session(seed, STEPS);
        var doc = Session.reader(session.v1.subList(0, session.v1.size() / 2), V1);
        var text = doc.text("text");
        List<RelativePosition> positions = new ArrayList<>();
        for (int i = 0; i <= text.length(); i++) {
            for (int assoc : List.of(0, -1)) {
                positions.add(RelativePosition.decode(
                        RelativePosition.of(text, i, assoc).encode()));
            }
        }
        Receivers.applied(doc, session.v1);

        for (var position : positions) {
            var now = Objects.requireNonNull(position.resolve(doc));
            assertThat(now.type()).isEqualTo(text);
            assertThat(now.index()).isBetween(0, text.length());
            var item = position.item();
            if (item != null && !doc.snapshot().deleted().has(item.client(), item.clock())) {
                assertThat(RelativePosition.of(text, now.index(), position.assoc())
                                .item())
                        .isEqualTo(item);
            }
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
