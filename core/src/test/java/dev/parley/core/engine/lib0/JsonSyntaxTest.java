package dev.parley.core.engine.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.core.engine.MalformedInput;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSyntaxTest {

    private static final int DEPTH = 8;
    private static final ObjectMapper JACKSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                " true ",
                "\tfalse\r\n",
                "0",
                "-0",
                "-12.50e+3",
                "1E9",
                "\"\"",
                "\"a\\u00Fc\\n\\\\\\\"\"",
                "[]",
                "{ }",
                "[ 1 , [ ] , { } ]",
                "{\"a\":{\"b\":[{}]},\"a\":1}",
                "\"\u2028\ud83d\""
            })
    void json_is_accepted(String text) {
        assertThatNoException().isThrownBy(() -> Json.parse(text, DEPTH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "undefined",
                "NaN",
                "nul",
                "+1",
                "01",
                "1.",
                ".5",
                "1e",
                "-",
                "1 2",
                "\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\n\"",
                "'a'",
                "[",
                "[1",
                "[1,]",
                "[,1]",
                "[1}",
                "]",
                "{",
                "{a:1}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{1:2}",
                "1/**/",
                "\u00a01",
                "\ufeff1",
                "\uffff"
            })
    void what_is_not_json_is_malformed(String text) {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> Json.parse(text, DEPTH))
                .withMessageMatching("expected JSON with .+, found .+ at character \\d+");
    }

    @Property
    void json_is_what_another_parser_takes_for_json(@ForAll("almostJson") String text) {
        assertThat(accepts(text)).isEqualTo(jacksonAccepts(text));
    }

    @Test
    void brackets_may_be_as_deep_as_the_limit_says_and_no_deeper() {
        assertThatNoException().isThrownBy(() -> Json.parse("[".repeat(8) + "]".repeat(8), DEPTH));
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> Json.parse("[".repeat(9) + "]".repeat(9), DEPTH))
                .withMessageStartingWith("expected JSON with no more than 8 levels");
    }

    @Test
    void brackets_beside_each_other_do_not_count_as_deep() {
        assertThatNoException().isThrownBy(() -> Json.parse("[" + "{\"a\":[]},".repeat(100) + "[[]]]", DEPTH));
    }

    @Test
    void a_hostile_depth_does_not_end_the_stack() {
        var hostile = "[".repeat(1_000_000);

        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Json.parse(hostile, 2_000_000));
    }

    @Provide
    Arbitrary<String> almostJson() {
        var pieces = List.of(
                "{", "}", "[", "]", ",", ":", "\"a\":", "\"\"", "\"\\u", "\"", "true", "null", "0", "12", "-", ".", "e",
                "+", " ", "\n", "\\", "1.5e3", "[]", "{}");
        return Arbitraries.of(pieces).list().ofMaxSize(8).map(chosen -> String.join("", chosen));
    }

    private static boolean accepts(String text) {
        try {
            Json.parse(text, DEPTH);
            return true;
        } catch (MalformedInput e) {
            return false;
        }
    }

    private static boolean jacksonAccepts(String text) {
        try {
            return !JACKSON.readTree(text).isMissingNode();
        } catch (IOException e) {
            return false;
        }
    }
}
