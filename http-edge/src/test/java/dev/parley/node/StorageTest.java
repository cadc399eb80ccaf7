package dev.parley.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.persistence.leveldb.DataFolder;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.NewEvent;
import dev.parley.persistence.leveldb.Payload;
import dev.parley.persistence.leveldb.StoreSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in a data folder, before anything starts on it. */
class StorageTest {
    @TempDir
    private Path data;

    private Settings settings;

    @BeforeEach
    void load() throws Exception {
        settings = Settings.load(Map.of("data", data.toString()), null);
    }

    @Test
    void the_witness_is_told_before_a_room_closes_in_which_nobody_is() {
        var config = settings.config();

        assertThat(config.getDuration("parley.leveldb.witness-every"))
                .isLessThan(config.getDuration("parley.rooms.idle-after"));
    }

    @Nested
    class Without_its_content_keys {

        @Test
        void a_new_folder_gets_a_file_for_them() throws Exception {
            open();

            assertThat(data.resolve("keys")).isNotEmptyFile();
        }

        @Test
        void a_journal_that_is_empty_gets_a_new_one() throws Exception {
            open();
            Files.delete(data.resolve("keys"));

            open();

            assertThat(data.resolve("keys")).isNotEmptyFile();
        }

        @Test
        void a_journal_with_events_is_refused_in_a_sentence_and_none_is_made() throws Exception {
            open();
            write("room|general", 3);
            Files.delete(data.resolve("keys"));

            assertThatExceptionOfType(StartFailure.class)
                    .isThrownBy(StorageTest.this::open)
                    .withMessage("The content keys " + data.toRealPath().resolve("keys")
                            + " are missing beside the journal, and nothing in it can be read without them."
                            + " Put the file back, or name another folder with --data.");
            assertThat(data.resolve("keys")).doesNotExist();
        }

        @Test
        void a_file_that_has_become_empty_is_none() throws Exception {
            open();
            write("room|general", 3);
            Files.write(data.resolve("keys"), new byte[0]);

            assertThatExceptionOfType(StartFailure.class)
                    .isThrownBy(StorageTest.this::open)
                    .withMessageContaining("are missing beside the journal");
            assertThat(data.resolve("keys")).isEmptyFile();
        }
    }

    @Nested
    class A_journal_that_is_damaged {

        @Test
        void is_refused_with_the_command_that_repairs_it_and_opens_after_that() throws Exception {
            open();
            write("room|general", 3);
            damage();

            assertThatExceptionOfType(StartFailure.class)
                    .isThrownBy(StorageTest.this::open)
                    .withMessageEndingWith("it is damaged and has to be repaired first: parley repair --data "
                            + data.toRealPath() + ".");
            assertThat(repair())
                    .contains("is repaired", data.toRealPath().resolve("lost-1").toString(), "parley verify");

            open();
            assertThat(numbers("room|general")).containsExactly(1L, 2L, 3L);
            assertThat(data.resolve("lost-1")).isNotEmptyDirectory();
        }

        @Test
        void can_be_repaired_again() throws Exception {
            open();
            for (int repair = 1; repair <= 2; repair++) {
                damage();
                repair();
                assertThat(data.resolve("lost-" + repair)).isNotEmptyDirectory();
            }
        }

        private void damage() throws IOException {
            Files.writeString(data.resolve("journal").resolve("CURRENT"), "nonsense");
        }
    }

    @Nested
    class A_repair {

        @Test
        void leaves_alone_what_opens() throws Exception {
            open();

            assertThat(repair()).contains("opens as it is; nothing was changed");
            assertThat(data.resolve("lost-1")).doesNotExist();
        }

        @Test
        void is_refused_while_somebody_has_the_folder() throws Exception {
            open();
            try (var held = DataFolder.open(data)) {
                assertThatExceptionOfType(StartFailure.class)
                        .isThrownBy(this::repaired)
                        .withMessageContainingAll(held.path().toString(), "in use", "only a journal that nobody has");
            }
        }

        @Test
        void is_refused_where_no_rooms_are_and_makes_no_folder() throws Exception {
            settings = Settings.load(Map.of("data", data.resolve("other").toString()), null);

            assertThatExceptionOfType(StartFailure.class)
                    .isThrownBy(this::repaired)
                    .withMessageContaining("There are no rooms in the folder");
            assertThat(data.resolve("other")).doesNotExist();
        }

        @Test
        void is_not_for_a_database() throws Exception {
            settings = Settings.load(
                    Map.of("data", data.toString(), "journal", "postgres", "postgres.url", "postgresql://ada@db/rooms"),
                    null);

            assertThatExceptionOfType(WrongUsage.class)
                    .isThrownBy(this::repaired)
                    .withMessageContaining("A database has tools of its own");
        }

        private void repaired() throws StartFailure {
            var unused = repair();
        }
    }

    private String repair() throws StartFailure {
        var out = new ByteArrayOutputStream();
        RepairCommand.repair(settings, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    /** As a node does, and closes again. */
    private void open() throws Exception {
        try (var folder = DataFolder.open(data)) {
            Storage.open(settings, folder).close();
        }
    }

    private void write(String id, int events) throws Exception {
        try (var folder = DataFolder.open(data);
                var store = store(folder)) {
            for (long number = 1; number <= events; number++) {
                var event = new NewEvent(number, "writer", "", Set.of(), new Payload(7, "text", new byte[10]), null);
                store.append(id, number, List.of(event)).toCompletableFuture().get();
            }
        }
    }

    private List<Long> numbers(String id) throws Exception {
        try (var folder = DataFolder.open(data);
                var store = store(folder)) {
            return store.events(id, 1, Long.MAX_VALUE).events().stream()
                    .map(event -> event.sequence())
                    .toList();
        }
    }

    private EventStore store(DataFolder folder) throws Exception {
        return EventStore.open(folder, StoreSettings.from(settings.config().getConfig("parley.leveldb")));
    }
}
