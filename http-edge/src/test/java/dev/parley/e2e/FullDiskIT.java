package dev.parley.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real node on a disk of its own, which is filled while real clients are in a room. */
class FullDiskIT {
    private static final int MEBI = 1 << 20;

    @TempDir
    private Path temporary;

    private Path disk;

    @BeforeAll
    static void clientsAreInstalled() {
        NodeClients.folder();
    }

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(temporary.resolve("disk"));
        var problem = run("mount", "-t", "tmpfs", "-o", "size=400m,mode=0700", "tmpfs", disk.toString());
        // Whoever may not mount, in CI or not, can't be told to become root for a test.
        Assumptions.assumeTrue(problem.isEmpty(), () -> "The tests with a full disk did not run: " + problem);
    }

    @AfterEach
    void unmount() throws Exception {
        assertThat(run("umount", disk.toString())).doesNotContain("busy");
    }

    @Test
    void the_node_lives_rooms_are_read_and_writing_goes_on_by_itself_when_there_is_space_again() throws Exception {
        var node = NodeProcess.start(disk);
        try (var ann = YjsPeer.join(node.yjs(), "full");
                var ben = YjsPeer.join(node.yjs(), "full")) {
            ann.append("before; ");
            ben.awaitContains("before");

            fillUpTo(20);
            ann.append("while it was full; ");
            ann.awaitDisconnected();
            assertThat(node.get("/health/live").statusCode()).isEqualTo(200);
            try (var cleo = YjsPeer.join(node.yjs(), "full")) {
                cleo.awaitText("before; ");
            }

            Files.delete(disk.resolve("filling"));
            ben.awaitText("before; while it was full; ");
        } finally {
            // And is gone from the disk before that goes.
            node.kill();
        }
    }

    /** Whoever joins sends what he has, though it be nothing new. */
    @Test
    void who_only_reads_stays() throws Exception {
        var node = NodeProcess.start(disk);
        try (var ann = YjsPeer.join(node.yjs(), "full")) {
            ann.append("before; ");
            try (var ben = YjsPeer.join(node.yjs(), "full")) {
                ben.awaitContains("before");
                fillUpTo(20);

                ben.cut();
                try (var cleo = YjsPeer.join(node.yjs(), "full")) {
                    ben.awaitConnects(2);
                    cleo.presence(Map.of("name", "Cleo"));
                    ann.awaitPresence(cleo.clientId(), Map.of("name", "Cleo"));
                    ben.presence(Map.of("name", "Ben"));
                    ann.awaitPresence(ben.clientId(), Map.of("name", "Ben"));

                    assertThat(cleo.stats().closeCodes()).isEmpty();
                    assertThat(ben.stats().connects()).isEqualTo(2);
                }
            }
        } finally {
            node.kill();
        }
    }

    @Test
    void a_node_that_starts_on_a_full_disk_shows_everything_that_was_acknowledged() throws Exception {
        var node = NodeProcess.start(disk);
        try {
            try (var ann = YjsPeer.join(node.yjs(), "full");
                    var ben = YjsPeer.join(node.yjs(), "full")) {
                ann.append("before; ");
                ben.awaitContains("before");
                fillUpTo(60);
                node.kill();
                ann.kill();
                ben.kill();
            }
            node = node.startAgain();

            try (var cleo = YjsPeer.join(node.yjs(), "full")) {
                cleo.awaitText("before; ");
                assertThat(node.get("/health/live").statusCode()).isEqualTo(200);
            }
        } finally {
            node.kill();
        }
    }

    /** Leaves only so many MiB. */
    private void fillUpTo(long mebi) throws IOException {
        try (var file = Files.newOutputStream(disk.resolve("filling"))) {
            for (long left = Files.getFileStore(disk).getUsableSpace() / MEBI - mebi; left > 0; left--) {
                file.write(new byte[MEBI]);
            }
        }
    }

    /** What a command complains of; nothing if it went well. */
    private static String run(String... command) throws Exception {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() == 0 ? "" : said.strip() + " ";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
