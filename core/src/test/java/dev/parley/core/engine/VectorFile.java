package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of what Yjs does, as data. The files lie in {@code src/test/resources/yjs}; {@code -Dparley.vectors=DIR} names another
 * folder of the same format, of which every file with a known name is taken.
 */
record VectorFile(String name, JsonNode content) {
    static final String FOLDER_PROPERTY = "parley.vectors";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES = List.of(
            "documents.json",
            "edits.json",
            "events.json",
            "cleanup.json",
            "merge.json",
            "snapshots.json",
            "positions.json",
            "undo.json",
            "malformed.json");

    /** The file of this name as a list of one, or nothing if the folder has none. */
    static List<VectorFile> named(String name) {
        var file = folder().resolve(name);
        return Files.exists(file) ? List.of(read(file)) : List.of();
    }

    /** All files {@code sessions-*.json}. */
    static List<VectorFile> sessions() {
        return names().stream()
                .filter(VectorFile::isOfSessions)
                .map(name -> read(folder().resolve(name)))
                .toList();
    }

    /** The names of the files in the folder that hold cases for the engine, sorted. */
    static List<String> names() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAMES.contains(name) || isOfSessions(name))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another file of the same folder, if there is one. */
    @Nullable
    VectorFile beside(String other) {
        var file = folder().resolve(other);
        return Files.exists(file) ? read(file) : null;
    }

    static Path folder() {
        var named = System.getProperty(FOLDER_PROPERTY);
        if (named != null) {
            return Path.of(named).toAbsolutePath();
        }
        try {
            var own =
                    Objects.requireNonNull(VectorFile.class.getResource("/yjs/documents.json"), "/yjs/documents.json");
            return Objects.requireNonNull(Path.of(own.toURI()).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Stream<VectorCase> cases() {
        return content.get("cases").valueStream().map(node -> new VectorCase(this, node));
    }

    /** Bytes in the writing that this file uses. */
    byte[] bytes(String text) {
        return switch (content.get("bytes").asText()) {
            case "hex" -> HexFormat.of().parseHex(text);
            case "base64" -> Base64.getDecoder().decode(text);
            default -> throw new IllegalArgumentException(name + " writes bytes as " + content.get("bytes"));
        };
    }

    private static boolean isOfSessions(String name) {
        return name.startsWith("sessions-") && name.endsWith(".json");
    }

    private static VectorFile read(Path file) {
        try {
            return new VectorFile(file.getFileName().toString(), JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
