package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clients with a real node whose journal is a real PostgreSQL, brought along by Maven. */
class PostgresIT {
    @BeforeAll
    static void clientsAreInstalled() {
        NodeClients.folder();
    }

    @Test
    void what_one_client_saw_is_there_after_the_node_was_killed(@TempDir Path data) throws Exception {
        try (var postgres = PostgresServer.start(data.resolve("postgres"), Map.of())) {
            var node = NodeProcess.start(
                    Files.createDirectory(data.resolve("node")), "--journal", "postgres", "--postgres", postgres.url());
            try (var ann = YjsPeer.join(node.yjs(), "team/kill%20me");
                    var ben = YjsPeer.join(node.yjs(), "team/kill%20me")) {
                ann.awaitSynced();
                ben.awaitSynced();
                for (int i = 0; i <= 100; i++) {
                    ann.append("<" + i + ">");
                }
                ben.awaitContains("<100>");

                node.kill();
                ben.awaitDisconnected();
                var seenByBen = ben.text();
                // Gone for good, so that only the journal can know.
                ann.kill();
                ben.kill();
                node = node.startAgain();

                try (var cleo = YjsPeer.join(node.yjs(), "team/kill%20me")) {
                    cleo.awaitSynced();
                    assertThat(cleo.text()).isEqualTo(seenByBen);
                }
            } finally {
                node.close();
            }
        }
    }
}
