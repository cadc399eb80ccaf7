package dev.parley.core.engine.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.Any;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The drafts of XML that few use: {@link Draft#xmlHook} and {@link Draft#xmlFragment}. */
class XmlDraftTest {
    private final Doc doc = Doc.withClientId(1);

    private Doc received(UpdateFormat format) throws MalformedInput {
        var other = Doc.withClientId(2);
        other.apply(doc.encode(format), format, null);
        return other;
    }

    @Nested
    class A_hook {
        private final XmlHook hook = doc.xml("page").add(Draft.xmlHook("player", Map.of("src", Any.of("a.ogg"))));

        @Test
        void has_its_name_and_its_entries() {
            assertThat(hook.name()).isEqualTo("player");
            assertThat(hook.asMap()).isEqualTo(Map.of("src", Any.of("a.ogg")));
            assertThat(doc.xml("page").children()).containsExactly(hook);
            assertThat(hook.parent()).isEqualTo(doc.xml("page"));
        }

        @ParameterizedTest
        @EnumSource(UpdateFormat.class)
        void arrives_as_it_was_sent(UpdateFormat format) throws MalformedInput {
            var theirs = (XmlHook) received(format).xml("page").get(0);

            assertThat(theirs.name()).isEqualTo("player");
            assertThat(theirs.get("src")).isEqualTo(Any.of("a.ogg"));
        }

        @Test
        void is_changed_like_a_map() throws MalformedInput {
            hook.set("src", Any.of("b.ogg"));
            hook.set("caption", Draft.text("B"));

            var theirs = (XmlHook) received(UpdateFormat.V1).xml("page").get(0);
            assertThat(theirs.get("src")).isEqualTo(Any.of("b.ogg"));
            assertThat(theirs.get("caption")).hasToString("B");
        }

        @Test
        void can_stand_among_elements() {
            doc.xml("page").insert(0, List.of(Draft.xmlElement("p"), Draft.xmlHook("clock", Map.of())));

            assertThat(doc.xml("page").children()).hasSize(3).last().isEqualTo(hook);
            assertThat(((XmlHook) doc.xml("page").get(1)).asMap()).isEmpty();
        }
    }

    @Nested
    class A_fragment_in_something_else {
        private final XmlFragment fragment = doc.array("pages")
                .add(Draft.xmlFragment(List.of(
                        Draft.xmlElement("p", Map.of("class", Any.of("lead")), List.of(Draft.xmlText("hello"))),
                        Draft.xmlHook("clock", Map.of()))));

        @Test
        void holds_its_children() {
            assertThat(fragment.length()).isEqualTo(2);
            assertThat(fragment.get(0)).hasToString("<p class=\"lead\">hello</p>");
            assertThat(fragment.get(1)).isInstanceOf(XmlHook.class);
            assertThat(doc.array("pages").get(0)).isEqualTo(fragment);
        }

        @ParameterizedTest
        @EnumSource(UpdateFormat.class)
        void arrives_as_it_was_sent(UpdateFormat format) throws MalformedInput {
            var theirs = (XmlFragment) received(format).array("pages").get(0);

            assertThat(theirs).isNotInstanceOf(XmlElement.class);
            assertThat(theirs.length()).isEqualTo(2);
            assertThat(theirs.get(0)).hasToString("<p class=\"lead\">hello</p>");
            assertThat(((XmlHook) theirs.get(1)).name()).isEqualTo("clock");
        }

        @Test
        void can_be_empty() {
            var empty = doc.map("parts").set("footer", Draft.xmlFragment(List.of()));

            assertThat(empty.length()).isZero();
            assertThat(empty.children()).isEmpty();
        }
    }
}
