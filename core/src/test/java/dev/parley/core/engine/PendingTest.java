package dev.parley.core.engine;

import static dev.parley.core.engine.UpdateFormat.V1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was given to a document and waits, {@link Doc#pending} and {@link Doc#dropPending}. */
class PendingTest {
    private final Doc doc = Doc.withClientId(1);

    private static byte[] first() {
        return Forged.by(5).in("text").text("abc").v1();
    }

    private static byte[] second() {
        return Forged.by(5, 3).behind(5, 2).text("def").v1();
    }

    @Test
    void nothing_waits_in_a_document_that_has_all() throws MalformedInput {
        doc.apply(first());
        doc.apply(second());

        assertThat(doc.pending().isEmpty()).isTrue();
        assertThat(doc.pending().missing()).isEmpty();
    }

    @Test
    void what_came_too_early_tells_what_it_waits_for() throws MalformedInput {
        doc.apply(second());

        assertThat(doc.pending().isEmpty()).isFalse();
        assertThat(doc.pending().missing()).isEqualTo(Map.of(5L, 2L));
        assertThat(doc.text("text").length()).isZero();
    }

    @Test
    void what_waits_is_passed_on_to_others() throws MalformedInput {
        doc.apply(second());
        var other = Doc.withClientId(2);

        other.apply(doc.encode(V1));
        other.apply(first());

        assertThat(other.text("text")).hasToString("abcdef");
    }

    @Test
    void structs_that_are_dropped_never_come_in() throws MalformedInput {
        doc.apply(second());

        doc.dropPending();

        assertThat(doc.pending().isEmpty()).isTrue();
        assertThat(doc.encode(V1)).isEqualTo(Forged.nothing(V1));
        doc.apply(first());
        assertThat(doc.text("text")).hasToString("abc");
    }

    @Test
    void deletions_that_are_dropped_never_come_in() throws MalformedInput {
        doc.apply(Forged.deleting(5, 0, 1).v1());
        assertThat(doc.pending().isEmpty()).isFalse();

        doc.dropPending();

        assertThat(doc.pending().isEmpty()).isTrue();
        doc.apply(first());
        assertThat(doc.text("text")).hasToString("abc");
    }

    @Test
    void what_was_dropped_can_come_again() throws MalformedInput {
        doc.apply(second());
        doc.dropPending();

        doc.apply(second());
        doc.apply(first());

        assertThat(doc.text("text")).hasToString("abcdef");
    }

    @Test
    void dropping_makes_room_for_others() throws MalformedInput {
        var limited = new Doc(DocOptions.withClientId(1).limits(Bounds.waiting(400)));
        limited.apply(Forged.by(5, 3).behind(5, 2).text("x".repeat(30)).v1());
        var more = Forged.by(6, 3).behind(6, 2).text("y".repeat(30)).v1();
        assertThatThrownBy(() -> limited.apply(more)).isInstanceOf(MalformedInput.class);

        limited.dropPending();
        limited.apply(more);

        assertThat(limited.pending().missing()).containsOnlyKeys(6L);
    }

    @Test
    void dropping_nothing_changes_nothing() throws MalformedInput {
        doc.apply(first());
        var before = Moment.of(doc);

        doc.dropPending();

        assertThat(Moment.of(doc)).isEqualTo(before);
    }
}
