package dev.parley.core.engine.lib0;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;

/** What Yjs does, as data: the cases of a file in {@code -Dparley.vectors=DIR}, or else in {@code src/test/resources/yjs}. */
public final class Vectors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    public static Stream<JsonNode> cases(String file, String kind) {
        return cases(file).filter(c -> c.get("kind").asText().equals(kind));
    }

    public static Stream<JsonNode> cases(String file) {
        var other = Path.of(System.getProperty("parley.vectors", ""), file);
        try (var in =
                Files.exists(other) ? Files.newInputStream(other) : Vectors.class.getResourceAsStream("/yjs/" + file)) {
            return JSON.readTree(Objects.requireNonNull(in, file)).get("cases").valueStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] bytes(JsonNode hex) {
        return HexFormat.of().parseHex(hex.asText());
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
