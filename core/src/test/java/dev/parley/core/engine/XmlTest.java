package dev.parley.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.Delta;
import dev.parley.core.engine.type.Draft;
import dev.parley.core.engine.type.SharedArray;
import dev.parley.core.engine.type.SharedText;
import dev.parley.core.engine.type.XmlElement;
import dev.parley.core.engine.type.XmlFragment;
import dev.parley.core.engine.type.XmlText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class XmlTest {
    /** Deeper than any stack of a thread with the usual settings would bear. */
    private static final int DEEP = 100_000;

    private static final String ROOT = "page";

    /** The bytes don't tell what a root is, so anybody can put anything into it. */
    private static XmlFragment readAsXml(Consumer<Doc> writer) throws MalformedInput {
        var theirs = Doc.withClientId(1);
        theirs.transact(transaction -> writer.accept(theirs));
        var ours = new Doc(DocOptions.withClientId(2).limits(Limits.trusted()));
        ours.apply(theirs.encode(UpdateFormat.V1));
        return ours.xml(ROOT);
    }

    @Nested
    class What_is_no_node {
        @Test
        void is_a_child_like_others() throws MalformedInput {
            var page = readAsXml(doc -> {
                doc.array(ROOT).add(Any.of("plain"));
                doc.array(ROOT).add(Draft.xmlElement("p"));
                doc.array(ROOT).add(Any.NULL);
            });

            assertThat(page.children()).hasSize(3).first().isEqualTo(Any.of("plain"));
            assertThat(page.get(1)).isInstanceOf(XmlElement.class);
            assertThat(page.get(2)).isEqualTo(Any.NULL);
        }

        /** What Yjs shows, but for null and undefined alone, on which it fails. */
        @Test
        void is_shown_as_what_javascript_makes_of_it() throws MalformedInput {
            var page = readAsXml(doc -> {
                var root = doc.array(ROOT);
                root.addAll(List.of(
                        Any.of("a"),
                        Any.of(1.5),
                        Any.of(-0.0),
                        Any.of(Double.NaN),
                        Any.of(1e21),
                        Any.TRUE,
                        Any.of(List.of(1, Any.NULL, List.of(2, "b"), List.of(Any.UNDEFINED))),
                        Any.of(Map.of("k", 1)),
                        Any.of(new byte[] {1, -1}),
                        new Doc(DocOptions.withClientId(3).guid("inside"))));
                root.add(Draft.map());
                root.add(Draft.array());
                root.add(Draft.text("t"));
                root.add(Any.NULL);
            });

            assertThat(page)
                    .hasToString("a1.50NaN1e+21true1,,2,b,[object Object]1,255[object Object][object Object]"
                            + "[object Object]tnull");
        }

        @Test
        void may_be_the_letters_and_the_embedded_values_of_a_text() throws MalformedInput {
            var page = readAsXml(doc -> {
                doc.text(ROOT).insert(0, "héy");
                doc.text(ROOT).embed(1, Any.of(Map.of("a", 1)), Map.of());
            });

            assertThat(page.length()).isEqualTo(4);
            assertThat(page.children().get(1)).isEqualTo(Any.of(Map.of("a", 1)));
            assertThat(page).hasToString("h[object Object]éy");
        }

        @Test
        void is_shown_by_a_document_as_plain_values_too() throws MalformedInput {
            var page = readAsXml(doc -> doc.array(ROOT).add(Any.of(List.of("a", "b"))));

            assertThat(page.toJson()).isEqualTo(Any.of("a,b"));
        }
    }

    @Nested
    class Markup_costs_no_stack_however_deep {
        @Test
        void elements_lie_in_each_other() throws MalformedInput {
            var page = readAsXml(doc -> {
                XmlFragment innermost = doc.xml(ROOT);
                for (int i = 0; i < DEEP; i++) {
                    innermost = innermost.add(Draft.xmlElement("p"));
                }
            });

            assertThat(page.toString()).isEqualTo("<p>".repeat(DEEP) + "</p>".repeat(DEEP));
        }

        @Test
        void elements_lie_in_the_attributes_of_others() throws MalformedInput {
            var page = readAsXml(doc -> {
                var innermost = doc.xml(ROOT).add(Draft.xmlElement("p"));
                for (int i = 1; i < DEEP; i++) {
                    innermost.setAttribute("a", Draft.xmlElement("p"));
                    innermost = (XmlElement) Objects.requireNonNull(innermost.attribute("a"));
                }
            });

            assertThat(page.toString()).hasSize("<p a=\"\"></p>".length() * DEEP - " a=\"\"".length());
        }

        @Test
        void texts_are_embedded_in_each_other() throws MalformedInput {
            var page = readAsXml(doc -> {
                SharedText innermost = doc.xml(ROOT).add(Draft.xmlText("x"));
                for (int i = 1; i < DEEP; i++) {
                    innermost.embed(1, Draft.xmlText("x"), Map.of());
                    var embedded = (Delta.Insert) innermost.delta().getLast();
                    innermost = (SharedText) embedded.content();
                }
            });

            assertThat(page.toString()).isEqualTo("x".repeat(DEEP));
        }

        @Test
        void arrays_lie_in_each_other() throws MalformedInput {
            var page = readAsXml(doc -> {
                Any value = Any.of("x");
                for (int i = 0; i < DEEP; i++) {
                    value = new Any.Arr(List.of(value));
                }
                doc.array(ROOT).add(value);
            });

            assertThat(page).hasToString("x");
        }
    }

    @Test
    void lists_and_texts_in_xml_are_shown_as_yjs_shows_them() {
        var page = Doc.withClientId(1).xml(ROOT);
        page.insert(0, List.of(Draft.xmlElement("P", Map.of("b", Any.of(1), "a", Draft.array()), List.of())));
        XmlText text = page.add(Draft.xmlText("bold"));
        text.format(0, 2, Map.of("b", Any.of(Map.of("y", 1, "x", List.of(1, 2)))));

        assertThat(page).hasToString("<p a=\"[object Object]\" b=\"1\"></p><b x=\"1,2\" y=\"1\">bo</b>ld");
    }

    @Test
    void what_was_made_is_answered_as_what_it_is() {
        SharedArray list = Doc.withClientId(1).xml(ROOT).add(Draft.array());

        assertThat(list.isEmpty()).isTrue();
    }
}
