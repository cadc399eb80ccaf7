package dev.parley.persistence.leveldb;

import static dev.parley.persistence.leveldb.Stores.append;
import static dev.parley.persistence.leveldb.Stores.await;
import static dev.parley.persistence.leveldb.Stores.fill;
import static dev.parley.persistence.leveldb.Stores.highest;
import static dev.parley.persistence.leveldb.Stores.numbers;
import static dev.parley.persistence.leveldb.Stores.refusal;
import static dev.parley.persistence.leveldb.Stores.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessTest {
    @TempDir(factory = InMemory.class)
    private Path temporary;

    @Nested
    class The_file {

        @Test
        void tells_the_last_of_each_room() throws Exception {
            write(new Tip(1, 0, 11, 1), new Tip(2, 0, 22, 2));

            assertThat(Witness.read(file())).containsOnlyKeys("a").containsEntry("a", new Tip(2, 0, 22, 2));
        }

        @Test
        void may_end_in_the_middle_of_an_entry() throws Exception {
            write(new Tip(1, 0, 11, 1), new Tip(2, 0, 22, 2));
            byte[] whole = Files.readAllBytes(file());
            int entry = (whole.length - 8) / 2;

            for (int length = 0; length < whole.length; length++) {
                Files.write(file(), Arrays.copyOf(whole, length));

                long told = Witness.read(file()).getOrDefault("a", Tip.NONE).highest();
                assertThat(told).isEqualTo(length < 8 + entry ? 0 : 1);
            }
        }

        @Test
        void loses_one_entry_to_a_flipped_bit_and_not_those_behind_it() throws Exception {
            write(new Tip(1, 0, 11, 1), new Tip(2, 0, 22, 2));
            byte[] whole = Files.readAllBytes(file());
            int entry = (whole.length - 8) / 2;

            for (int bit = 0; bit < 8 * whole.length; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(file(), flipped);

                long told = Witness.read(file()).getOrDefault("a", Tip.NONE).highest();
                assertThat(told).isEqualTo(bit / 8 < 8 + entry ? 2 : 1);
            }
        }

        @Test
        void is_written_anew_when_it_has_grown() throws Exception {
            try (var witness = new Witness(file())) {
                long largest = 0;
                for (int i = 1; i <= 40_000; i++) {
                    var tip = new Tip(i, 0, 0, i);
                    witness.note("room|general", tip);
                    witness.flush(entries -> entries.add("room|general", tip));
                    largest = Math.max(largest, Files.size(file()));
                }

                assertThat(largest).isLessThanOrEqualTo(1L << 20);
                assertThat(Files.size(file())).isLessThan(1 << 20);
                assertThat(Witness.read(file())
                                .getOrDefault("room|general", Tip.NONE)
                                .highest())
                        .isEqualTo(40_000);
            }
        }

        @Test
        void what_was_lost_is_not_less_because_something_older_was_lost_too() throws Exception {
            try (var witness = new Witness(file())) {
                witness.lost("a", Tip.NONE.atLeast(2_000));
                witness.lost("a", Tip.NONE.atLeast(1_000));

                assertThat(witness.highest("a")).isEqualTo(2_000);
            }
        }

        @Test
        void is_nobody_elses_to_read() throws Exception {
            try (var witness = new Witness(file())) {
                var unused = witness.highest("a");
                assertThat(Files.getPosixFilePermissions(file()))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }

        private void write(Tip... tips) throws Exception {
            try (var witness = new Witness(file())) {
                for (var tip : tips) {
                    witness.note("a", tip);
                    witness.flush(entries -> {});
                }
            }
        }

        private Path file() {
            return temporary.resolve("heads");
        }
    }

    /** A database as it was before the last events, and a witness who saw them. */
    @Nested
    class When_the_end_of_a_room_is_lost {

        @Test
        void the_highest_number_is_still_told() throws Exception {
            try (var folder = DataFolder.open(loseTheEnd());
                    var store = EventStore.open(folder, settings(""))) {
                assertThat(numbers(store, "a")).hasSize(5);
                assertThat(highest(store, "a")).isEqualTo(8);
                assertThat(highest(store, "b")).isEqualTo(1);
            }
        }

        @Test
        void its_numbers_are_not_given_again() throws Exception {
            try (var folder = DataFolder.open(loseTheEnd());
                    var store = EventStore.open(folder, settings(""))) {
                assertThat(refusal(append(store, "a", 6)).reason()).isEqualTo(WriteRefused.Reason.WRONG_NUMBER);
                await(append(store, "a", 9));
                assertThat(numbers(store, "a")).containsExactly(1L, 2L, 3L, 4L, 5L, 9L);
            }
        }

        @Test
        void it_is_told_at_every_later_start_too() throws Exception {
            var path = loseTheEnd();
            for (int start = 0; start < 3; start++) {
                try (var folder = DataFolder.open(path);
                        var store = EventStore.open(folder, settings(""))) {
                    assertThat(highest(store, "a")).isEqualTo(8);
                    await(append(store, "b", start + 2));
                }
            }
        }

        @Test
        void stamps_still_grow() throws Exception {
            try (var folder = DataFolder.open(loseTheEnd())) {
                long seen = Witness.read(folder.path().resolve("heads"))
                        .getOrDefault("a", Tip.NONE)
                        .stamp();
                try (var store = EventStore.open(folder, settings(""), () -> java.time.Instant.EPOCH)) {
                    await(append(store, "b", 2));

                    assertThat(store.since(seen).events()).hasSize(1);
                }
            }
        }

        private Path loseTheEnd() throws Exception {
            var before = temporary.resolve("before");
            var path = temporary.resolve("data");
            try (var folder = DataFolder.open(path)) {
                try (var store = EventStore.open(folder, settings(""))) {
                    fill(store, "a", 5);
                    fill(store, "b", 1);
                }
                Stores.copy(path, before);
                try (var store = EventStore.open(folder, settings(""))) {
                    for (int i = 6; i <= 8; i++) {
                        await(append(store, "a", i));
                    }
                    await(store.witness());
                }
            }
            Stores.delete(path.resolve("journal"));
            Stores.copy(before.resolve("journal"), path.resolve("journal"));
            return path;
        }
    }
}
