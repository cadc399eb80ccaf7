package dev.parley.core.engine.fuzz;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code src/test/fuzz} with its packages installed, in {@code target/fuzz}. Packages come from the lock file alone, and
 * again only when it changed, so that an offline machine that ran the tests once can run them again.
 */
final class NodePeer {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path SOURCE = MODULE.resolve("src/test/fuzz");
    private static final Path FOLDER = MODULE.resolve("target/fuzz");

    /** npm removes the whole folder before it installs: no half of an installation ever carries the stamp. */
    private static final Path STAMP = FOLDER.resolve("node_modules/.installed-from");

    /** Three small packages; the time is for a slow network. */
    private static final Duration TIME_TO_INSTALL = Duration.ofMinutes(5);

    /** Loading a script interpreter from a cold disk takes seconds, hanging takes longer. */
    private static final Duration TIME_TO_TELL_THE_VERSION = Duration.ofSeconds(30);

    private static final FutureTask<Path> INSTALLATION = new FutureTask<>(NodePeer::install);

    private NodePeer() {}

    /** What is missing on this machine to run it, as a sentence; null if nothing is. */
    static @Nullable String objection() {
        for (var program : new String[] {"node", "npm"}) {
            var objection = objectionTo(program);
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }

    private static @Nullable String objectionTo(String program) {
        try {
            var process = new ProcessBuilder(program, "--version")
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            try {
                return process.waitFor(TIME_TO_TELL_THE_VERSION.toMillis(), MILLISECONDS)
                        ? null
                        : "'%s --version' did not end".formatted(program);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return "there is no '%s' on the PATH (%s)".formatted(program, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "asking '%s' for its version was interrupted".formatted(program);
        }
    }

    /** Where {@code node} finds the peer and its packages; installs them if need be. */
    static Path folder() {
        INSTALLATION.run();
        try {
            return INSTALLATION.get();
        } catch (ExecutionException e) {
            throw new AssertionError("The packages of the Node peer could not be installed.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while the packages of the Node peer were being installed.", e);
        }
    }

    private static Path install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        copySources();
        var wanted = Files.readString(FOLDER.resolve("package-lock.json"));
        if (!Files.exists(STAMP) || !Files.readString(STAMP).equals(wanted)) {
            npmCi();
            Files.writeString(STAMP, wanted);
        }
        return FOLDER;
    }

    /** Files only: somebody who tries the peer by hand has a folder of packages there. */
    private static void copySources() throws IOException {
        Predicate<Path> file = Files::isRegularFile;
        try (var sources = Files.list(SOURCE).filter(file)) {
            for (var source : sources.toList()) {
                Files.copy(source, FOLDER.resolve(source.getFileName()), REPLACE_EXISTING);
            }
        }
    }

    private static void npmCi() throws IOException, InterruptedException {
        var log = FOLDER.resolve("npm-ci.log");
        var npm = new ProcessBuilder("npm", "ci")
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            npm.getOutputStream().close();
            if (!npm.waitFor(TIME_TO_INSTALL.toMillis(), MILLISECONDS)) {
                throw new IOException("'npm ci' did not end within %s:%n%s".formatted(TIME_TO_INSTALL, read(log)));
            }
            if (npm.exitValue() != 0) {
                throw new IOException("'npm ci' ended with %d:%n%s".formatted(npm.exitValue(), read(log)));
            }
        } finally {
            npm.descendants().forEach(ProcessHandle::destroyForcibly);
            npm.destroyForcibly();
        }
    }

    private static String read(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8).strip();
    }
}
