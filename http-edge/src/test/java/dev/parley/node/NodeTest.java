package dev.parley.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.edge.http.HttpAnswer;
import dev.parley.edge.http.RawRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class NodeTest {
    private static final String TOKEN = "marked-token-5c1c9c3e";

    @RegisterExtension
    static final RunningNode NODE = RunningNode.asItIs();

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stop_listening() {
        root.detachAppender(log);
    }

    /** A5: logs are read by more people than may know a token, and kept for longer than it is good. */
    @Test
    void no_log_of_a_whole_run_holds_a_token_that_came_with_a_request() throws IOException {
        for (var request : requestsWithTheToken().toList()) {
            send(request);
        }
        await().atMost(RunningNode.PATIENCE).until(NODE.stop()::isDone); // Then all logs are written.

        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).noneMatch(line -> line.contains(TOKEN));
    }

    @Test
    void where_the_path_of_a_socket_would_be_too_long_it_runs_without_one_and_says_so(@TempDir Path folder)
            throws Exception {
        var deep = folder.resolve("a".repeat(107));

        var node = Node.start(Settings.load(Map.of("port", 0, "data", deep.toString()), null));
        node.stop().toCompletableFuture().get(RunningNode.PATIENCE.toSeconds(), SECONDS);

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("Commands cannot be run beside this node") && line.contains("107"));
    }

    private static Stream<RawRequest> requestsWithTheToken() {
        var room = RawRequest.upgrade("/yjs/kitchen?token=" + TOKEN);
        var targets = List.of(
                "/yjs/?token=",
                "/nothing?token=",
                "/yjs/%zz?token=",
                "/yjs/kitchen?x=%zz&token=",
                "/yjs/kitchen?x=|&token=",
                "/yjs/kitchen?x=" + "a".repeat(9_000) + "&token=");
        return Stream.concat(
                targets.stream().map(target -> RawRequest.upgrade(target + TOKEN)),
                Stream.of(
                        room,
                        room.with("Origin: https://evil.example"),
                        room.host("evil.example"),
                        room.with("Content-Length: many"),
                        RawRequest.get("/health/live").with("Authorization: Bearer " + TOKEN),
                        RawRequest.get("/health/live").with("Authorization: Bearer \"" + TOKEN)));
    }

    private static void send(RawRequest request) throws IOException {
        try (var socket = RawRequest.connect(NODE.port())) {
            request.write(socket);
            HttpAnswer.readHead(socket.getInputStream());
        }
    }
}
