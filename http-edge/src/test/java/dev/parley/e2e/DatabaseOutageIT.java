package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database of a real node goes away while real clients type, and comes back. */
class DatabaseOutageIT {
    private static final String ROOM = "outage";

    /** Beyond it people would take the service for dead. Clients alone pause for up to 2.5 s before they try again. */
    private static final Duration BACK_WITHIN = Duration.ofSeconds(30);

    @TempDir
    private Path temporary;

    private PostgresServer postgres;
    private NodeProcess node;

    @BeforeAll
    static void clientsAreInstalled() {
        NodeClients.folder();
    }

    @BeforeEach
    void start() throws Exception {
        postgres = PostgresServer.start(temporary.resolve("postgres"), Map.of());
        node = NodeProcess.start(
                Files.createDirectory(temporary.resolve("node")),
                "--journal",
                "postgres",
                "--postgres",
                postgres.url());
    }

    @AfterEach
    void end() throws Exception {
        node.close();
        postgres.close();
    }

    @ParameterizedTest
    @EnumSource
    void people_come_back_by_themselves_with_all_that_they_wrote_meanwhile(PostgresServer.Stop how) throws Exception {
        try (var ann = YjsPeer.join(node.yjs(), ROOM);
                var ben = YjsPeer.join(node.yjs(), ROOM)) {
            try (var typing = new Typing(ann, "a");
                    var answering = new Typing(ben, "b")) {
                ann.awaitContains("<b30>");
                ben.awaitContains("<a30>");

                postgres.stop(how);
                assertThat(node.get("/health/live").statusCode()).isEqualTo(200);

                postgres.startAgain();
                long back = System.nanoTime();
                ann.append("<ann is back>");
                ben.awaitContains("<ann is back>");
                var pause = Duration.ofNanos(System.nanoTime() - back);
                System.out.printf("Stopped %s: acknowledged again after %s%n", how, pause);
                assertThat(pause).isLessThan(BACK_WITHIN);
                ben.awaitContains("<a" + typing.end() + ">");
                ann.awaitContains("<b" + answering.end() + ">");
            }
            assertThat(ann.text()).isEqualTo(ben.text());
            assertThat(ann.stats().finalClose()).isNull();
            assertThat(ann.stats().complaints()).isEmpty();

            var text = ann.text();
            ann.kill();
            ben.kill();
            node.kill();
            node = node.startAgain();
            keptAndWhole(text);
        }
    }

    /** Nobody is left who could bring it again. */
    @ParameterizedTest
    @EnumSource
    void what_others_saw_is_there_though_all_who_knew_it_died_with_the_server(PostgresServer.Stop how)
            throws Exception {
        String seenByBen;
        try (var ann = YjsPeer.join(node.yjs(), ROOM);
                var ben = YjsPeer.join(node.yjs(), ROOM);
                var typing = new Typing(ann, "a")) {
            ben.awaitContains("<a50>");

            postgres.stop(how);
            seenByBen = ben.text();
            var unused = typing.end();
            ann.kill();
            ben.kill();
        }
        postgres.startAgain();

        keptAndWhole(seenByBen);
    }

    /** More may be there: what was written, and not told of any more. */
    private void keptAndWhole(String seen) throws Exception {
        try (var cleo = YjsPeer.join(node.yjs(), ROOM)) {
            cleo.awaitSynced();
            assertThat(cleo.text()).startsWith(seen);
        }
        var verified = Ran.parley(
                "verify",
                "--data",
                temporary.resolve("node").toString(),
                "--journal",
                "postgres",
                "--postgres",
                postgres.url());
        assertThat(verified.out()).startsWith("whole").hasLineCount(1);
        assertThat(verified.status()).isZero();
    }

    /** Somebody who types quickly, until it is closed. */
    private static final class Typing implements AutoCloseable {
        private static final Duration PAUSE = Duration.ofMillis(20);

        private final Thread thread;
        private volatile int last;
        private volatile boolean ends;

        Typing(YjsPeer peer, String name) {
            thread = Thread.ofPlatform().start(() -> {
                for (int next = 1; !ends; next++) {
                    peer.append("<" + name + next + ">");
                    last = next;
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            });
        }

        /** What came last. */
        int end() {
            ends = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return last;
        }

        @Override
        public void close() {
            var unused = end();
        }
    }
}
