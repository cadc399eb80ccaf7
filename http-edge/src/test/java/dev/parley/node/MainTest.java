package dev.parley.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.persistence.leveldb.DataFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    /** What a command printed and how it ended. */
    private record Result(int status, String out, String err) {}

    @Nested
    class Asked_for_help {

        @ParameterizedTest
        @ValueSource(strings = {"--help", "-h", "serve --help", "serve -h"})
        void it_tells_the_options_and_is_done(String arguments) {
            var result = parley(arguments.split(" ", 0));

            assertThat(result.status()).isZero();
            assertThat(result.out()).contains("--host", "--port", "--data", "--config");
            assertThat(result.err()).isEmpty();
        }

        @Test
        void it_tells_the_commands() {
            assertThat(parley("--help").out()).contains("serve");
        }

        @Test
        void it_tells_how_an_option_is_called_in_the_environment_and_in_a_file() {
            assertThat(parley("--help").out()).contains("PARLEY_NODE_PORT", "parley.node-port");
        }

        @Test
        void of_a_command_on_rooms_it_tells_its_own_options_and_where_rooms_are() {
            var result = parley("history", "--help");

            assertThat(result.status()).isZero();
            assertThat(result.out())
                    .contains("ROOM", "--at", "--json", "--data", "--config")
                    .doesNotContain("--port");
        }

        @Test
        void it_keeps_the_launchers_own_command_to_itself() {
            assertThat(parley("--help").out()).doesNotContain("rehearse");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "serve --version"})
    void asked_for_its_version_it_tells_it_and_is_done(String arguments) {
        var result = parley(arguments.split(" ", 0));

        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("parley ").hasLineCount(1);
    }

    @Nested
    class Used_wrongly {

        @ParameterizedTest
        @CsvSource({"--prot, --port", "--confg, --config", "--dta, --data"})
        void it_suggests_what_may_have_been_meant(String option, String suggestion) {
            var result = parley(option, "1");

            assertWrongUsage(result);
            assertThat(result.err()).contains("'" + option + "'", suggestion);
        }

        @Test
        void it_suggests_a_command_that_may_have_been_meant() {
            var result = parley("serv");

            assertWrongUsage(result);
            assertThat(result.err()).contains("'serv'", "serve");
        }

        @ParameterizedTest
        @ValueSource(strings = {"--port eighty", "--port 8080x", "--node-port 1.5", "serve --port eighty"})
        void it_names_the_option_whose_value_is_none(String arguments) {
            var words = arguments.split(" ", 0);
            var result = parley(words);

            assertWrongUsage(result);
            assertThat(result.err()).contains(words[words.length - 2], "'" + words[words.length - 1] + "'");
        }

        /** Whether a value is none by its letters or by its size is the same to whoever typed it. */
        @ParameterizedTest
        @ValueSource(
                strings = {"--port 70000", "--port -1", "--node-port 65536", "--log xml", "serve --log-level loud"})
        void it_names_the_option_whose_value_is_out_of_range(String arguments) {
            var words = arguments.split(" ", 0);
            var result = parley(words);

            assertThat(result.err()).contains(words[words.length - 2] + " " + words[words.length - 1]);
            assertWrongUsage(result);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "history",
                    "history one two",
                    "history general --at yesterday",
                    "history general --between 7",
                    "history general --limit 0",
                    "history general --form 3",
                    "history general --at 3 --between 1..2",
                    "history general --at 3 --from 2",
                    "backup",
                    "backup copy --keys copy/keys",
                    "restore one two",
                    "migrate",
                    "migrate --from data",
                    "migrate --from data --to leveldb:./data",
                    "migrate --from data --to mysql://parley@localhost/parley"
                })
        void it_says_so_before_it_looks_for_rooms(String arguments) {
            assertWrongUsage(parley(arguments.split(" ", 0)));
        }

        @Test
        void it_names_the_option_that_lacks_a_value() {
            var result = parley("--port");

            assertWrongUsage(result);
            assertThat(result.err()).contains("--port");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "--journal files",
                    "--journal postgres",
                    "--postgres postgresql://parley@localhost/parley",
                    "--journal postgres --postgres localhost",
                    "--journal postgres --postgres postgresql://parley@localhost/parley?sslmode=maybe",
                    "serve --journal postgres --postgres postgresql://parley:hunter2@localhost/parley"
                })
        void it_says_what_is_wrong_with_the_journal(String arguments) {
            var result = parley(arguments.split(" ", 0));

            assertThat(result.err()).contains("postgres").doesNotContain("hunter2");
            assertWrongUsage(result);
        }

        @Test
        void it_repeats_no_password_of_an_address() {
            var result = parley("migrate", "--from", "data", "--to", "postgresql://parley:hunter2@localhost/parley");

            assertWrongUsage(result);
            assertThat(result.err())
                    .contains("--to", "PARLEY_POSTGRES_PASSWORD")
                    .doesNotContain("hunter2");
        }

        private static void assertWrongUsage(Result result) {
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err()).startsWith("parley: ").doesNotContain("Usage:", "Exception");
            assertThat(result.err().lines()).hasSizeLessThanOrEqualTo(3);
            assertThat(result.out()).isEmpty();
        }
    }

    @Nested
    class Unable_to_start {
        @RegisterExtension
        static final RunningNode OTHER = RunningNode.asItIs();

        @TempDir
        private Path folder = Path.of("");

        @Test
        void for_a_port_in_use_it_names_the_port_and_what_to_do() throws IOException {
            try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                var port = Integer.toString(taken.getLocalPort());

                var result = parley("serve", "--port", port, "--data", folder.toString());

                assertFailed(result);
                assertThat(result.err()).contains("Port " + port, "127.0.0.1", "in use", "--port");
            }
        }

        @Test
        void for_a_port_in_use_it_leaves_the_folder_to_others() throws Exception {
            try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                parley("--port", Integer.toString(taken.getLocalPort()), "--data", folder.toString());
            }

            DataFolder.open(folder).close();
        }

        @Test
        void for_a_folder_in_use_it_names_the_folder_and_what_to_do() {
            var result = parley("--port", "0", "--data", OTHER.data().toString());

            assertFailed(result);
            assertThat(result.err()).contains(OTHER.data().toString(), "in use by another node", "--data");
        }

        @Test
        void for_a_file_in_the_place_of_its_folder_it_names_it() throws IOException {
            var file = Files.writeString(folder.resolve("file"), "");

            var result = parley("--port", "0", "--data", file.toString());

            assertFailed(result);
            assertThat(result.err()).contains(file.toString(), "--data");
        }

        @Test
        void for_a_database_that_is_not_there_it_names_the_server_and_leaves_the_folder_to_others() throws Exception {
            var result = parley(
                    "--port",
                    "0",
                    "--data",
                    folder.toString(),
                    "--journal",
                    "postgres",
                    "--postgres",
                    "postgresql://parley@127.0.0.1:1/parley");

            assertFailed(result);
            assertThat(result.err()).contains("There is no server at 127.0.0.1:1");
            DataFolder.open(folder).close();
        }

        @Test
        void for_a_missing_configuration_it_names_the_file() {
            var missing = folder.resolve("missing.conf").toString();

            var result = parley("--config", missing);

            assertFailed(result);
            assertThat(result.err()).contains(missing);
        }

        @Test
        void for_an_origin_that_is_none_it_names_the_key() throws IOException {
            var file = Files.writeString(folder.resolve("parley.conf"), "parley.http.origins = [\"app.example.org\"]");

            var result =
                    parley("--port", "0", "--data", folder.resolve("data").toString(), "--config", file.toString());

            assertFailed(result);
            assertThat(result.err()).contains("parley.http.origins", "'app.example.org'");
        }

        @Test
        void for_an_address_that_others_reach_it_says_why() {
            var result = parley("--host", "0.0.0.0");

            assertFailed(result);
            assertThat(result.err()).contains("--host 0.0.0.0");
        }

        @Test
        void for_a_folder_without_rooms_a_command_names_it_and_makes_none() {
            var missing = folder.resolve("missing");

            var result = parley("history", "general", "--data", missing.toString());

            assertFailed(result);
            assertThat(result.err()).contains(missing.toString(), "--data");
            assertThat(missing).doesNotExist();
        }

        @Test
        void for_a_folder_without_rooms_a_migration_names_it_and_makes_none() {
            var missing = folder.resolve("missing");
            var target = folder.resolve("target");

            var result = parley("migrate", "--from", missing.toString(), "--to", target.toString());

            assertFailed(result);
            assertThat(result.err()).contains(missing.toString());
            assertThat(folder).isEmptyDirectory();
        }

        @Test
        void for_a_folder_in_use_a_migration_says_what_to_do() {
            var result = parley("migrate", "--from", OTHER.data().toString(), "--to", folder.toString());

            assertFailed(result);
            assertThat(result.err()).contains(OTHER.data().toString(), "in use by another node", "Stop it first");
        }

        @Test
        void for_a_folder_that_somebody_without_a_socket_holds_a_command_says_so() throws Exception {
            try (var held = DataFolder.open(folder)) {
                var result = parley("history", "general", "--data", held.path().toString());

                assertFailed(result);
                assertThat(result.err()).contains(folder.toString(), "in use", "takes no commands");
            }
        }

        private static void assertFailed(Result result) {
            assertThat(result.status()).as(result.err()).isEqualTo(1);
            assertThat(result.err()).startsWith("parley: ").endsWith(".\n").hasLineCount(1);
            assertThat(result.out()).isEmpty();
        }
    }

    private static Result parley(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Result(status, out.toString(), err.toString());
    }
}
