package dev.parley.edge.yjs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;

/** What Yjs does, as data: the cases of a file in {@code src/test/resources/yjs}. */
final class Vectors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    /** The cases whose {@code key} has this value. */
    static Stream<JsonNode> cases(String file, String key, String value) {
        try (var in = Vectors.class.getResourceAsStream("/yjs/" + file)) {
            var cases = JSON.readTree(Objects.requireNonNull(in, file)).get("cases");
            return cases.valueStream().filter(c -> c.path(key).asText().equals(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(JsonNode hex) {
        return bytes(hex.asText());
    }

    /** Bytes written in a test; blanks may separate them. */
    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
