package dev.parley.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.parley.node.admin.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTerminalTest {
    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Nested
    class The_file_that_a_command_fills {

        @Test
        void appears_when_the_command_is_done_and_is_for_its_owner_alone() throws Exception {
            var file = Files.writeString(folder.resolve("room.parley"), "an older one");
            try (var terminal = terminal(file, null)) {
                terminal.file().write("the room".getBytes(UTF_8));
                assertThat(file).hasContent("an older one");

                assertThat(terminal.finish(0)).isZero();
            }

            assertThat(file).hasContent("the room");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
        }

        @Test
        void does_not_appear_when_the_command_has_failed() throws Exception {
            var file = folder.resolve("room.parley");
            try (var terminal = terminal(file, null)) {
                terminal.file().write("half a ro".getBytes(UTF_8));

                assertThat(terminal.finish(1)).isEqualTo(1);
            }

            assertThat(folder).isEmptyDirectory();
        }

        @Test
        void may_be_the_standard_output() throws Exception {
            try (var terminal = terminal(Path.of("-"), null)) {
                terminal.file().write("the room".getBytes(UTF_8));
                terminal.finish(0);
            }

            assertThat(out.toString(UTF_8)).isEqualTo("the room");
        }

        @Test
        void is_not_made_where_there_is_no_folder() throws Exception {
            var missing = folder.resolve("missing");
            try (var terminal = terminal(missing.resolve("room.parley"), null)) {
                assertThatIOException().isThrownBy(terminal::file).withMessage("there is no folder " + missing);
            }
        }

        @Test
        void is_not_made_if_nobody_asked_for_one() throws Exception {
            try (var terminal = terminal(null, null)) {
                assertThatIOException().isThrownBy(terminal::file);
                assertThatIOException().isThrownBy(terminal::input);
            }
        }
    }

    @Nested
    class A_new_folder_of_several_files {
        private Path dir = Path.of("");
        private Path rooms = dir;
        private Path keys = dir;

        @BeforeEach
        void nameThem() {
            dir = folder.resolve("deep").resolve("copy");
            rooms = dir.resolve("rooms");
            keys = folder.resolve("keys");
        }

        private LocalTerminal terminal() {
            return new LocalTerminal(out, err, new LocalTerminal.FilesOfCommand(List.of(rooms, keys), List.of(), dir));
        }

        @Test
        void is_made_with_them_and_is_for_its_owner_alone() throws Exception {
            try (var terminal = terminal()) {
                terminal.file(0).write("the rooms".getBytes(UTF_8));
                terminal.file(1).write("the keys".getBytes(UTF_8));
                terminal.file(0).write(" and more".getBytes(UTF_8));
                assertThat(rooms).doesNotExist();
                assertThat(keys).doesNotExist();
                terminal.finish(0);
            }

            assertThat(rooms).hasContent("the rooms and more");
            assertThat(keys).hasContent("the keys");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)))
                    .isEqualTo("rwx------");
        }

        @Test
        void is_not_there_when_the_command_has_failed() throws Exception {
            try (var terminal = terminal()) {
                terminal.file(0).write("half".getBytes(UTF_8));
                terminal.finish(1);
            }

            assertThat(dir).doesNotExist();
        }

        @Test
        void is_refused_if_there_is_something_in_it() throws Exception {
            Files.createDirectories(dir);
            Files.writeString(dir.resolve("mine"), "mine");
            try (var terminal = terminal()) {
                assertThatIOException()
                        .isThrownBy(() -> terminal.file(0))
                        .withMessage("the folder " + dir + " is not empty; name a new one");
            }
            assertThat(dir.resolve("mine")).hasContent("mine");
        }

        @Test
        void has_no_file_that_the_command_did_not_name() throws Exception {
            try (var terminal = terminal()) {
                assertThatIOException().isThrownBy(() -> terminal.file(2));
            }
        }
    }

    @Nested
    class The_file_that_a_command_is_given {

        @Test
        void is_read() throws Exception {
            var file = Files.writeString(folder.resolve("room.parley"), "the room");
            try (var terminal = terminal(null, file)) {
                assertThat(terminal.input().readAllBytes()).isEqualTo("the room".getBytes(UTF_8));
            }
        }

        @Test
        void is_missed_by_its_name() throws Exception {
            var missing = folder.resolve("missing");
            try (var terminal = terminal(null, missing)) {
                assertThatIOException().isThrownBy(terminal::input).withMessage("there is no file " + missing);
            }
        }
    }

    @Test
    void what_was_said_comes_before_what_is_complained_of() throws Exception {
        try (var terminal = new LocalTerminal(out, out, named(null, null))) {
            terminal.say("first\n");
            terminal.complain("Then this.");
            terminal.say("last\n");
            terminal.finish(1);
        }

        assertThat(out.toString(UTF_8)).isEqualTo("first\nparley: Then this.\nlast\n");
    }

    @Test
    void a_reader_who_has_gone_is_told_apart() throws Exception {
        var broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        try (var terminal = new LocalTerminal(broken, err, named(null, null))) {
            terminal.say("something");

            assertThatExceptionOfType(Terminal.Gone.class).isThrownBy(() -> terminal.finish(0));
        }
    }

    private LocalTerminal terminal(@Nullable Path output, @Nullable Path input) {
        return new LocalTerminal(out, err, named(output, input));
    }

    private static LocalTerminal.FilesOfCommand named(@Nullable Path output, @Nullable Path input) {
        return new LocalTerminal.FilesOfCommand(
                output == null ? List.of() : List.of(output), input == null ? List.of() : List.of(input), null);
    }
}
