package dev.parley.core.engine;

import static dev.parley.core.engine.UpdateFormat.V1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The roots of a document: {@link Doc#rootNames}, {@link Doc#roots} and asking for one. */
class RootsTest {
    private final Doc doc = Doc.withClientId(1);

    private static byte[] speakingOf(String root) {
        return Forged.by(5).in(root).text("abc").v1();
    }

    @Test
    void a_new_document_has_none() {
        assertThat(doc.rootNames()).isEmpty();
        assertThat(doc.roots()).isEmpty();
    }

    @Test
    void whoever_asks_for_one_makes_it() {
        var text = doc.text("b");
        doc.map("a");

        assertThat(doc.rootNames()).containsExactly("a", "b");
        assertThat(doc.roots()).containsOnlyKeys("a", "b").containsEntry("b", text);
        assertThat(doc.encode(V1)).isEqualTo(Forged.nothing(V1));
    }

    @Test
    void an_update_names_one_without_telling_what_it_is() throws MalformedInput {
        doc.apply(speakingOf("body"));

        assertThat(doc.rootNames()).containsExactly("body");
        assertThat(doc.roots()).isEmpty();
        assertThat(doc.text("body")).hasToString("abc");
        assertThat(doc.roots()).containsOnlyKeys("body");
    }

    @Test
    void an_update_that_is_refused_names_none() {
        assertThatThrownBy(() -> doc.apply(
                        Forged.by(5)
                                .in("body")
                                .text("abc")
                                .and(6, 3)
                                .behind(6, 2)
                                .text("x")
                                .v1(),
                        V1,
                        null,
                        Bounds.waiting(0)))
                .isInstanceOf(MalformedInput.class);

        assertThat(doc.rootNames()).isEmpty();
    }

    @Test
    void what_waits_names_one_already() throws MalformedInput {
        doc.apply(Forged.by(5, 3).in("body").text("abc").v1());

        assertThat(doc.rootNames()).containsExactly("body");
    }

    @Test
    void looking_for_news_names_none() throws MalformedInput {
        doc.newsIn(speakingOf("body"), V1);

        assertThat(doc.rootNames()).isEmpty();
    }

    @Test
    void one_stays_when_all_in_it_is_deleted() throws MalformedInput {
        doc.apply(speakingOf("body"));
        doc.text("body").delete(0, 3);

        assertThat(doc.rootNames()).containsExactly("body");
    }

    @Test
    void asking_again_gives_the_same() {
        assertThat(doc.text("body")).isEqualTo(doc.text("body"));
    }

    @Test
    void one_can_not_be_two_things() {
        doc.text("body");

        assertThatThrownBy(() -> doc.map("body"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("body");
    }

    @Test
    void the_names_can_not_be_changed() {
        assertThatThrownBy(() -> doc.rootNames().add("x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> doc.roots().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
