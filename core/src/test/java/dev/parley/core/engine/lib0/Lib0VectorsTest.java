package dev.parley.core.engine.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.engine.MalformedInput;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads and writes what lib0 itself has written, for the kinds that there are so far. */
class Lib0VectorsTest {

    @ParameterizedTest
    @MethodSource("written")
    void what_lib0_writes_is_written_as_the_same_bytes(JsonNode vector) {
        var encoder = new Encoder();

        write(encoder, vector);

        assertThat(encoder.toBytes())
                .asHexString()
                .isEqualToIgnoringCase(vector.get("hex").asText());
    }

    @ParameterizedTest
    @MethodSource("readable")
    void what_lib0_reads_is_read_as_the_same_value(JsonNode vector) throws MalformedInput {
        var decoder = new Decoder(Vectors.bytes(vector.get("hex")));

        var value = read(decoder, vector);

        assertThat(value).isEqualTo(expected(vector));
        assertThat(decoder.position()).isEqualTo(used(vector));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void what_lib0_refuses_or_should_refuse_is_malformed(JsonNode vector) {
        var decoder = new Decoder(Vectors.bytes(vector.get("hex")));

        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> read(decoder, vector))
                .withMessageMatching("expected .+ found .+");
    }

    static Stream<JsonNode> written() {
        return vectors().filter(v -> !v.has("read"));
    }

    static Stream<JsonNode> readable() {
        return vectors().filter(v -> !isBroken(v));
    }

    static Stream<JsonNode> broken() {
        return vectors().filter(Lib0VectorsTest::isBroken);
    }

    private static Stream<JsonNode> vectors() {
        return Stream.of("varUint", "varString", "varBytes").flatMap(kind -> Vectors.cases("lib0.json", kind));
    }

    private static boolean isBroken(JsonNode vector) {
        return vector.has("error") || vector.path("advice").asText().equals("reject");
    }

    private static void write(Encoder encoder, JsonNode vector) {
        var value = vector.get("value");
        switch (vector.get("kind").asText()) {
            case "varUint" -> encoder.writeVarUint(value.asLong());
            case "varString" -> encoder.writeVarString(value.asText());
            case "varBytes" -> encoder.writeVarBytes(Vectors.bytes(value.get("$bytes")));
            default -> throw new AssertionError(vector);
        }
    }

    private static Object read(Decoder decoder, JsonNode vector) throws MalformedInput {
        return switch (vector.get("kind").asText()) {
            case "varUint" -> decoder.readVarUint();
            case "varString" -> decoder.readVarString();
            case "varBytes" -> Vectors.hex(decoder.readVarBytes());
            default -> throw new AssertionError(vector);
        };
    }

    private static Object expected(JsonNode vector) {
        var value = vector.has("readsAs") ? vector.get("readsAs") : vector.get("value");
        return switch (vector.get("kind").asText()) {
            case "varUint" -> value.asLong();
            case "varString" -> value.asText();
            case "varBytes" -> value.get("$bytes").asText();
            default -> throw new AssertionError(vector);
        };
    }

    private static int used(JsonNode vector) {
        return vector.path("used").asInt(vector.get("hex").asText().length() / 2);
    }
}
