package dev.parley.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import akka.actor.ActorSystem;
import akka.persistence.SnapshotMetadata;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.Checkpoint;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that takes connections and then says nothing: nobody waits for it for ever. */
class SilenceTest {
    private static final RoomName ROOM = new RoomName("general");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, Object> IMPATIENT = Map.of(
            "connect-within", "500ms",
            "acquire-within", "500ms",
            "statement-within", "1s");

    @Test
    void a_server_that_never_says_anything_is_given_up() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var node = node("postgresql://ada@127.0.0.1:" + server.getLocalPort() + "/parley");
            try {
                assertGivenUp(KeyTable.of(node, null).find(ROOM));
                assertGivenUp(CheckpointTable.of(node).highestEvent("room|general"));
            } finally {
                TestKit.shutdownActorSystem(node);
            }
        }
    }

    @Test
    void a_server_that_stops_answering_is_given_up_and_used_again_when_it_goes_on() throws Exception {
        TestServer.shared();
        try (var server = new TestServer()) {
            var address = server.newDatabase();
            Database.prepare(TestServer.settings(address));
            var node = node(address);
            try {
                var keys = KeyTable.of(node, null);
                var checkpoints = CheckpointTable.of(node);
                assertThat(isAnswered(keys.obtain(ROOM))).isTrue();

                server.freeze();
                assertGivenUp(keys.find(ROOM));
                assertGivenUp(keys.obtain(ROOM));
                assertGivenUp(keys.destroy(ROOM, Long.MAX_VALUE));
                assertGivenUp(checkpoints.newest("room|general", 1));
                assertGivenUp(checkpoints.save(
                        new SnapshotMetadata("room|general", 1, 1), new Checkpoint(1, 1, new byte[] {1})));
                server.thaw();

                new TestKit(node).awaitCond(PATIENCE, () -> isAnswered(keys.find(ROOM)));
                new TestKit(node).awaitCond(PATIENCE, () -> isAnswered(checkpoints.highestEvent("room|general")));
            } finally {
                server.thaw();
                TestKit.shutdownActorSystem(node);
            }
        }
    }

    private static ActorSystem node(String address) {
        var settings = TestServer.settings(address, new Secret(TestServer.PASSWORD), IMPATIENT);
        return ActorSystem.create("node", settings.journal().withFallback(ConfigFactory.load()));
    }

    private static void assertGivenUp(CompletionStage<?> question) {
        // Were there no end to it, this would be a TimeoutException of the test's own.
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> question.toCompletableFuture().get(20, TimeUnit.SECONDS));
    }

    private static boolean isAnswered(CompletionStage<?> question) {
        return question.toCompletableFuture()
                .handle((answer, failure) -> failure == null)
                .join();
    }
}
