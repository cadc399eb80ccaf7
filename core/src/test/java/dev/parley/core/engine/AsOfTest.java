package dev.parley.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link Doc#asOf}: a document as it was. The bytes of it are for the vectors to show. */
class AsOfTest {
    private static Doc keeping() {
        return new Doc(DocOptions.withClientId(1).gc(false));
    }

    @Test
    void a_document_that_keeps_what_is_deleted_shows_its_past() {
        var doc = keeping();
        doc.text("text").insert(0, "abc");
        var then = doc.snapshot();
        doc.text("text").delete(0, 2);
        doc.text("text").insert(1, "def");

        assertThat(doc.asOf(then).text("text")).hasToString("abc");
        assertThat(doc.text("text")).hasToString("cdef");
    }

    @Test
    void a_document_that_forgets_what_is_deleted_refuses() {
        var doc = Doc.withClientId(1);
        doc.text("text").insert(0, "abc");
        var then = doc.snapshot();

        assertThatThrownBy(() -> doc.asOf(then)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> doc.asOf(then, DocOptions.withClientId(2))).isInstanceOf(IllegalStateException.class);
        doc.text("text").insert(0, "still in use ");
    }

    @Test
    void looking_back_changes_nothing_and_tells_nobody() {
        var doc = keeping();
        doc.text("text").insert(0, "abc");
        doc.text("text").insert(3, "def");
        var then = new Snapshot(StateVector.of(Map.of(1L, 2L)), DeleteSet.EMPTY);
        var before = Moment.of(doc);
        var emitted = Emitted.by(doc);

        assertThat(doc.asOf(then).text("text")).hasToString("ab");

        assertThat(Moment.of(doc)).isEqualTo(before);
        assertThat(emitted.size()).isZero();
    }

    @Test
    void one_can_go_on_from_there() {
        var doc = keeping();
        doc.text("text").insert(0, "abc");
        var then = doc.snapshot();
        doc.text("text").delete(0, 3);

        var again = doc.asOf(then, DocOptions.withClientId(2));
        again.text("text").insert(3, "!");

        assertThat(again.text("text")).hasToString("abc!");
        assertThat(again.clientId()).isEqualTo(2);
        assertThat(doc.text("text")).hasToString("");
    }

    @Test
    void before_everything_it_was_empty() {
        var doc = keeping();
        doc.text("text").insert(0, "abc");

        assertThat(doc.asOf(Snapshot.EMPTY).text("text")).hasToString("");
    }
}
