package dev.parley.persistence.leveldb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path temporary;

    @Nested
    class A_folder {

        @Test
        void is_made_with_all_above_it() throws Exception {
            var path = temporary.resolve("a/b/data");

            try (var folder = DataFolder.open(path)) {
                assertThat(folder.path()).isEqualTo(path.toRealPath()).isDirectory();
            }
        }

        @Test
        @DisabledOnOs(OS.WINDOWS)
        void is_made_for_its_owner_alone() throws Exception {
            var path = temporary.resolve("data");

            try (var folder = DataFolder.open(path)) {
                assertThat(permissions(folder.path())).isEqualTo("rwx------");
                assertThat(permissions(path.resolve("parley.lock"))).isEqualTo("rw-------");
            }
        }

        @Test
        @DisabledOnOs(OS.WINDOWS)
        void that_others_may_open_is_closed_to_them() throws Exception {
            var path = Files.createDirectory(temporary.resolve("data"));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));

            try (var folder = DataFolder.open(path)) {
                assertThat(permissions(folder.path())).isEqualTo("rwx------");
            }
        }

        @Test
        void that_is_there_is_used_as_it_is() throws Exception {
            Files.writeString(temporary.resolve("kept"), "kept");

            try (var folder = DataFolder.open(temporary)) {
                assertThat(folder.path().resolve("kept")).hasContent("kept");
            }
        }

        @Test
        @DisabledOnOs(OS.WINDOWS)
        void may_be_reached_by_a_link() throws Exception {
            var real = Files.createDirectory(temporary.resolve("real"));
            var link = Files.createSymbolicLink(temporary.resolve("link"), real);

            try (var folder = DataFolder.open(link)) {
                assertThat(folder.path()).isEqualTo(real.toRealPath());
            }
        }
    }

    @Nested
    class While_it_is_open {

        @Test
        void it_is_refused_to_another_node_of_this_process() throws Exception {
            try (var folder = DataFolder.open(temporary)) {
                refused(
                        temporary,
                        "The data folder " + folder.path() + " is in use by another node (process "
                                + ProcessHandle.current().pid() + ")");
            }
        }

        @Test
        void it_is_refused_to_another_process_which_is_told_who_has_it() throws Exception {
            try (var folder = DataFolder.open(temporary)) {
                assertThat(OtherNode.open(temporary))
                        .isEqualTo("The data folder " + folder.path() + " is in use by another node (process "
                                + ProcessHandle.current().pid() + ")");
            }
        }

        /** On POSIX a process loses its lock on a file when it closes any other channel to it. */
        @Test
        void it_is_refused_to_another_process_also_after_it_was_refused_to_this_one() throws Exception {
            try (var folder = DataFolder.open(temporary)) {
                assertThatExceptionOfType(DataFolder.Unusable.class).isThrownBy(() -> DataFolder.open(temporary));

                assertThat(OtherNode.open(temporary)).contains("is in use by another node");
                assertThat(folder.path()).isDirectory();
            }
        }

        @Test
        void it_is_refused_by_any_of_its_names() throws Exception {
            var path = Files.createDirectory(temporary.resolve("data"));

            try (var folder = DataFolder.open(path)) {
                refused(
                        temporary.resolve("data/../data"),
                        "The data folder " + folder.path() + " is in use by another node (process "
                                + ProcessHandle.current().pid() + ")");
            }
        }
    }

    @Nested
    class Once_it_is_closed {

        @Test
        void it_can_be_opened_again() throws Exception {
            DataFolder.open(temporary).close();

            try (var folder = DataFolder.open(temporary)) {
                assertThat(folder.path()).isDirectory();
            }
        }

        @Test
        void another_process_can_open_it() throws Exception {
            DataFolder.open(temporary).close();

            assertThat(OtherNode.open(temporary)).isEqualTo(OtherNode.OPENED);
        }
    }

    @Nested
    class A_path_that_cannot_be_used {

        @Test
        void is_a_file() throws Exception {
            var file = Files.writeString(temporary.resolve("file"), "in the way");

            explained(file);
        }

        @Test
        void lies_below_a_file() throws Exception {
            var file = Files.writeString(temporary.resolve("file"), "in the way");

            explained(file.resolve("data"));
        }

        @Test
        void has_a_folder_where_the_lock_belongs() throws Exception {
            Files.createDirectory(temporary.resolve("parley.lock"));

            explained(temporary);
        }

        /** By a sentence for a person: it names the folder and no class. */
        private void explained(Path path) {
            assertThatExceptionOfType(DataFolder.Unusable.class)
                    .isThrownBy(() -> DataFolder.open(path))
                    .withMessageStartingWith("The data folder " + path + " cannot be used: ")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Exception"));
        }
    }

    private static void refused(Path path, String why) {
        assertThatExceptionOfType(DataFolder.Unusable.class)
                .isThrownBy(() -> DataFolder.open(path))
                .withMessage(why);
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
