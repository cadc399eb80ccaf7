package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that is so damaged that no node starts on it, and what a person does then. */
class RepairIT {
    @TempDir
    private Path folder;

    @Test
    void what_can_be_read_is_there_again_and_a_room_that_lost_something_is_named_and_only_read() throws Exception {
        var data = folder.resolve("data");
        try (var node = NodeProcess.start(data)) {
            write(node, "whole", "all of it");
            write(node, "cut", "the beginning; ");
            node.terminate();
        }
        try (var node = NodeProcess.start(data)) {
            write(node, "cut", "the end");
            node.terminate();
        }
        loseTheEnd(data.resolve("journal"));
        Files.writeString(data.resolve("journal").resolve("CURRENT"), "nonsense");

        var start = run("serve", "--port", "0", "--data", data.toString());
        assertThat(start.status()).isEqualTo(1);
        assertThat(start.err()).contains("parley repair --data ").hasLineCount(1);

        var repair = run("repair", "--data", data.toString());
        assertThat(repair.status()).as(repair.err()).isZero();
        assertThat(repair.out()).contains("is repaired", "lost-1", "parley verify");

        var verified = run("verify", "--data", data.toString());
        assertThat(verified.status()).isEqualTo(1);
        assertThat(verified.out().lines())
                .anyMatch(line -> line.startsWith("whole\t") && line.endsWith("\twhole"))
                .anyMatch(line -> line.startsWith("DAMAGED\t") && line.endsWith("\tcut"))
                .contains("  event 2, which was acknowledged, is missing");

        try (var node = NodeProcess.start(data)) {
            try (var ann = YjsPeer.join(node.yjs(), "cut");
                    var ben = YjsPeer.join(node.yjs(), "whole")) {
                ann.awaitText("the beginning; ");
                ben.awaitText("all of it");
            }
            var beside = run("repair", "--data", data.toString());
            assertThat(beside.status()).isEqualTo(1);
            assertThat(beside.err()).contains("in use", "Stop that first").hasLineCount(1);
            node.terminate();
        }
    }

    private static void write(NodeProcess node, String room, String text) throws Exception {
        try (var ann = YjsPeer.join(node.yjs(), room)) {
            ann.awaitSynced();
            ann.append(text);
            try (var ben = YjsPeer.join(node.yjs(), room)) {
                ben.awaitContains(text);
            }
        }
    }

    /** Of what was written last, in a log of its own since the node was started again. */
    private static void loseTheEnd(Path journal) throws IOException {
        Path newest = null;
        try (var logs = Files.newDirectoryStream(journal, "*.log")) {
            for (var log : logs) {
                if (newest == null || log.compareTo(newest) > 0) {
                    newest = log;
                }
            }
        }
        try (var log = FileChannel.open(Objects.requireNonNull(newest), StandardOpenOption.WRITE)) {
            log.truncate(0);
        }
    }

    private static Ran run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(NodeProcess.command());
        command.addAll(List.of(arguments));
        return Ran.command(command, Map.of());
    }
}
