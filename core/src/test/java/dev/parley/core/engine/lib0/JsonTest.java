package dev.parley.core.engine.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.engine.MalformedInput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final int DEPTH = 100;
    private static final int VERY_DEEP = 100_000;

    @Property
    void every_value_of_json_is_read_as_it_was_printed(@ForAll("jsonValues") Any value) throws MalformedInput {
        assertThat(Json.parse(Json.print(value), DEPTH)).isEqualTo(value);
    }

    @Property
    void every_finite_number_is_read_as_it_was_printed(@ForAll("numbers") double number) throws MalformedInput {
        var text = Json.print(new Any.Num(number));

        assertThat(((Any.Num) Json.parse(text, 0)).value()).isEqualTo(number + 0.0);
    }

    @Property
    void every_text_is_read_as_it_was_printed(@ForAll String text) throws MalformedInput {
        assertThat(Json.parse(Json.print(new Any.Str(text)), 0)).isEqualTo(new Any.Str(text));
    }

    @Property
    void arbitrary_text_gives_a_value_or_is_malformed_and_nothing_else(@ForAll("jsonLike") String text) {
        try {
            assertThat(Json.print(Json.parse(text, DEPTH))).isNotEmpty();
        } catch (MalformedInput e) {
            assertThat(e).hasMessageMatching("expected JSON with .+, found .+ at character \\d+");
        }
    }

    @Provide
    Arbitrary<Any> jsonValues() {
        return Anys.jsonValues();
    }

    @Provide
    Arbitrary<Double> numbers() {
        return Anys.numbers().filter(Double::isFinite);
    }

    @Provide
    Arbitrary<String> jsonLike() {
        return Arbitraries.of(
                        "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\\", "\\u00e9", "1", "-", "0", ".", "e", "null",
                        " ")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Nested
    class Printing {

        @ParameterizedTest
        @CsvSource({
            "0, 0",
            "-0.0, 0",
            "1, 1",
            "-1, -1",
            "1.5, 1.5",
            "0.1, 0.1",
            "100, 100",
            "1e5, 100000",
            "123456789012345680, 123456789012345680",
            "1e20, 100000000000000000000",
            "1e21, 1e+21",
            "1.5e21, 1.5e+21",
            "-1.5e21, -1.5e+21",
            "123456.789, 123456.789",
            "1e-6, 0.000001",
            "1.5e-6, 0.0000015",
            "1e-7, 1e-7",
            "-1.25e-7, -1.25e-7",
            "4.9e-324, 5e-324",
            "1e-323, 1e-323",
            "1.5e-323, 1.5e-323",
            "1.7976931348623157e308, 1.7976931348623157e+308",
            "2e-3, 0.002",
            "9007199254740993, 9007199254740992",
            "2.2250738585072014e-308, 2.2250738585072014e-308",
            "NaN, null",
            "Infinity, null",
            "-Infinity, null"
        })
        void a_number_looks_as_in_JavaScript(double number, String text) {
            assertThat(Json.print(new Any.Num(number))).isEqualTo(text);
        }

        @Test
        void a_text_is_escaped_where_it_must_be() {
            var text = new Any.Str("\"\\/\b\f\n\r\t\u0001\u001f\u007fé\u2028😀\ud83d-\ude00");

            assertThat(Json.print(text))
                    .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007fé\u2028😀\\ud83d-\\ude00\"");
        }

        @Test
        void undefined_is_left_out_of_objects_and_null_in_arrays() {
            var value = new Any.Obj(Map.of("a", Any.UNDEFINED, "b", new Any.Arr(List.of(Any.UNDEFINED))));

            assertThat(Json.print(value)).isEqualTo("{\"b\":[null]}");
            assertThat(Json.print(Any.UNDEFINED)).isEqualTo("undefined");
        }

        @Test
        void bytes_are_what_JavaScript_makes_of_them() {
            assertThat(Json.print(new Any.Bytes(new byte[] {1, (byte) 255}))).isEqualTo("{\"0\":1,\"1\":255}");
            assertThat(Json.print(new Any.Bytes(new byte[0]))).isEqualTo("{}");
        }

        @Test
        void a_bigint_is_refused_as_in_JavaScript() {
            var value = new Any.Arr(List.of(new Any.BigInt(1)));

            assertThatIllegalArgumentException().isThrownBy(() -> Json.print(value));
        }

        @Test
        void there_are_no_blanks() {
            var value =
                    Any.of(Arrays.asList(1, Map.of("a", List.of()), null, true, false, Map.of(), "", List.of(2, 3)));

            assertThat(value.toJson()).isEqualTo("[1,{\"a\":[]},null,true,false,{},\"\",[2,3]]");
        }
    }

    @Nested
    class Parsing {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "nul",
                    "nulls",
                    "undefined",
                    "NaN",
                    "Infinity",
                    "'a'",
                    "01",
                    "-",
                    "-01",
                    "1.",
                    ".5",
                    "+1",
                    "1e",
                    "1e+",
                    "0x1",
                    "1 2",
                    "[1,]",
                    "[,1]",
                    "[",
                    "]",
                    "[1",
                    "[1}",
                    "{",
                    "{a:1}",
                    "{\"a\"}",
                    "{\"a\":}",
                    "{\"a\":1,}",
                    "{\"a\":1,\"b\"",
                    "{1:2}",
                    "{\"a\":1]",
                    "\"",
                    "\"a",
                    "\"\\",
                    "\"\\x\"",
                    "\"\\u12\"",
                    "\"\\u12g4\"",
                    "\"\\u\uff11\uff11\uff11\uff11\"",
                    "\"\n\"",
                    "\"\u0000\"",
                    "\u00a01",
                    "\ufeff1",
                    "\u000b1",
                    "\uffff",
                    "1\uffff",
                    "--1",
                    "//",
                    "1/**/",
                    "\uff11"
                })
        void what_JavaScript_refuses_is_malformed(String text) {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> Json.parse(text, DEPTH))
                    .withMessageMatching("expected JSON with .+, found .+ at character \\d+");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                ` \t\r\n[ 1 , 2 ] `        | [1,2]
                1e400                      | null
                -0                         | 0
                12345678901234567890       | 12345678901234567000
                1E+2                       | 100
                0.5e-1                     | 0.05
                "\\u00e9\\/\\ud83d\\ude00" | "é/😀"
                "\\ud83d"                  | "\\ud83d"
                {"a":{"a":[]},"b":{}}      | {"a":{"a":[]},"b":{}}
                {"b":1,"2":2,"a":3,"1":4}  | {"1":4,"2":2,"b":1,"a":3}
                {"a":1,"b":2,"a":3}        | {"a":3,"b":2}
                {"__proto__":1}            | {"__proto__":1}
                """)
        void what_JavaScript_reads_is_read_as_the_same(String text, String printed) throws MalformedInput {
            assertThat(Json.parse(text, DEPTH).toJson()).isEqualTo(printed);
        }

        @Test
        void the_sign_of_zero_is_kept() throws MalformedInput {
            assertThat(Json.parse("-0", 0)).isEqualTo(new Any.Num(-0.0));
            assertThat(Json.parse("-0.0", 0)).isEqualTo(new Any.Num(-0.0));
        }

        @Test
        void depth_costs_no_stack() throws MalformedInput {
            var deep = "[".repeat(VERY_DEEP) + "{\"a\":".repeat(VERY_DEEP) + "1" + "}".repeat(VERY_DEEP)
                    + "]".repeat(VERY_DEEP);

            assertThat(Json.print(Json.parse(deep, Integer.MAX_VALUE))).isEqualTo(deep);
        }

        @Test
        void what_is_deeper_than_allowed_is_malformed() throws MalformedInput {
            assertThat(Json.parse("[{\"a\":[]}]", 3)).isNotNull();
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> Json.parse("[{\"a\":[]}]", 2))
                    .withMessage("expected JSON with no more than 2 levels, found something else at character 6");
        }
    }
}
