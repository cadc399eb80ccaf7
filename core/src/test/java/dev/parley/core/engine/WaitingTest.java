package dev.parley.core.engine;

import static dev.parley.core.engine.UpdateFormat.V1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.update.Updates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What came too early, and what it costs those who come in time. */
class WaitingTest {
    private static final int MANY = 10_000;

    /** So much may wait that the limit isn't what is tested. */
    private static Doc doc() {
        return new Doc(DocOptions.withClientId(1).limits(Bounds.waiting(64L << 20)));
    }

    /** Each letter an update of its own. */
    private static List<byte[]> letters(long client, int count) throws MalformedInput {
        var letters = new ArrayList<byte[]>();
        letters.add(Forged.by(client).in("text").text("a").v1());
        for (int i = 1; i < count; i++) {
            letters.add(Forged.by(client, i).behind(client, i - 1).text("a").v1());
        }
        return letters;
    }

    private static Cost ofAll(Doc doc, List<byte[]> updates) throws MalformedInput {
        return Cost.of(() -> {
            for (var update : updates) {
                doc.apply(update);
            }
        });
    }

    @Test
    void deletions_that_take_too_much_work_when_their_time_comes_are_dropped_rather_than_the_text()
            throws MalformedInput {
        var doc = new Doc(DocOptions.withClientId(1).limits(Bounds.steps(20_000)));
        var deleting = new Forged();
        for (int i = 0; i < 100; i++) {
            // Each one in the middle of a pair of surrogates, so that it has to cut the text and copy it.
            deleting.delete(5, 4L * i + 1, 1);
        }
        assertThat(doc.apply(deleting.v1()).waits()).isTrue();

        var applied = doc.apply(Forged.by(5).in("text").text("😀".repeat(1_000)).v1());

        assertThat(applied)
                .extracting(Applied::changed, Applied::waits, Applied::droppedWaiting)
                .containsExactly(true, false, true);
        assertThat(doc.text("text")).hasToString("😀".repeat(1_000));
    }

    @Test
    void somebody_whose_future_much_waits_for_pays_nothing_for_it() throws MalformedInput {
        var doc = doc();
        for (int i = 0; i < MANY; i++) {
            doc.apply(Forged.by(100 + i).behind(7, 1_000_000 + i).text("x").v1());
        }
        doc.apply(letters(7, 1).get(0));

        var cost = ofAll(doc, letters(7, 1_001).subList(1, 1_001));

        assertThat(cost.bytes() / 1_000).isLessThan(10_000);
        assertThat(doc.pending().missing()).containsEntry(7L, 1_001L);
    }

    @Test
    void somebody_whose_future_many_want_to_delete_pays_nothing_for_it() throws MalformedInput {
        var doc = doc();
        var early = new ArrayList<byte[]>();
        for (int i = 0; i < MANY; i++) {
            early.add(Forged.deleting(7, 1_000_000 + 2L * i, 1).v1());
        }
        Collections.shuffle(early, new Random(1));

        var waiting = ofAll(doc, early);
        var typing = ofAll(doc, letters(7, 1_000));

        assertThat(waiting.bytes() / MANY).isLessThan(10_000);
        assertThat(typing.bytes() / 1_000).isLessThan(10_000);
    }

    @Test
    void deletions_that_come_in_any_order_wait_as_the_ranges_that_they_make() throws MalformedInput {
        var early = new ArrayList<byte[]>();
        for (int i = 0; i < 300; i++) {
            early.add(
                    Forged.deleting(7, 10 + 2L * (i % 200), i % 3 == 0 ? 3 : 1).v1());
        }
        Collections.shuffle(early, new Random(2));
        var oneByOne = doc();
        for (var update : early) {
            oneByOne.apply(update);
        }
        var together = doc();
        together.apply(Updates.merge(early, V1));

        assertThat(oneByOne.pending().deletions()).isEqualTo(together.pending().deletions());
        assertThat(oneByOne.encode(V1)).isEqualTo(together.encode(V1));
    }

    @Test
    void text_of_which_the_beginning_is_deleted_in_advance_comes_in_without_it() throws MalformedInput {
        var doc = doc();
        doc.apply(Forged.deleting(7, 0, 3).delete(7, 5, 10).v1());

        doc.apply(letters(7, 8).get(0));
        for (var letter : letters(7, 8)) {
            doc.apply(letter);
        }

        assertThat(doc.text("text")).hasToString("aa");
        var later = doc();
        later.apply(Forged.deleting(7, 8, 7).v1());
        assertThat(doc.pending().deletions()).isEqualTo(later.pending().deletions());
    }

    @Test
    void what_waits_stays_when_an_update_is_refused_that_would_have_dropped_it() throws MalformedInput {
        var doc = new Doc(DocOptions.withClientId(1).limits(new Limits(1_000, 100_000, 10, 3, 10, 1_000, 1_000)));
        var deep = Forged.by(5).behind(6, 0).array();
        for (int i = 1; i < 10; i++) {
            deep.inside(5, i - 1).array();
        }
        doc.apply(deep.v1());
        doc.apply(Forged.by(9, 3).behind(9, 2).text("honest").v1());
        var before = Moment.of(doc);
        var tooMuchRest = Forged.by(6)
                .in("array")
                .values(Any.of("x"))
                .and(8, 5)
                .behind(8, 4)
                .text("y".repeat(1_300))
                .v1();

        assertThatThrownBy(() -> doc.apply(tooMuchRest)).isInstanceOf(MalformedInput.class);

        assertThat(Moment.of(doc)).isEqualTo(before);
    }

    @Test
    void what_waits_already_takes_no_more_room() throws MalformedInput {
        var doc = new Doc(DocOptions.withClientId(1).limits(Bounds.waiting(40_000)));
        var update = Forged.by(5, 3).behind(5, 2).text("y".repeat(30_000)).v1();

        for (int i = 0; i < 20; i++) {
            assertThat(doc.apply(update).waits()).isTrue();
        }
    }

    @Test
    void each_letter_that_sets_one_thing_free_leaves_the_others_alone() throws MalformedInput {
        var doc = doc();
        doc.apply(letters(7, 1).get(0));
        var waiting = new Forged();
        for (int i = MANY; i > 0; i--) {
            waiting.and(1_000 + i, 0).behind(7, i).text("x");
        }
        doc.apply(waiting.v1());

        var cost = ofAll(doc, letters(7, 1_001).subList(1, 1_001));

        assertThat(cost.bytes() / 1_000).isLessThan(40_000);
        assertThat(doc.text("text").length()).isEqualTo(2_001);
    }

    @Test
    void what_is_known_already_waits_for_its_neighbours_as_in_Yjs() throws MalformedInput {
        var doc = doc();
        doc.apply(Forged.by(5).gc(3).v1());

        assertThat(doc.apply(Forged.by(5).behind(6, 0).text("abc").v1()).waits())
                .isTrue();

        assertThat(doc.pending().missing()).containsOnly(Map.entry(6L, 0L));
    }

    @Test
    void an_answer_says_whether_anything_changed_and_whether_something_waits() throws MalformedInput {
        var doc = doc();
        var letters = letters(7, 3);

        assertThat(doc.apply(letters.get(1)))
                .extracting(Applied::changed, Applied::waits)
                .containsExactly(false, true);
        assertThat(doc.apply(letters.get(0)))
                .extracting(Applied::changed, Applied::waits)
                .containsExactly(true, false);
        assertThat(doc.apply(letters.get(0)))
                .extracting(Applied::changed, Applied::waits)
                .containsExactly(false, false);
    }
}
