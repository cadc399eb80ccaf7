package dev.parley.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.Draft;
import dev.parley.core.engine.type.SharedArray;
import dev.parley.core.engine.type.SharedMap;
import dev.parley.core.engine.type.SharedText;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.engine.type.XmlFragment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@link Doc#askForRoots}: what a reader who doesn't know the application takes a root for. */
class AskForRootsTest {
    private final Doc author = Doc.withClientId(1);
    private final Doc reader = Doc.withClientId(2);

    @Nested
    class A_root_is_taken_for {

        @Test
        void a_text_if_it_has_letters() throws MalformedInput {
            assertThat(rootAfter(doc -> doc.text("r").insert(0, "abc"))).isInstanceOf(SharedText.class);
        }

        @Test
        void a_text_if_what_it_has_is_embedded() throws MalformedInput {
            assertThat(rootAfter(doc -> doc.text("r").embed(0, Any.of(Map.of("image", "x")), Map.of())))
                    .isInstanceOf(SharedText.class);
        }

        @Test
        void an_array_if_it_has_values() throws MalformedInput {
            assertThat(rootAfter(doc -> doc.array("r").add(Any.of(1)))).isInstanceOf(SharedArray.class);
        }

        @Test
        void an_array_if_it_has_maps() throws MalformedInput {
            assertThat(rootAfter(doc -> doc.array("r").add(Draft.map(Map.of("done", Any.FALSE)))))
                    .isInstanceOf(SharedArray.class);
        }

        @Test
        void a_map_if_it_has_keys() throws MalformedInput {
            assertThat(rootAfter(doc -> doc.map("r").set("key", Any.of(1)))).isInstanceOf(SharedMap.class);
        }

        @Test
        void a_map_if_its_keys_are_gone() throws MalformedInput {
            author.map("r").set("key", Any.of(1));

            assertThat(rootAfter(doc -> doc.map("r").delete("key"))).isInstanceOf(SharedMap.class);
        }

        @Test
        void xml_if_it_has_nodes() throws MalformedInput {
            assertThat(rootAfter(doc -> doc.xml("r").add(Draft.xmlElement("p"))))
                    .isInstanceOf(XmlFragment.class);
            assertThat(reader.roots().get("r")).hasToString("<p></p>");
        }

        @Test
        void what_stands_behind_that_which_was_deleted() throws MalformedInput {
            author.text("r").insert(0, "abc");
            author.text("r").delete(0, 2);

            assertThat(root()).isInstanceOf(SharedText.class).hasToString("c");
        }
    }

    @Test
    void one_of_which_nothing_is_left_stays_unknown() throws MalformedInput {
        author.text("r").insert(0, "abc");
        author.text("r").delete(0, 3);
        reader.apply(author.encode(UpdateFormat.V1));

        reader.askForRoots();

        assertThat(reader.rootNames()).containsExactly("r");
        assertThat(reader.roots()).isEmpty();
    }

    @Test
    void one_that_was_unknown_is_known_as_soon_as_it_holds_something() throws MalformedInput {
        author.text("r").insert(0, "abc");
        author.text("r").delete(0, 3);
        reader.apply(author.encode(UpdateFormat.V1));
        reader.askForRoots();
        author.text("r").insert(0, "d");

        assertThat(root()).isInstanceOf(SharedText.class).hasToString("d");
    }

    @Test
    void one_that_was_asked_for_stays_what_it_is() throws MalformedInput {
        reader.array("r");
        author.text("r").insert(0, "abc");

        assertThat(root()).isInstanceOf(SharedArray.class);
    }

    @Test
    void all_of_them_are_asked_for() throws MalformedInput {
        author.text("a").insert(0, "abc");
        author.map("b").set("key", Any.of(1));
        author.array("c").addAll(List.of(Any.of(1)));
        reader.apply(author.encode(UpdateFormat.V1));

        reader.askForRoots();

        assertThat(reader.roots()).containsOnlyKeys("a", "b", "c");
    }

    private SharedType rootAfter(Consumer<Doc> edit) throws MalformedInput {
        edit.accept(author);
        return root();
    }

    private SharedType root() throws MalformedInput {
        reader.apply(author.encode(UpdateFormat.V1));
        reader.askForRoots();
        return Objects.requireNonNull(reader.roots().get("r"), "nobody knows what it is");
    }
}
