package dev.parley.core.engine.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.engine.MalformedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads and writes what lib0 itself has written, of every kind. */
class Lib0VectorsTest {
    private static final int ANY_DEPTH = 200;

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

    @ParameterizedTest
    @MethodSource("values")
    void a_value_is_skipped_as_it_is_read(JsonNode vector) throws MalformedInput {
        var bytes = Vectors.bytes(vector.get("hex"));
        var again = new Encoder();
        AnyFormat.write(again, AnyFormat.read(new Decoder(bytes), ANY_DEPTH));
        var decoder = new Decoder(bytes);

        boolean asWritten = AnyFormat.skip(decoder, ANY_DEPTH);

        assertThat(decoder.position()).isEqualTo(used(vector));
        assertThat(Vectors.hex(again.toBytes()).equals(vector.get("hex").asText()))
                .isEqualTo(asWritten);
    }

    @ParameterizedTest
    @MethodSource("brokenValues")
    void a_broken_value_is_not_skipped(JsonNode vector) {
        var decoder = new Decoder(Vectors.bytes(vector.get("hex")));

        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> AnyFormat.skip(decoder, ANY_DEPTH));
    }

    static Stream<JsonNode> written() {
        return Vectors.cases("lib0.json").filter(v -> !v.has("read"));
    }

    static Stream<JsonNode> readable() {
        return Vectors.cases("lib0.json").filter(v -> !isBroken(v));
    }

    static Stream<JsonNode> broken() {
        return Vectors.cases("lib0.json").filter(Lib0VectorsTest::isBroken);
    }

    static Stream<JsonNode> values() {
        return Vectors.cases("lib0.json", "any").filter(v -> !isBroken(v));
    }

    static Stream<JsonNode> brokenValues() {
        return Vectors.cases("lib0.json", "any").filter(Lib0VectorsTest::isBroken);
    }

    private static boolean isBroken(JsonNode vector) {
        return vector.has("error") || vector.path("advice").asText().equals("reject");
    }

    private static void write(Encoder out, JsonNode vector) {
        var value = vector.path("value");
        var values = vector.path("values");
        switch (vector.get("kind").asText()) {
            case "varUint" -> out.writeVarUint(value.asLong());
            case "varInt" -> out.writeVarInt(TaggedValues.varInt(value));
            case "varString" -> out.writeVarString(value.asText());
            case "varBytes" -> out.writeVarBytes(Vectors.bytes(value.get("$bytes")));
            case "float32" -> out.writeFloat32((float) TaggedValues.number(value));
            case "float64" -> out.writeFloat64(TaggedValues.number(value));
            case "bigint64" -> out.writeBigInt64(value.get("$bigint").asLong());
            case "any" -> AnyFormat.write(out, TaggedValues.any(value));
            case "uintOptRle" -> {
                var column = new UintOptRleEncoder();
                TaggedValues.longs(values).forEach(column::write);
                column.writeTo(out);
            }
            case "intDiffOptRle" -> {
                var column = new IntDiffOptRleEncoder();
                TaggedValues.longs(values).forEach(column::write);
                column.writeTo(out);
            }
            case "rleByte" -> {
                var column = new RleByteEncoder();
                TaggedValues.longs(values).forEach(b -> column.write(b.intValue()));
                column.writeTo(out);
            }
            case "stringColumn" -> {
                var column = new StringColumnEncoder();
                TaggedValues.texts(values).forEach(column::write);
                column.writeTo(out);
            }
            default -> throw new AssertionError(vector);
        }
    }

    private static Object read(Decoder in, JsonNode vector) throws MalformedInput {
        int count = vector.path("values").size();
        return switch (vector.get("kind").asText()) {
            case "varUint" -> in.readVarUint();
            case "varInt" -> in.readVarInt();
            case "varString" -> in.readVarString();
            case "varBytes" -> Vectors.hex(in.readVarBytes());
            case "float32" -> (double) in.readFloat32();
            case "float64" -> in.readFloat64();
            case "bigint64" -> in.readBigInt64();
            case "any" -> AnyFormat.read(in, ANY_DEPTH);
            case "uintOptRle" -> times(count, new UintOptRleDecoder(in)::read);
            case "intDiffOptRle" -> times(count, new IntDiffOptRleDecoder(in)::read);
            case "rleByte" -> times(count, new RleByteDecoder(in)::read);
            case "stringColumn" -> times(count, new StringColumnDecoder(in)::readString);
            default -> throw new AssertionError(vector);
        };
    }

    private static Object expected(JsonNode vector) {
        var value = vector.has("readsAs") ? vector.get("readsAs") : vector.path("value");
        var values = vector.path("values");
        return switch (vector.get("kind").asText()) {
            case "varUint" -> value.asLong();
            case "varInt" -> TaggedValues.varInt(value);
            case "varString" -> value.asText();
            case "varBytes" -> value.get("$bytes").asText();
            case "float32", "float64" -> TaggedValues.number(value);
            case "bigint64" -> value.get("$bigint").asLong();
            case "any" -> TaggedValues.any(value);
            case "uintOptRle", "intDiffOptRle" -> TaggedValues.longs(values);
            case "rleByte" ->
                TaggedValues.longs(values).stream().map(Long::intValue).toList();
            case "stringColumn" -> TaggedValues.texts(values);
            default -> throw new AssertionError(vector);
        };
    }

    private static int used(JsonNode vector) {
        return vector.path("used").asInt(vector.get("hex").asText().length() / 2);
    }

    private static <T> List<T> times(int count, Reading<T> reading) throws MalformedInput {
        var values = new ArrayList<T>();
        for (int i = 0; i < count; i++) {
            values.add(reading.read());
        }
        return values;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws MalformedInput;
    }
}
