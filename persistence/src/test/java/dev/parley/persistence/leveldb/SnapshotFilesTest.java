package dev.parley.persistence.leveldb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFilesTest {
    @TempDir
    private Path temporary;

    private DataFolder folder;
    private SnapshotFiles files;

    @BeforeEach
    void open() throws Exception {
        folder = DataFolder.open(temporary);
        files = new SnapshotFiles(folder);
    }

    @AfterEach
    void close() throws Exception {
        folder.close();
    }

    @Test
    void the_newest_before_a_moment_is_found_without_an_actor() throws Exception {
        save(10, OptionalLong.empty());
        save(20, OptionalLong.empty());

        assertThat(at(25)).contains(20L);
        assertThat(at(19)).contains(10L);
        assertThat(at(9)).isEmpty();
    }

    @Test
    void one_takes_the_place_of_another_of_the_same_event() throws Exception {
        files.save(snapshot(10, 1), OptionalLong.empty());
        files.save(snapshot(10, 2), OptionalLong.empty());

        assertThat(files.entries("a")).hasSize(1);
        assertThat(files.newest("a", entry -> entry.sequence() <= 10))
                .hasValueSatisfying(found -> assertThat(found.timestamp()).isEqualTo(2));
    }

    @Test
    void checkpoints_are_thinned_and_others_stay() throws Exception {
        save(1, OptionalLong.empty());
        for (int i = 1; i <= 20; i++) {
            save(1_000L * i, OptionalLong.of(10));
        }

        assertThat(files.entries("a").stream().map(SnapshotFiles.Entry::sequence))
                .containsExactly(20_000L, 19_000L, 16_000L, 12_000L, 8_000L, 4_000L, 1L);
    }

    @Nested
    class A_damaged_one {

        @Test
        void is_passed_over_wherever_it_is_damaged() throws Exception {
            save(10, OptionalLong.empty());
            save(20, OptionalLong.empty());
            var file = files.entries("a").getFirst().file();
            byte[] whole = Files.readAllBytes(file);

            for (int bit = 0; bit < 8 * whole.length; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(file, flipped);
                assertThat(at(25)).as("bit " + bit).contains(10L);
            }
            for (int length = 0; length < whole.length; length++) {
                Files.write(file, java.util.Arrays.copyOf(whole, length));
                assertThat(at(25)).as("length " + length).contains(10L);
            }
        }

        @Test
        void is_one_of_another_room_or_number() throws Exception {
            save(10, OptionalLong.empty());
            var file = files.entries("a").getFirst().file();
            Files.copy(file, file.resolveSibling("%019d-1.snapshot".formatted(30)));

            assertThat(at(40)).contains(10L);
        }
    }

    @Test
    void one_that_was_not_finished_is_none_and_goes_with_the_next() throws Exception {
        save(10, OptionalLong.empty());
        var room = files.entries("a").getFirst().file().resolveSibling(".").normalize();
        Files.writeString(room.resolve("0000000000000000020-1.snapshot.tmp"), "half");

        assertThat(at(25)).contains(10L);
        save(30, OptionalLong.empty());
        assertThat(files.entries("a")).hasSize(2);
        assertThat(room).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void those_of_a_room_may_be_saved_at_once() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            var saved = IntStream.rangeClosed(1, 400)
                    .mapToObj(number -> threads.submit(() -> {
                        save(number, OptionalLong.empty());
                        return number;
                    }))
                    .toList();

            for (var one : saved) {
                assertThat(one.get()).isPositive();
            }
        }
        assertThat(files.entries("a")).hasSize(400);
    }

    @Test
    void nobody_else_can_read_them() throws Exception {
        save(10, OptionalLong.empty());

        assertThat(Files.getPosixFilePermissions(files.entries("a").getFirst().file()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void those_up_to_a_number_are_gone_with_what_a_crash_left_of_any() throws Exception {
        save(10, OptionalLong.empty());
        save(20, OptionalLong.empty());
        var room = files.entries("a").getFirst().file().resolveSibling(".").normalize();
        Files.writeString(room.resolve("0000000000000000005-1.snapshot.tmp"), "half");
        files.deleteTo("a", 10);
        files.deleteTo("never seen", 10);

        assertThat(at(15)).isEmpty();
        assertThat(at(25)).contains(20L);
        assertThat(room).isDirectoryNotContaining("glob:**.tmp");
    }

    private Optional<Long> at(long sequence) throws IOException {
        return files.newest("a", entry -> entry.sequence() <= sequence).map(Snapshot::sequence);
    }

    private void save(long sequence, OptionalLong weight) throws IOException {
        files.save(snapshot(sequence, 1), weight.isEmpty() ? weight : OptionalLong.of(weight.getAsLong() * sequence));
    }

    private static Snapshot snapshot(long sequence, long timestamp) {
        return new Snapshot("a", sequence, timestamp, new Payload(7, "text", new byte[] {1, 2, 3}), null);
    }
}
