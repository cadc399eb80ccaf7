package dev.parley.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What came of a command that was run to its end. */
record Ran(int status, String out, String err) {
    private static final int PATIENCE_SECONDS = 60;

    /** {@code parley} with these arguments. */
    static Ran parley(String... arguments) throws IOException, InterruptedException {
        var command = NodeProcess.command();
        command.addAll(List.of(arguments));
        return command(command, Map.of());
    }

    static Ran command(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            // What is said in these tests fits into the pipes, so the process can end before anybody reads.
            assertThat(process.waitFor(PATIENCE_SECONDS, SECONDS))
                    .as("%s ended", command)
                    .isTrue();
            return new Ran(
                    process.exitValue(),
                    new String(process.getInputStream().readAllBytes(), UTF_8),
                    new String(process.getErrorStream().readAllBytes(), UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
