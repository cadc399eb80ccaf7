package dev.parley.node;

import dev.parley.edge.ops.Logs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * {@code parley rehearse}: runs a node in a folder of its own, uses it once and stops it in good order. The launcher records
 * meanwhile which classes a start needs, so that later starts find them ready.
 */
final class RehearseCommand {
    private static final int PATIENCE_SECONDS = 30;

    private RehearseCommand() {}

    static int run() throws Exception {
        var data = Files.createTempDirectory("parley-rehearsal");
        try {
            var settings = Settings.load(Map.of("port", 0, "data", data.toString(), "log-level", "warn"), null);
            Logs.start(settings.log(), settings.logLevel());
            var node = Node.start(settings);
            use(node);
            node.stop().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return 0;
        } finally {
            delete(data);
        }
    }

    private static void use(Node node) throws Exception {
        var address = URI.create(node.address());
        try (var client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(address.resolve("/health/ready")).build(),
                    HttpResponse.BodyHandlers.ofString());
            var answered = new CompletableFuture<Void>();
            var socket = client.newWebSocketBuilder()
                    .buildAsync(
                            URI.create("ws://" + address.getAuthority() + "/yjs/rehearsal"), new FirstAnswer(answered))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            socket.sendBinary(ByteBuffer.wrap(new byte[] {0, 2, 1, 0}), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            socket.sendBinary(ByteBuffer.wrap(new byte[] {0, 0, 1, 0}), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            answered.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static final class FirstAnswer implements WebSocket.Listener {
        private final CompletableFuture<Void> answered;

        FirstAnswer(CompletableFuture<Void> answered) {
            this.answered = answered;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            answered.complete(null);
            return WebSocket.Listener.super.onBinary(socket, data, last);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
