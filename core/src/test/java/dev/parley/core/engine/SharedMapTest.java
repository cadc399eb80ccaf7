package dev.parley.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.XmlElement;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SharedMapTest {
    private final Doc doc = Doc.withClientId(9);

    /** No client writes this, but the bytes can say it: Yjs shows such a key as undefined. */
    @Nested
    class A_key_under_which_a_format_stands {
        private final byte[] update = Forged.by(1)
                .in("m")
                .under("format")
                .format("b", Any.TRUE)
                .under("value")
                .values(Any.of(1), Any.of(2))
                .v1();

        @Test
        void is_there_and_undefined() throws MalformedInput {
            doc.apply(update);
            var map = doc.map("m");

            assertThat(map.has("format")).isTrue();
            assertThat(map.get("format")).isEqualTo(Any.UNDEFINED);
            assertThat(map.size()).isEqualTo(2);
            assertThat(map.asMap())
                    .hasSize(2)
                    .containsOnlyKeys("format", "value")
                    .containsEntry("format", Any.UNDEFINED)
                    .containsEntry("value", Any.of(2));
            assertThat(map.asMap().containsKey("format")).isTrue();
            assertThat(map.toJson()).isEqualTo(new Any.Obj(Map.of("format", Any.UNDEFINED, "value", Any.of(2))));
            assertThat(map).hasToString("{\"value\":2}");
        }

        @Test
        void is_gone_when_it_is_deleted() throws MalformedInput {
            doc.apply(update);
            var map = doc.map("m");

            map.delete("format");

            assertThat(map.has("format")).isFalse();
            assertThat(map.get("format")).isNull();
            assertThat(map.asMap().keySet()).isEqualTo(Set.of("value"));
            assertThat(map.size()).isEqualTo(1);
        }

        @Test
        void is_an_attribute_of_a_text_too() throws MalformedInput {
            doc.apply(update);

            assertThat(doc.text("m").attributes()).containsEntry("format", Any.UNDEFINED);
        }

        @Test
        void is_an_attribute_of_an_element_too() throws MalformedInput {
            doc.apply(update);

            XmlElement element = doc.xmlElement("m");
            assertThat(element.attribute("format")).isEqualTo(Any.UNDEFINED);
            assertThat(element).hasToString("<undefined format=\"undefined\" value=\"2\"></undefined>");
        }
    }

    @Test
    void a_key_that_was_never_set_is_not_there() {
        var map = doc.map("m");

        assertThat(map.has("k")).isFalse();
        assertThat(map.get("k")).isNull();
        assertThat(map.asMap().containsKey(null)).isFalse();
        assertThat(map.size()).isZero();
    }

    @Test
    void a_key_that_was_set_to_undefined_or_null_is_there() {
        var map = doc.map("m");
        map.set("null", Any.NULL);
        map.set("undefined", Any.UNDEFINED);

        assertThat(map.has("null")).isTrue();
        assertThat(map.has("undefined")).isTrue();
        assertThat(map.size()).isEqualTo(2);
        assertThat(map.asMap()).containsEntry("null", Any.NULL).containsEntry("undefined", Any.UNDEFINED);
    }
}
