package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rooms that real clients made go to other places, by the commands that a person calls. */
class BackupIT {
    @TempDir
    private Path folder;

    private Path data;

    @BeforeAll
    static void clientsAreInstalled() {
        NodeClients.folder();
    }

    @BeforeEach
    void nameTheFolder() {
        data = folder.resolve("data");
    }

    @Test
    void a_backup_of_a_node_under_load_brings_its_rooms_back_elsewhere() throws Exception {
        var copy = folder.resolve("copy");
        var keys = folder.resolve("keys");
        byte[] quiet;
        String busy;
        int acknowledged;
        try (var node = NodeProcess.start(data)) {
            quiet = writeQuietRoom(node);
            try (var ben = YjsPeer.join(node.yjs(), "busy");
                    var reader = YjsPeer.join(node.yjs(), "busy")) {
                ben.awaitSynced();
                reader.awaitSynced();
                ben.append("<0>");
                reader.awaitContains("<0>");
                var more = new AtomicBoolean(true);
                var written = new AtomicInteger();
                var load = Thread.ofPlatform().start(() -> {
                    while (more.get()) {
                        ben.append("<" + written.incrementAndGet() + ">");
                    }
                });
                while (written.get() < 20) {
                    Thread.onSpinWait();
                }
                reader.awaitContains("<10>");
                acknowledged = 10;
                var ran = run("backup", copy.toString(), "--keys", keys.toString(), "--data", data.toString());
                more.set(false);
                load.join();
                assertThat(ran.status()).as(ran.err()).isZero();
                assertThat(ran.out()).startsWith("Copied 2 rooms with ").contains("keep it in another place");
                busy = ben.text();
            }
            node.terminate();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");

        var without = run(
                "restore", copy.toString(), "--data", folder.resolve("without").toString());
        assertThat(without.status()).isEqualTo(1);
        assertThat(without.out()).isEqualTo("Restored 0 rooms with 0 events.\n");
        assertThat(without.err())
                .contains("'quiet' stays in the backup: its keys are missing")
                .hasLineCount(2);

        var fresh = folder.resolve("fresh");
        var restored = run("restore", copy.toString(), "--keys", keys.toString(), "--data", fresh.toString());
        assertThat(restored.status()).as(restored.err()).isZero();
        assertThat(restored.out()).startsWith("Restored 2 rooms with ");
        try (var node = NodeProcess.start(fresh)) {
            try (var cleo = YjsPeer.join(node.yjs(), "quiet")) {
                cleo.awaitSynced();
                assertThat(cleo.state()).isEqualTo(quiet);
                cleo.append(" And on.");
                try (var dora = YjsPeer.join(node.yjs(), "quiet")) {
                    dora.awaitContains("Hello world And on.");
                }
            }
            try (var cleo = YjsPeer.join(node.yjs(), "busy")) {
                cleo.awaitSynced();
                assertThat(busy).startsWith(cleo.text());
                assertThat(cleo.text()).contains("<" + acknowledged + ">");
            }
            var again = run("restore", copy.toString(), "--keys", keys.toString(), "--data", fresh.toString());
            assertThat(again.status()).as(again.err()).isZero();
            assertThat(again.out()).contains("Restored 0 rooms").contains("2 rooms had been restored before");
            node.terminate();
        }
    }

    @Test
    void a_migrated_journal_serves_from_a_database_and_every_command_works_there() throws Exception {
        byte[] quiet;
        try (var node = NodeProcess.start(data)) {
            quiet = writeQuietRoom(node);
            var beside = run(
                    "migrate",
                    "--from",
                    data.toString(),
                    "--to",
                    folder.resolve("other").toString());
            assertThat(beside.status()).isEqualTo(1);
            assertThat(beside.err()).contains("is in use by another node").hasLineCount(1);
            node.terminate();
        }
        try (var postgres = start(folder)) {
            var url = "postgresql://postgres@127.0.0.1:" + postgres.getPort() + "/postgres";

            var migrated = run("migrate", "--from", data.toString(), "--to", url);

            assertThat(migrated.status()).as(migrated.err()).isZero();
            assertThat(migrated.out()).startsWith("Migrated 1 room: ");
            String[] where = {"--data", folder.resolve("node").toString(), "--journal", "postgres", "--postgres", url};
            try (var node = NodeProcess.start(
                    Files.createDirectory(folder.resolve("node")), "--journal", "postgres", "--postgres", url)) {
                try (var cleo = YjsPeer.join(node.yjs(), "quiet")) {
                    cleo.awaitSynced();
                    assertThat(cleo.state()).isEqualTo(quiet);
                    cleo.append("!");
                    try (var dora = YjsPeer.join(node.yjs(), "quiet")) {
                        dora.awaitContains("Hello world!");
                    }
                }
                var file = folder.resolve("room.parley").toString();
                assertThat(run(where, "export", "quiet", file)).isEqualTo(new Ran(0, "", ""));
                assertThat(run(where, "import", "imported", file).status()).isZero();
                try (var cleo = YjsPeer.join(node.yjs(), "imported")) {
                    cleo.awaitContains("Hello world!");
                }
                node.terminate();
            }
            assertThat(run(where, "history", "quiet", "--at", "99999").out()).contains("Hello world!");
            var verified = run(where, "verify");
            assertThat(verified.status()).as(verified.err() + verified.out()).isZero();
            assertThat(verified.out().lines()).hasSize(2).allMatch(line -> line.startsWith("whole\t"));
            var back =
                    run("migrate", "--from", url, "--to", folder.resolve("back").toString());
            assertThat(back.status()).as(back.err()).isZero();
            assertThat(run("verify", "--data", folder.resolve("back").toString())
                            .out()
                            .lines())
                    .containsExactlyInAnyOrderElementsOf(verified.out().lines().toList());
        }
    }

    private static byte[] writeQuietRoom(NodeProcess node) {
        try (var ann = YjsPeer.join(node.yjs(), "quiet")) {
            ann.awaitSynced();
            ann.append("Hello ");
            ann.append("world");
            try (var ben = YjsPeer.join(node.yjs(), "quiet")) {
                ben.awaitContains("Hello world");
                return ben.state();
            }
        }
    }

    /** With the settings of a fresh installation: the tests' default would lose what is confirmed, and Parley refuses that. */
    private static EmbeddedPostgres start(Path folder) throws Exception {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    private static Ran run(String[] where, String... arguments) throws Exception {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(where));
        return run(all.toArray(String[]::new));
    }

    private static Ran run(String... arguments) throws Exception {
        var command = new ArrayList<>(NodeProcess.command());
        command.addAll(List.of(arguments));
        return Ran.command(command, Map.of());
    }
}
