package dev.parley.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.engine.type.Draft;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelativePositionTest {
    private final Doc doc = Doc.withClientId(7);

    @Nested
    class In_a_root_that_nobody_spoke_of {
        private final RelativePosition position = new RelativePosition(null, "nowhere", null, 0);

        @Test
        void is_nowhere() {
            assertThat(position.resolve(doc)).isNull();
        }

        @Test
        void makes_no_such_root() {
            position.resolve(doc);

            assertThat(doc.rootNames()).isEmpty();
        }
    }

    @Test
    void in_a_root_whose_kind_nobody_told_is_nowhere_until_somebody_does() throws MalformedInput {
        doc.text("t").insert(0, "abc");
        var other = Doc.withClientId(8);
        other.apply(doc.encode(UpdateFormat.V1));
        var end = RelativePosition.of(doc.text("t"), 3, 0);

        assertThat(end.resolve(other)).isNull();
        assertThat(end.resolve(doc)).isEqualTo(new AbsolutePosition(doc.text("t"), 3, 0));
        assertThat(other.text("t").length()).isEqualTo(3);
        assertThat(end.resolve(other)).isEqualTo(new AbsolutePosition(other.text("t"), 3, 0));
    }

    @Nested
    class As_json {
        private void isReadAsWritten(RelativePosition position, String json) throws MalformedInput {
            assertThat(position.toJson()).isEqualTo(json);
            assertThat(RelativePosition.fromJson(json)).isEqualTo(position);
        }

        @Test
        void is_what_yjs_makes_of_it() throws MalformedInput {
            doc.text("t").insert(0, "abc");
            var inner = doc.map("m").set("inner", Draft.text());

            isReadAsWritten(
                    RelativePosition.of(doc.text("t"), 1, 0),
                    "{\"tname\":\"t\",\"item\":{\"client\":7,\"clock\":1},\"assoc\":0}");
            isReadAsWritten(
                    RelativePosition.of(doc.text("t"), 3, -1),
                    "{\"tname\":\"t\",\"item\":{\"client\":7,\"clock\":2},\"assoc\":-1}");
            isReadAsWritten(RelativePosition.of(doc.text("t"), 3, 0), "{\"tname\":\"t\",\"assoc\":0}");
            isReadAsWritten(RelativePosition.of(inner, 0, 0), "{\"type\":{\"client\":7,\"clock\":3},\"assoc\":0}");
        }

        /** Clients print the object itself as often as they call Yjs's function for it. */
        @Test
        void may_say_null_for_what_it_does_not_have() throws MalformedInput {
            assertThat(RelativePosition.fromJson("{\"type\":null,\"tname\":\"\",\"item\":null,\"assoc\":null}"))
                    .isEqualTo(new RelativePosition(null, "", null, 0));
        }

        @Test
        void without_a_side_stands_before_its_unit() throws MalformedInput {
            assertThat(RelativePosition.fromJson("{\"item\":{\"client\":1,\"clock\":2}}"))
                    .isEqualTo(new RelativePosition(null, null, new Id(1, 2), 0));
        }

        @Test
        void has_clients_up_to_the_largest() throws MalformedInput {
            isReadAsWritten(
                    new RelativePosition(null, null, new Id((1L << 53) - 1, 0), 0),
                    "{\"item\":{\"client\":9007199254740991,\"clock\":0},\"assoc\":0}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "7",
                    "{}",
                    "{\"assoc\":0}",
                    "{\"tname\":7}",
                    "{\"item\":7}",
                    "{\"item\":{}}",
                    "{\"item\":{\"client\":1}}",
                    "{\"item\":{\"client\":1,\"clock\":-1}}",
                    "{\"item\":{\"client\":1,\"clock\":0.5}}",
                    "{\"type\":{\"client\":9007199254740992,\"clock\":0}}",
                    "{\"tname\":\"t\",\"assoc\":0.5}",
                    "{\"tname\":\"t\",\"assoc\":3000000000}",
                    "{\"tname\":\"t\",\"assoc\":\"0\"}",
                    "{\"tname\":\"t\",\"x\":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}"
                })
        void is_malformed_if_it_says_anything_else(String json) {
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> RelativePosition.fromJson(json));
        }
    }
}
