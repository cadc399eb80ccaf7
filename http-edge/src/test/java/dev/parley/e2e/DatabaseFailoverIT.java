package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary dies for good while a real node writes to it, and its standby, which confirmed each write, takes its place. */
class DatabaseFailoverIT {
    @BeforeAll
    static void clientsAreInstalled() {
        NodeClients.folder();
    }

    @Test
    void the_node_goes_on_with_the_standby_and_nothing_is_lost(@TempDir Path temporary) throws Exception {
        try (var primary = PostgresServer.start(temporary.resolve("primary"), Map.of());
                var standby = primary.follower(temporary.resolve("standby"))) {
            await().atMost(Duration.ofSeconds(60)).until(primary::isFollowed);
            primary.execute("alter system set synchronous_standby_names = 'follower'");
            primary.execute("select pg_reload_conf()");
            var url = "postgresql://postgres@" + standby.host() + "," + primary.host() + "/postgres";
            var node = NodeProcess.start(
                    Files.createDirectory(temporary.resolve("node")), "--journal", "postgres", "--postgres", url);
            try (var ann = YjsPeer.join(node.yjs(), "failover");
                    var ben = YjsPeer.join(node.yjs(), "failover")) {
                ann.awaitSynced();
                ben.awaitSynced();
                for (int i = 0; i <= 100; i++) {
                    ann.append("<" + i + ">");
                }
                ben.awaitContains("<100>");
                var seen = ben.text();

                primary.stop(PostgresServer.Stop.CRASH);
                ann.append("<after the primary>");
                standby.execute("select pg_promote()");
                long promoted = System.nanoTime();
                ben.awaitContains("<after the primary>");
                System.out.printf(
                        "The standby was written to %s after it was promoted%n",
                        Duration.ofNanos(System.nanoTime() - promoted));

                assertThat(ben.text()).startsWith(seen);
                var all = ben.text();
                ann.kill();
                ben.kill();
                node.kill();
                node = node.startAgain();
                try (var cleo = YjsPeer.join(node.yjs(), "failover")) {
                    cleo.awaitText(all);
                }
            } finally {
                node.close();
            }
        }
    }
}
