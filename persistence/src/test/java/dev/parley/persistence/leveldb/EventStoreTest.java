package dev.parley.persistence.leveldb;

import static dev.parley.persistence.leveldb.Stores.append;
import static dev.parley.persistence.leveldb.Stores.await;
import static dev.parley.persistence.leveldb.Stores.event;
import static dev.parley.persistence.leveldb.Stores.events;
import static dev.parley.persistence.leveldb.Stores.fill;
import static dev.parley.persistence.leveldb.Stores.highest;
import static dev.parley.persistence.leveldb.Stores.hold;
import static dev.parley.persistence.leveldb.Stores.ids;
import static dev.parley.persistence.leveldb.Stores.numbers;
import static dev.parley.persistence.leveldb.Stores.refusal;
import static dev.parley.persistence.leveldb.Stores.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStoreTest {
    @TempDir
    private Path temporary;

    private Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private DataFolder folder;
    private EventStore store;

    @BeforeEach
    void open() throws Exception {
        folder = DataFolder.open(temporary);
        open("");
    }

    private void open(String changes) throws Exception {
        store = EventStore.open(folder, settings(changes), () -> now);
    }

    private void reopen(String changes) throws Exception {
        store.close();
        open(changes);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        folder.close();
    }

    @Nested
    class Closing {

        @Test
        void closes_the_rest_if_the_witness_cannot_be_told() throws Exception {
            reopen("witness-every = 1h");
            // So much to tell that its file is written anew, in the place of which there is a folder.
            for (int room = 0; room < 1_200; room++) {
                await(append(store, room + "x".repeat(1_000), 1));
            }
            Files.createDirectory(folder.path().resolve("heads.tmp"));

            assertThatIOException().isThrownBy(() -> store.close());

            Files.delete(folder.path().resolve("heads.tmp"));
            open("");
            assertThat(ids(store)).hasSize(1_200);
        }

        @Test
        void is_complete_also_when_it_is_interrupted() throws Exception {
            reopen("witness-every = 1h");
            var release = hold(store);
            var last = append(store, "a", 1);
            Thread.currentThread().interrupt();
            Thread.ofPlatform().start(release);

            store.close();

            assertThat(Thread.interrupted()).isTrue();
            await(last);
            assertThat(Witness.read(folder.path().resolve("heads"))).containsKey("a");
            open("");
            assertThat(numbers(store, "a")).containsExactly(1L);
        }

        @Test
        void twice_does_nothing() throws Exception {
            store.close();
            store.close();
        }
    }

    @Nested
    class Events {

        @Test
        void are_there_again_after_a_restart() throws Exception {
            fill(store, "room|a", 3);
            reopen("");

            assertThat(events(store, "room|a").stream().map(Stores::text))
                    .containsExactly("room|a 1", "room|a 2", "room|a 3");
            assertThat(highest(store, "room|a")).isEqualTo(3);
        }

        @Test
        void of_other_rooms_are_not_among_them() throws Exception {
            fill(store, "room|a", 2);
            fill(store, "room|ab", 1);
            fill(store, "room|", 1);

            assertThat(numbers(store, "room|a")).containsExactly(1L, 2L);
            assertThat(numbers(store, "room")).isEmpty();
            assertThat(ids(store)).containsExactlyInAnyOrder("room|a", "room|ab", "room|");
        }

        @Test
        void are_read_a_page_at_a_time() throws Exception {
            reopen("page.count = 10");
            fill(store, "a", 25);

            var page = store.events("a", 1, 24);

            assertThat(page.events()).hasSize(10);
            assertThat(page.next()).isEqualTo(11);
            assertThat(page.more()).isTrue();
            assertThat(numbers(store, "a")).hasSize(25);
        }

        @Test
        void written_together_are_there_all_or_none() throws Exception {
            var write = store.append("a", 2, List.of(event(2, "b"), event(3, "c")));

            assertThat(refusal(write).reason()).isEqualTo(WriteRefused.Reason.WRONG_NUMBER);
            assertThat(numbers(store, "a")).isEmpty();
        }

        @Test
        void may_leave_out_numbers_of_what_could_not_be_stored() throws Exception {
            await(store.append("a", 1, List.of(event(1, "a"), event(3, "c"))));

            assertThat(numbers(store, "a")).containsExactly(1L, 3L);
            await(append(store, "a", 4));
        }
    }

    @Nested
    class A_number {

        @Test
        void that_exists_is_refused_for_its_room_alone() throws Exception {
            fill(store, "a", 2);
            var go = hold(store);
            var again = append(store, "a", 2);
            var other = append(store, "b", 1);
            go.run();

            assertThat(refusal(again)).hasMessage("Event 2 of 'a' is not written: the last one there is 2");
            await(other);
            assertThat(Stores.text(events(store, "a").get(1))).isEqualTo("a 2");
        }

        @Test
        void that_is_not_the_next_is_refused() {
            assertThat(refusal(append(store, "a", 2)).reason()).isEqualTo(WriteRefused.Reason.WRONG_NUMBER);
        }

        @Test
        void is_told_once_all_is_written_that_came_before() throws Exception {
            var go = hold(store);
            append(store, "a", 1);
            append(store, "a", 2);
            var highest = store.highest("a");
            go.run();

            assertThat(highest.toCompletableFuture().join()).isEqualTo(2);
        }
    }

    @Nested
    class Writes_of_many_rooms {

        @Test
        void cost_one_sync() throws Exception {
            var go = hold(store);
            long before = store.syncs();
            List<CompletionStage<Void>> writes = new ArrayList<>();
            for (int room = 0; room < 200; room++) {
                writes.add(append(store, "room|" + room, 1));
            }
            go.run();
            writes.forEach(Stores::await);

            assertThat(store.syncs() - before).isEqualTo(1);
        }

        @Test
        void do_not_wait_behind_a_room_that_writes_much() throws Exception {
            reopen("batch.count = 10");
            var go = hold(store);
            for (int i = 1; i <= 100; i++) {
                append(store, "loud", i);
            }
            var quiet = append(store, "quiet", 1);
            var behind = store.highest("loud");
            go.run();
            await(quiet);
            await(behind);

            var order = store.since(0).events().stream()
                    .map(StoredEvent::persistenceId)
                    .toList();
            assertThat(order.indexOf("quiet")).isLessThan(4);
        }

        @Test
        void beyond_the_queue_are_refused_and_the_others_written() throws Exception {
            reopen("queue.count = 2");
            var go = hold(store);
            var first = append(store, "a", 1);
            var second = append(store, "b", 1);
            var third = append(store, "c", 1);

            assertThat(refusal(third).reason()).isEqualTo(WriteRefused.Reason.QUEUE_FULL);
            go.run();
            await(first);
            await(second);
        }

        @Test
        void that_wait_when_it_closes_are_written_and_later_ones_refused() throws Exception {
            var go = hold(store);
            var waiting = append(store, "a", 1);
            go.run();
            store.close();

            await(waiting);
            assertThat(refusal(append(store, "a", 2)).reason()).isEqualTo(WriteRefused.Reason.CLOSED);
            open("");
            assertThat(numbers(store, "a")).containsExactly(1L);
        }
    }

    @Nested
    class The_order_of_all_rooms {

        @Test
        void is_that_of_the_writes() throws Exception {
            fill(store, "a", 2);
            fill(store, "b", 1);
            await(append(store, "a", 3));

            assertThat(store.since(0).events().stream().map(Stores::text)).containsExactly("a 1", "a 2", "b 1", "a 3");
        }

        @Test
        void goes_on_when_the_clock_steps_back_also_over_a_restart() throws Exception {
            fill(store, "a", 1);
            now = now.minus(Duration.ofHours(1));
            fill(store, "b", 1);
            reopen("");
            fill(store, "c", 1);

            var found = store.since(0).events();
            assertThat(found.stream().map(StoredEvent::persistenceId)).containsExactly("a", "b", "c");
            assertThat(found.stream().map(StoredEvent::stamp)).isSorted().doesNotHaveDuplicates();
        }

        @Test
        void holds_what_has_a_tag() throws Exception {
            await(store.append("a", 1, List.of(event(1, "x", "red"), event(2, "y", "blue", "red"))));
            await(store.append("b", 1, List.of(event(1, "z", "blue"))));

            assertThat(store.taggedSince("red", 0).events().stream().map(Stores::text))
                    .containsExactly("x", "y");
            assertThat(store.taggedSince("blue", 0).events().stream().map(Stores::text))
                    .containsExactly("y", "z");
            assertThat(store.taggedSince("re", 0).events()).isEmpty();
        }

        @Test
        void is_read_a_page_at_a_time_without_a_gap() throws Exception {
            reopen("page.count = 7");
            fill(store, "a", 30);

            var page = store.since(0);
            int count = page.events().size();
            while (page.more()) {
                page = store.since(page.next());
                count += page.events().size();
            }
            assertThat(count).isEqualTo(30);
        }
    }

    @Nested
    class A_name {

        @Test
        void that_UTF_8_cannot_tell_from_another_is_refused() {
            assertThatIllegalArgumentException().isThrownBy(() -> append(store, "a\ud800", 1));
            assertThatIllegalArgumentException().isThrownBy(() -> store.highest("a\ud800"));
        }

        @Test
        void that_is_too_long_for_a_key_is_refused() {
            assertThatIllegalArgumentException().isThrownBy(() -> append(store, "a".repeat(70_000), 1));
        }
    }

    @Nested
    class A_folder_that_cannot_be_a_journal {

        @Test
        void is_a_file() throws Exception {
            store.close();
            Stores.delete(journal());
            Files.writeString(journal(), "in the way");

            refused("The journal " + journal() + " cannot be opened: it is not a folder");
        }

        @Test
        void was_written_by_another_program() throws Exception {
            store.close();
            Stores.delete(journal());
            try (var database = Database.open(journal());
                    var batch = database.batch()) {
                batch.put(new byte[] {0, 0, 0, 1}, new byte[] {1});
                batch.write();
            }

            refused("The journal " + journal() + " cannot be opened: it is not one of Parley's");
        }

        @Test
        void was_written_by_another_release() throws Exception {
            store.close();
            try (var database = Database.open(journal());
                    var batch = database.batch()) {
                batch.put(Keys.MARK, new byte[] {2});
                batch.write();
            }

            refused("The journal " + journal() + " cannot be opened: another release wrote it");
        }

        @Test
        void has_damage_in_the_file_that_names_the_others_and_can_be_repaired() throws Exception {
            fill(store, "a", 5);
            store.close();
            Files.writeString(journal().resolve("CURRENT"), "nonsense");

            assertCanBeRepaired();
        }

        @Test
        void lost_a_file_that_names_others_and_can_be_repaired() throws Exception {
            fill(store, "a", 5);
            store.close();
            try (var manifests = Files.newDirectoryStream(journal(), "MANIFEST-*")) {
                for (var manifest : manifests) {
                    Files.delete(manifest);
                }
            }
            assertCanBeRepaired();

            Files.delete(journal().resolve("CURRENT"));
            assertCanBeRepaired();
        }

        @Test
        void is_not_there_yet_as_its_first_start_was_cut_off() throws Exception {
            store.close();
            Stores.delete(journal());
            Files.createDirectory(journal());
            Files.writeString(journal().resolve("MANIFEST-000001"), "");

            open("");

            assertThat(ids(store)).isEmpty();
        }

        private void assertCanBeRepaired() throws Exception {
            assertThatExceptionOfType(DataFolder.Damaged.class)
                    .isThrownBy(() -> open(""))
                    .withMessageStartingWith("The journal " + journal() + " cannot be opened: ")
                    .withMessageEndingWith("; it is damaged and has to be repaired first");

            var kept = EventStore.repair(folder, settings(""));

            assertThat(kept).isNotEmptyDirectory();
            assertThat(journal().resolve("lost")).doesNotExist();
            open("");
            assertThat(numbers(store, "a")).hasSize(5);
            store.close();
        }

        private Path journal() {
            return folder.path().resolve("journal");
        }

        private void refused(String why) {
            assertThatExceptionOfType(DataFolder.Unusable.class)
                    .isThrownBy(() -> open(""))
                    .withMessage(why);
        }
    }
}
