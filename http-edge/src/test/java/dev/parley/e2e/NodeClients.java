package dev.parley.e2e;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The folder {@code src/test/clients} with its packages installed, in {@code target/clients}. Packages come from the lock file
 * alone, and again only when it changed, so that an offline machine that ran the tests once can run them again.
 */
final class NodeClients {

    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path SOURCE = MODULE.resolve("src/test/clients");
    private static final Path FOLDER = MODULE.resolve("target/clients");
    /** npm removes the whole folder before it installs: no half of an installation ever carries the stamp. */
    private static final Path STAMP = FOLDER.resolve("node_modules/.installed-from");

    /** Six small packages; the time is for a slow network. */
    private static final Duration TIME_TO_INSTALL = Duration.ofMinutes(5);

    /** Runs once in this JVM, and every test gets the same result, also if it is a failure. */
    private static final FutureTask<Path> INSTALLATION = new FutureTask<>(NodeClients::install);

    private NodeClients() {}

    /** Where {@code node} finds the clients and their packages. Skips the test if there is no {@code node}. */
    static Path folder() {
        Requirements.node();
        INSTALLATION.run();
        try {
            return INSTALLATION.get();
        } catch (ExecutionException e) {
            throw new AssertionError("The Yjs clients could not be installed.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while the Yjs clients were being installed.", e);
        }
    }

    /** Where the processes of the clients leave what they print. */
    static Path logs() {
        return folder().resolve("logs");
    }

    /** The end of a log, enough for a stack trace, or for what npm says before it lists its options. */
    static String tail(Path log) {
        try {
            var text = Files.readString(log, StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - 8_000)).strip();
        } catch (IOException e) {
            return "(%s cannot be read: %s)".formatted(log, e);
        }
    }

    private static Path install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER.resolve("logs"));
        copySources();
        var wanted = hash(FOLDER.resolve("package-lock.json"));
        if (!Files.exists(STAMP) || !Files.readString(STAMP).equals(wanted)) {
            npmCi();
            Files.writeString(STAMP, wanted);
        }
        return FOLDER;
    }

    private static void copySources() throws IOException {
        // Files only: somebody who tries a client by hand has a folder of packages there.
        try (var sources = Files.list(SOURCE).filter(Files::isRegularFile)) {
            for (var file : sources.toList()) {
                Files.copy(file, FOLDER.resolve(file.getFileName()), REPLACE_EXISTING);
            }
        }
    }

    private static void npmCi() throws IOException, InterruptedException {
        var log = FOLDER.resolve("logs/npm-ci.log");
        var npm = new ProcessBuilder("npm", "ci")
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            npm.getOutputStream().close();
            if (!npm.waitFor(TIME_TO_INSTALL.toMillis(), MILLISECONDS)) {
                throw new IOException("'npm ci' did not end within %s. Its log %s ends with:%n%s"
                        .formatted(TIME_TO_INSTALL, log, tail(log)));
            }
            if (npm.exitValue() != 0) {
                throw new IOException(
                        "'npm ci' ended with %d. Its log %s ends with:%n%s".formatted(npm.exitValue(), log, tail(log)));
            }
        } finally {
            npm.descendants().forEach(ProcessHandle::destroyForcibly);
            npm.destroyForcibly();
        }
    }

    private static String hash(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256.", e);
        }
    }
}
