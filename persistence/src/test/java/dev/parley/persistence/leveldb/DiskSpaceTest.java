package dev.parley.persistence.leveldb;

import static dev.parley.persistence.leveldb.Stores.append;
import static dev.parley.persistence.leveldb.Stores.await;
import static dev.parley.persistence.leveldb.Stores.fill;
import static dev.parley.persistence.leveldb.Stores.highest;
import static dev.parley.persistence.leveldb.Stores.numbers;
import static dev.parley.persistence.leveldb.Stores.refusal;
import static dev.parley.persistence.leveldb.Stores.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk of its own, so small that it can be filled; five percent of it are less than what LevelDB may need. */
class DiskSpaceTest {
    private static final int MEBI = 1 << 20;

    @TempDir
    private Path temporary;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        // The native library stays loaded from where it was unpacked first: not on the disk that is to go.
        Database.open(Files.createDirectory(temporary.resolve("elsewhere")).resolve("journal"))
                .close();
        disk = Files.createDirectory(temporary.resolve("disk"));
        var problem = run("mount", "-t", "tmpfs", "-o", "size=400m,mode=0700", "tmpfs", disk.toString());
        // Whoever may not mount, in CI or not, can't be told to become root for a test.
        Assumptions.assumeTrue(problem.isEmpty(), () -> "The tests with a full disk did not run: " + problem);
    }

    @AfterEach
    void unmount() throws Exception {
        assertThat(run("umount", disk.toString())).doesNotContain("busy");
    }

    @Nested
    class While_the_disk_is_full {

        @Test
        void writes_are_refused_before_they_reach_it_and_reading_goes_on() throws Exception {
            try (var folder = DataFolder.open(disk);
                    var store = EventStore.open(folder, settings(""))) {
                fill(store, "a", 3);
                assertThat(store.refusal(0)).isNull();
                fillUpTo(20);
                long syncs = store.syncs();

                assertThat(refusal(append(store, "a", 4)).reason()).isEqualTo(WriteRefused.Reason.DISK_FULL);
                assertThat(store.refusal(0))
                        .matches("The disk is full: \\d+ MiB are left, and the journal writes nothing below 128 MiB");
                assertThat(store.syncs()).isEqualTo(syncs);
                assertThat(numbers(store, "a")).hasSize(3);
                assertThat(highest(store, "a")).isEqualTo(3);
            }
        }

        @Test
        void what_is_said_to_be_writable_is_written() throws Exception {
            try (var folder = DataFolder.open(disk);
                    var store = EventStore.open(folder, settings(""))) {
                fill(store, "a", 1);
                fillUpTo(128 + 10);
                var large = Stores.event(2, "x".repeat(4 * MEBI));

                assertThat(store.refusal(MEBI)).isNull();
                assertThat(store.refusal(4 * MEBI)).startsWith("The disk is full");
                assertThat(refusal(store.append("a", 2, List.of(large))).reason())
                        .isEqualTo(WriteRefused.Reason.DISK_FULL);
                await(store.append("a", 2, List.of(Stores.event(2, "x".repeat(MEBI)))));
            }
        }

        @Test
        void what_waits_to_be_written_counts() throws Exception {
            try (var folder = DataFolder.open(disk);
                    var store = EventStore.open(folder, settings(""))) {
                fill(store, "a", 1);
                fillUpTo(128 + 20);
                var release = Stores.hold(store);
                var waiting = store.append("a", 2, List.of(Stores.event(2, "x".repeat(4 * MEBI))));

                assertThat(store.refusal(4 * MEBI)).startsWith("The disk is full");
                release.run();
                await(waiting);
            }
        }

        @Test
        void a_snapshot_counts_itself() throws Exception {
            try (var folder = DataFolder.open(disk);
                    var store = EventStore.open(folder, settings(""))) {
                fill(store, "a", 1);
                fillUpTo(128 + 20);

                store.writeBeside(
                        15 * MEBI, () -> assertThat(store.refusal(2 * MEBI)).startsWith("The disk is full"));
                assertThat(store.refusal(2 * MEBI)).isNull();
                assertThatIOException()
                        .isThrownBy(() -> store.writeBeside(25 * MEBI, () -> {
                            throw new AssertionError("it is written");
                        }))
                        .withMessageStartingWith("The disk is full");
            }
        }

        @Test
        void nothing_is_lost_and_writing_goes_on_by_itself_once_there_is_space() throws Exception {
            try (var folder = DataFolder.open(disk);
                    var store = EventStore.open(folder, settings(""))) {
                fill(store, "a", 3);
                fillUpTo(20);
                assertThat(refusal(append(store, "a", 4)).reason()).isEqualTo(WriteRefused.Reason.DISK_FULL);
                Files.delete(disk.resolve("filling"));

                await(append(store, "a", 4));
                assertThat(numbers(store, "a")).hasSize(4);
            }
        }

        @Test
        void a_load_that_fills_it_ends_in_refusals_and_not_in_the_end_of_the_process() throws Exception {
            try (var folder = DataFolder.open(disk);
                    var store = EventStore.open(folder, settings(""))) {
                long written = 0;
                var large = "x".repeat(MEBI / 4);
                var reason = (WriteRefused.Reason) null;
                while (reason == null) {
                    var write = store.append("a", written + 1, List.of(Stores.event(written + 1, large)));
                    if (write.toCompletableFuture()
                            .handle((done, e) -> e == null)
                            .join()) {
                        written++;
                    } else {
                        reason = refusal(write).reason();
                    }
                }

                assertThat(reason).isEqualTo(WriteRefused.Reason.DISK_FULL);
                assertThat(numbers(store, "a")).hasSize((int) written);
            }
        }
    }

    @Nested
    class A_start_on_a_full_disk {

        @Test
        void gives_up_the_ballast_and_reads() throws Exception {
            try (var folder = DataFolder.open(disk)) {
                try (var store = EventStore.open(folder, settings(""))) {
                    fill(store, "a", 3);
                }
                DiskSpace.open(disk, settings("").disk()).tendBallast();
                assertThat(disk.resolve("ballast")).hasSize(64 * MEBI);
                fillUpTo(0);

                try (var store = EventStore.open(folder, settings(""))) {
                    assertThat(disk.resolve("ballast")).doesNotExist();
                    assertThat(numbers(store, "a")).hasSize(3);
                    assertThat(store.refusal(0)).startsWith("The disk is full");
                }
            }
        }

        @Test
        void is_refused_with_a_sentence_if_there_is_no_ballast() throws Exception {
            fillUpTo(2);

            try (var folder = DataFolder.open(disk)) {
                assertThatExceptionOfType(DataFolder.Unusable.class)
                        .isThrownBy(() -> EventStore.open(folder, settings("")))
                        .withMessageMatching("The data folder .* cannot be used: its disk has [12] MiB left, "
                                + "and the journal needs 48 MiB to open");
            }
        }

        @Test
        void puts_the_ballast_back_when_there_is_plenty_of_space() throws Exception {
            fillUpTo(250);
            var space = DiskSpace.open(disk, settings("").disk());
            space.tendBallast();
            assertThat(disk.resolve("ballast")).doesNotExist();

            Files.delete(disk.resolve("filling"));
            space.tendBallast();
            assertThat(disk.resolve("ballast")).hasSize(64 * MEBI);
        }
    }

    /** Leaves only so many MiB. */
    private void fillUpTo(long mebi) throws IOException {
        try (var file = Files.newOutputStream(disk.resolve("filling"))) {
            long left = Files.getFileStore(disk).getUsableSpace() - mebi * MEBI;
            for (; left >= MEBI; left -= MEBI) {
                file.write(new byte[MEBI]);
            }
            file.write(new byte[(int) Math.max(0, left)]);
        }
    }

    /** What a command complains of; nothing if it went well. */
    private static String run(String... command) throws Exception {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : said.strip() + " ";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
