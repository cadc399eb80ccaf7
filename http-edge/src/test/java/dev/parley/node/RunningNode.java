package dev.parley.node;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.parley.edge.http.HttpAnswer;
import dev.parley.edge.http.RawRequest;
import dev.parley.edge.socket.WireSocket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real node in this JVM, on a free port and a folder of its own, for all tests of a class and of those nested in it. */
public final class RunningNode implements BeforeAllCallback {
    /** How long a stop may take before a test fails. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String configuration;
    private @Nullable Node node;
    private @Nullable Path folder;

    /** A node with the settings that everybody has. */
    public static RunningNode asItIs() {
        return new RunningNode("");
    }

    /** A node with a configuration file of this text. */
    public static RunningNode with(String configuration) {
        return new RunningNode(configuration);
    }

    private RunningNode(String configuration) {
        this.configuration = configuration;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (node == null) { // Nested classes come by here as well.
            context.getStore(ExtensionContext.Namespace.create(this)).put("end", (AutoCloseable) this::end);
            folder = Files.createTempDirectory("parley-test");
            var file = Files.writeString(folder.resolve("parley.conf"), configuration);
            node = Node.start(Settings.load(Map.of("port", 0, "data", data().toString()), file));
        }
    }

    public Path data() {
        return Objects.requireNonNull(folder, "started before the first test").resolve("data");
    }

    public int port() {
        return URI.create(node().address()).getPort();
    }

    /** Tells it to stop, as a signal does. */
    public CompletableFuture<?> stop() {
        return node().stop().toCompletableFuture();
    }

    public HttpAnswer answerTo(RawRequest request) {
        return request.sendTo(port());
    }

    public WireSocket socket(RawRequest request) {
        return WireSocket.open(port(), request);
    }

    /** A socket of y-websocket in a room, given as it stands in an address. */
    public WireSocket enter(String room) {
        return socket(RawRequest.upgrade("/yjs/" + room));
    }

    /** The number that the metrics give behind this name, labels included. */
    public double metric(String name) {
        return answerTo(RawRequest.get("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private Node node() {
        return Objects.requireNonNull(node, "started before the first test");
    }

    private void end() throws Exception {
        try {
            if (node != null) {
                stop().get(PATIENCE.toSeconds(), SECONDS);
                node().ended().toCompletableFuture().get(PATIENCE.toSeconds(), SECONDS);
            }
        } finally {
            delete();
        }
    }

    private void delete() throws IOException {
        if (folder != null) {
            try (var paths = Files.walk(folder)) {
                for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
