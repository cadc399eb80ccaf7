package dev.parley.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * A Parley node in a process of its own, from the jars that a release has. It can be killed as by a power cut and started again
 * on the same folder and port.
 */
final class NodeProcess implements AutoCloseable {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path JARS = MODULE.resolve("target/parley/lib");
    private static final Path LOGS = MODULE.resolve("target/e2e-logs");

    /** A start takes two seconds; this is for a machine that does other things, too. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String READY = "Parley is ready: ";

    private final List<String> arguments;
    private final Process process;
    private final Path log;
    private final URI address;

    private NodeProcess(List<String> arguments, Process process, Path log, URI address) {
        this.arguments = arguments;
        this.process = process;
        this.log = log;
        this.address = address;
    }

    /** Starts {@code parley serve} with these options, on a free port, and waits until it says that it is ready. */
    static NodeProcess start(Path data, String... options) {
        var arguments = new ArrayList<>(List.of("serve", "--data", data.toString()));
        arguments.addAll(List.of(options));
        return start(arguments, 0);
    }

    /** Starts it again, with the same folder, port and options. */
    NodeProcess startAgain() {
        return start(arguments, address.getPort());
    }

    private static NodeProcess start(List<String> arguments, int port) {
        try {
            Files.createDirectories(LOGS);
            var log = Files.createTempFile(LOGS, "node-", ".log");
            var command = command();
            command.addAll(arguments);
            command.addAll(List.of("--port", Integer.toString(port)));
            var process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            try {
                return new NodeProcess(arguments, process, log, awaitReady(process, log));
            } catch (AssertionError e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new AssertionError("The node could not be started.", e);
        }
    }

    /** The JVM and its options, as the launcher chooses them. */
    static List<String> command() {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var flags = System.getProperty("parley.jvm.flags", "").split(" ");
        var command = new ArrayList<>(List.of(java.toString()));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", JARS.resolve("*").toString(), "dev.parley.node.Main"));
        return command;
    }

    private static URI awaitReady(Process process, Path log) {
        var line = CompletableFuture.supplyAsync(() -> firstLine(process.inputReader()));
        try {
            var text = line.get(PATIENCE.toMillis(), MILLISECONDS);
            if (text.startsWith(READY)) {
                return URI.create(text.substring(READY.length()));
            }
            throw new AssertionError("Instead of being ready the node said '%s', and in its log:%n%s"
                    .formatted(text, NodeClients.tail(log)));
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new AssertionError("The node was not ready. Its log:%n%s".formatted(NodeClients.tail(log)), e);
        }
    }

    private static String firstLine(BufferedReader output) {
        try {
            var line = output.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    URI address() {
        return address;
    }

    /** What y-websocket takes as the server's address. */
    URI yjs() {
        return URI.create("ws://" + address.getAuthority() + "/yjs");
    }

    HttpResponse<String> get(String path) {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("GET %s was not answered.".formatted(path), e);
        }
    }

    /** The value of a metric without labels. */
    double metric(String name) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no metric " + name));
    }

    /** What the node has logged up to now. */
    String log() {
        return NodeClients.tail(log);
    }

    /** As {@code kill -9} does it: the process is gone at once, with everything that it had not synced. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As {@code kill} does it, SIGTERM, with the exit status. */
    int terminate() {
        process.destroy();
        return awaitEnd();
    }

    private int awaitEnd() {
        try {
            if (process.waitFor(PATIENCE.toMillis(), MILLISECONDS)) {
                return process.exitValue();
            }
            throw new AssertionError("The node did not end. Its log:%n%s".formatted(log()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while a node was ending.", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
