package dev.parley.persistence.leveldb;

import static dev.parley.persistence.leveldb.Stores.append;
import static dev.parley.persistence.leveldb.Stores.await;
import static dev.parley.persistence.leveldb.Stores.event;
import static dev.parley.persistence.leveldb.Stores.events;
import static dev.parley.persistence.leveldb.Stores.fill;
import static dev.parley.persistence.leveldb.Stores.highest;
import static dev.parley.persistence.leveldb.Stores.hold;
import static dev.parley.persistence.leveldb.Stores.numbers;
import static dev.parley.persistence.leveldb.Stores.refusal;
import static dev.parley.persistence.leveldb.Stores.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that go for good, while all else stays. */
class RemovalTest {
    @TempDir
    private Path temporary;

    private DataFolder folder;
    private EventStore store;

    @BeforeEach
    void open() throws Exception {
        folder = DataFolder.open(temporary);
        store = EventStore.open(folder, settings(""));
    }

    private void reopen() throws Exception {
        store.close();
        store = EventStore.open(folder, settings(""));
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        folder.close();
    }

    @Nested
    class What_is_deleted {

        @Test
        void leaves_its_numbers_taken() throws Exception {
            fill(store, "a", 5);
            store.deleteTo("a", Long.MAX_VALUE);
            reopen();

            assertThat(numbers(store, "a")).isEmpty();
            assertThat(highest(store, "a")).isEqualTo(5);
            assertThat(store.deletedTo("a")).isEqualTo(5);
            assertThat(refusal(append(store, "a", 5)).reason()).isEqualTo(WriteRefused.Reason.WRONG_NUMBER);
        }

        @Test
        void leaves_every_order() throws Exception {
            await(store.append("a", 1, List.of(event(1, "x", "red"), event(2, "y", "red"))));
            store.deleteTo("a", 1);

            assertThat(store.since(0).events()).hasSize(1);
            assertThat(store.taggedSince("red", 0).events()).hasSize(1);
            assertThat(numbers(store, "a")).containsExactly(2L);
            store.close();
            assertThat(kindsInDatabase()).containsExactly(1, 2, 3, 4, 0xff);
        }

        @Test
        void may_be_more_than_one_write_holds() throws Exception {
            fill(store, "a", 2_500);
            store.deleteTo("a", 2_400);

            assertThat(numbers(store, "a")).hasSize(100);
        }

        @Test
        void is_nowhere_in_the_data_folder_any_more() throws Exception {
            for (int i = 1; i <= 300; i++) {
                await(store.append("room|secret", i, List.of(event(i, "MARKED " + i + ".", "tagged"))));
                await(append(store, "room|other", i));
            }
            await(store.witness());
            assertThat(filesWith("MARKED 1.")).isNotEmpty();

            store.deleteTo("room|secret", 299);

            for (int i = 1; i < 300; i++) {
                assertThat(filesWith("MARKED " + i + ".")).isEmpty();
            }
            assertThat(filesWith("MARKED 300.")).isNotEmpty();
            assertThat(numbers(store, "room|other")).hasSize(300);
        }

        @Test
        void is_nowhere_either_when_it_was_in_tables_and_in_memory() throws Exception {
            fill(store, "room|secret", 100);
            reopen();
            for (int i = 101; i <= 200; i++) {
                await(store.append("room|secret", i, List.of(event(i, "room|secret " + i))));
            }

            store.deleteTo("room|secret", 200);

            assertThat(filesWith("room|secret 1")).isEmpty();
        }

