package dev.parley.core.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What once was different from Yjs: the smallest sessions that showed it, with the answers of Yjs, in {@code
 * src/test/resources/fuzz}. The fuzzer prints such a file with each difference that it finds; then only {@code about} is to be
 * told in words. They need no Node.
 */
class RecordedDifferencesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> what_once_was_different_is_as_in_yjs() throws IOException, URISyntaxException {
        var folder = Path.of(Objects.requireNonNull(RecordedDifferencesTest.class.getResource("/fuzz"), "/fuzz")
                .toURI());
        List<Path> files;
        try (var listed = Files.list(folder)) {
            files = listed.sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream().map(file -> DynamicTest.dynamicTest(name(file), () -> replay(file)));
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".json", "");
    }

    private static void replay(Path file) throws IOException {
        var recorded = JSON.readTree(file.toFile());
        var commands = (ArrayNode) recorded.required("steps");
        var ours = new Ours();
        var answers = new ArrayList<JsonNode>();
        commands.forEach(command -> answers.add(ours.execute(command)));

        var parting = Comparison.first(commands, answers, (ArrayNode) recorded.required("expected"));

        assertThat(parting)
                .as("%s (seed %s)", recorded.path("about").asText(), recorded.path("seed"))
                .isNull();
    }
}
