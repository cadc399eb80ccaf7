package dev.parley.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that a test needs and that Maven cannot bring. Without them a test is skipped on a developer's machine and fails in
 * CI, so that nobody takes a build without its end-to-end tests for a green one.
 */
final class Requirements {

    private static final Program NODE = new Program("node", 18);
    /** The first that writes lock files without addresses. */
    private static final Program NPM = new Program("npm", 8);

    /** Loading a script interpreter from a cold disk takes seconds, hanging takes longer. */
    private static final Duration TIME_TO_TELL_THE_VERSION = Duration.ofSeconds(30);

    private static final Pattern FIRST_NUMBER = Pattern.compile("\\d+");

    /** What is missing does not appear while the tests run. */
    private static final Map<Program, Optional<String>> OBJECTIONS = new ConcurrentHashMap<>();

    private Requirements() {}

    static void node() {
        require("the Yjs clients", NODE, NPM);
    }

    private static void require(String what, Program... programs) {
        var objections = Arrays.stream(programs)
                .map(program -> OBJECTIONS.computeIfAbsent(program, Program::objection))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        if (objections.isEmpty()) {
            return;
        }
        var sentence = "The tests with %s did not run: %s.".formatted(what, objections);
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(sentence + " With CI=true nothing is skipped: install it where the build runs.");
        }
        Assumptions.abort(sentence);
    }

    /** A command that prints its version when called with {@code --version}. */
    private record Program(String command, int oldestMajor) {

        Optional<String> objection() {
            try {
                var process = new ProcessBuilder(command, "--version")
                        .redirectError(Redirect.DISCARD)
                        .start();
                try {
                    process.getOutputStream().close();
                    // A version fits into the pipe, so the process can end before anybody reads.
                    if (!process.waitFor(TIME_TO_TELL_THE_VERSION.toMillis(), MILLISECONDS)) {
                        return Optional.of("'%s --version' did not end".formatted(command));
                    }
                    return objectionTo(
                            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
                } finally {
                    process.destroyForcibly();
                }
            } catch (IOException e) {
                return Optional.of("there is no '%s' on the PATH (%s)".formatted(command, e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of("asking '%s' for its version was interrupted".formatted(command));
            }
        }

        private Optional<String> objectionTo(String version) {
            var number = FIRST_NUMBER.matcher(version);
            return number.find() && Integer.parseInt(number.group()) >= oldestMajor
                    ? Optional.empty()
                    : Optional.of(
                            "'%s' must be version %d or newer and says '%s'".formatted(command, oldestMajor, version));
        }
    }
}