        @Test
        void is_nowhere_either_when_somebody_is_reading_it_meanwhile() throws Exception {
            fill(store, "a", 100);
            store.close();
            try (var database = Database.open(journal())) {
                database.compact(Keys.firstEvent(), Keys.firstTip());
                try (var batch = database.batch()) {
                    for (int i = 1; i <= 100; i++) {
                        batch.delete(Keys.event("a", i));
                    }
                    batch.write();
                }
                var compacting = new Thread(() -> compact(database));
                // A first entry that is not deleted: the mark, beside which the reader has the files of all.
                database.scan(new byte[0], (key, value) -> {
                    compacting.start();
                    while (compacting.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    return false;
                });
                compacting.join();

                assertThat(filesWith("a 1")).isEmpty();
            }
            reopen();
        }

        private static void compact(Database database) {
            try {
                database.compact(Keys.firstEvent(), Keys.firstTip());
            } catch (Database.Unreadable e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void can_be_asked_for_again() throws Exception {
            fill(store, "a", 10);
            store.deleteTo("a", 5);
            long syncs = store.syncs();
            store.deleteTo("a", 5);
            store.deleteTo("a", 3);

            assertThat(numbers(store, "a")).containsExactly(6L, 7L, 8L, 9L, 10L);
            assertThat(store.syncs()).isEqualTo(syncs);
        }

        @Test
        void was_never_there_and_leaves_nothing() throws Exception {
            store.deleteTo("never seen", 5);

            assertThat(Stores.ids(store)).isEmpty();
        }
    }

    @Nested
    class An_event_that_stands_for_those_before_it {

        @Test
        void is_the_first_one_from_then_on() throws Exception {
            fill(store, "a", 9);
            store.replace("a", 5, "merged".getBytes(StandardCharsets.UTF_8));
            reopen();

            var events = events(store, "a");
            assertThat(events.stream().map(Stores::text)).containsExactly("merged", "a 6", "a 7", "a 8", "a 9");
            assertThat(events.getFirst().sequence()).isEqualTo(5);
            assertThat(highest(store, "a")).isEqualTo(9);
            await(append(store, "a", 10));
        }

        @Test
        void keeps_its_place_in_every_order() throws Exception {
            for (int i = 1; i <= 3; i++) {
                await(store.append("a", i, List.of(event(i, "a " + i, "red"))));
                await(append(store, "b", i));
            }
            var before = store.since(0).events().get(2);
            store.replace("a", 2, "merged".getBytes(StandardCharsets.UTF_8));

            assertThat(store.since(0).events().stream().map(Stores::text))
                    .containsExactly("b 1", "merged", "b 2", "a 3", "b 3");
            assertThat(store.taggedSince("red", 0).events().stream().map(Stores::text))
                    .containsExactly("merged", "a 3");
            assertThat(store.since(0).events().get(1).stamp()).isEqualTo(before.stamp());
            assertThat(store.since(0).events().get(1).event().writer())
                    .isEqualTo(before.event().writer());
        }

        @Test
        void may_be_the_last_one() throws Exception {
            fill(store, "a", 3);
            store.replace("a", 3, "merged".getBytes(StandardCharsets.UTF_8));
            reopen();

            assertThat(numbers(store, "a")).containsExactly(3L);
            assertThat(highest(store, "a")).isEqualTo(3);
            await(append(store, "a", 4));
        }

        @Test
        void leaves_nothing_of_them_in_the_data_folder() throws Exception {
            for (int i = 1; i <= 300; i++) {
                await(store.append("a", i, List.of(event(i, "MARKED " + i + "."))));
            }
            store.replace("a", 290, "merged".getBytes(StandardCharsets.UTF_8));

            for (int i = 1; i <= 290; i++) {
                assertThat(filesWith("MARKED " + i + ".")).isEmpty();
            }
            assertThat(filesWith("MARKED 291.")).isNotEmpty();
        }

        @Test
        void is_not_brought_back_when_it_was_deleted() throws Exception {
            fill(store, "a", 9);
            store.deleteTo("a", 6);
            store.replace("a", 5, "merged".getBytes(StandardCharsets.UTF_8));
            store.replace("a", 12, "merged".getBytes(StandardCharsets.UTF_8));

            assertThat(numbers(store, "a")).containsExactly(7L, 8L, 9L);
        }
    }

    @Nested
    class Meanwhile {

        @Test
        void the_room_goes_on_writing() throws Exception {
            fill(store, "a", 2_000);
            var deleting = CompletableFuture.runAsync(() -> deleteTo("a", 1_500));
            for (int i = 2_001; i <= 2_200; i++) {
                await(append(store, "a", i));
            }
            await(deleting);

            assertThat(numbers(store, "a")).hasSize(700).startsWith(1_501L).endsWith(2_200L);
        }

        @Test
        void readers_see_all_or_only_what_stays() throws Exception {
            fill(store, "a", 2_000);
            var deleting = CompletableFuture.runAsync(() -> deleteTo("a", 1_999));
            while (!deleting.isDone()) {
                long first =
                        store.events("a", 1, Long.MAX_VALUE).events().getFirst().sequence();
                assertThat(first).isIn(1L, 2_000L);
            }
            await(deleting);
        }

        @Test
        void what_others_write_goes_between() throws Exception {
            fill(store, "a", 2_000);
            var release = hold(store);
            var deleting = CompletableFuture.runAsync(() -> deleteTo("a", 2_000));
            var other = append(store, "b", 1);
            release.run();
            await(other);
            await(deleting);

            assertThat(numbers(store, "b")).containsExactly(1L);
        }

        private void deleteTo(String id, long sequence) {
            try {
                store.deleteTo(id, sequence);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Nested
    class A_crash {

        @Test
        void after_the_first_write_leaves_a_mark_by_which_the_rest_is_done() throws Exception {
            for (int i = 1; i <= 600; i++) {
                await(store.append("a", i, List.of(event(i, "MARKED " + i + ".", "red"))));
            }
            fill(store, "b", 3);
            store.close();

            try (var database = Database.open(journal());
                    var witness = new Witness(folder.path().resolve("heads"))) {
                crashAfterTheFirstWrite(database, "a", 590);
                var tips = new Tips(database, witness);
                var writer = writer(database, tips, witness);
                writer.start();
                new Removal(database, tips, writer, settings("").page()).resume();
                writer.close();
                assertThat(database.get(Keys.removal("a"))).isNull();
            }

            for (int i = 1; i <= 590; i++) {
                assertThat(filesWith("MARKED " + i + ".")).isEmpty();
            }
            reopen();
            assertThat(numbers(store, "a")).hasSize(10);
            assertThat(store.taggedSince("red", 0).events()).hasSize(10);
            assertThat(numbers(store, "b")).hasSize(3);
        }

        @Test
        void is_made_good_when_the_journal_is_opened_or_asked_again() throws Exception {
            fill(store, "a", 600);
            store.close();
            try (var database = Database.open(journal())) {
                crashAfterTheFirstWrite(database, "a", 590);
            }

            reopen();
            assertThat(numbers(store, "a")).hasSize(10);
            store.deleteTo("a", 1);
            store.close();

            assertThat(kindsInDatabase()).doesNotContain(5).hasSize(22);
        }

        private void crashAfterTheFirstWrite(Database database, String id, long to) throws Exception {
            var tip = Tip.read(Keys.tip(id), Objects.requireNonNull(database.get(Keys.tip(id))));
            database.compact(Keys.event(id, 0), Keys.event(id, to));
            try (var batch = database.batch()) {
                batch.put(Keys.tip(id), tip.deletedUpTo(to).toBytes(Keys.tip(id)));
                batch.put(Keys.removal(id), new byte[0]);
                batch.write();
            }
        }

        private Writer writer(Database database, Tips tips, Witness witness) throws Exception {
            var disk = DiskSpace.open(folder.path(), settings("").disk());
            var surroundings =
                    new Writer.Surroundings(database, disk, tips, witness, new Wakeups(), InstantSource.system());
            return new Writer(surroundings, settings(""), 0);
        }
    }

    @Test
    void a_damaged_block_goes_with_the_rest() throws Exception {
        for (int i = 1; i <= 900; i++) {
            await(store.append("a", i, List.of(event(i, "MARKED " + i + ". " + "x".repeat(100)))));
        }
        store.close();
        try (var database = Database.open(journal())) {
            database.compact(Keys.firstEvent(), Keys.firstTip());
        }
        for (var table : filesWith("MARKED 300.")) {
            var bytes = Files.readAllBytes(table);
            bytes[indexOf(bytes, "MARKED 300.")] ^= 1;
            Files.write(table, bytes);
        }
        reopen();
        assertThat(numbers(store, "a")).hasSizeLessThan(900);

        store.deleteTo("a", 890);

        assertThat(numbers(store, "a")).hasSize(10);
        assertThat(filesWith("MARKED 299.")).isEmpty();
        store.close();
        assertThat(kindsInDatabase().stream().filter(kind -> kind == 1)).hasSize(10);
    }

    private Path journal() {
        return folder.path().resolve("journal");
    }

    /** The first byte of each key, in order. */
    private List<Integer> kindsInDatabase() throws Exception {
        List<Integer> kinds = new ArrayList<>();
        try (var database = Database.open(journal())) {
            database.scan(new byte[0], (key, value) -> kinds.add(key[0] & 0xff));
        }
        return kinds;
    }

    private List<Path> filesWith(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (var files = Files.walk(temporary)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (indexOf(Files.readAllBytes(file), text) >= 0) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
