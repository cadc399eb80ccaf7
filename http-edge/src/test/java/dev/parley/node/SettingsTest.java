package dev.parley.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.edge.ops.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    private Path folder = Path.of("");

    @Nested
    class Without_being_told_anything {

        @Test
        void a_node_is_for_this_machine_alone() throws Exception {
            assertThat(load(Map.of()).host()).isEqualTo("127.0.0.1");
        }

        @Test
        void a_node_has_the_port_and_the_folder_that_the_manual_names() throws Exception {
            assertThat(load(Map.of()).port()).isEqualTo(8080);
            assertThat(load(Map.of()).data()).isEqualTo(Path.of("./data"));
        }

        @Test
        void a_node_logs_for_a_person() throws Exception {
            assertThat(load(Map.of()).log()).isEqualTo(Logs.Form.TEXT);
            assertThat(load(Map.of()).logLevel()).isEqualTo("INFO");
        }
    }

    @Nested
    class A_file {

        @Test
        void wins_over_the_defaults() throws Exception {
            var settings = load(Map.of(), "parley { port = 9090, log = json, sockets.heartbeat = 5s }");

            assertThat(settings.port()).isEqualTo(9090);
            assertThat(settings.log()).isEqualTo(Logs.Form.JSON);
            assertThat(settings.sockets().heartbeat()).isEqualTo(Duration.ofSeconds(5));
        }

        @Test
        void leaves_everything_else_as_it_was() throws Exception {
            assertThat(load(Map.of(), "parley.port = 9090").host()).isEqualTo("127.0.0.1");
        }

        @Test
        void may_be_in_another_folder_and_name_any_limit() throws Exception {
            var settings = load(Map.of(), "parley.rooms { max-seats = 3, presence.silence = 40s }");

            assertThat(settings.rooms().maxSeats()).isEqualTo(3);
            assertThat(settings.rooms().presence().silence()).isEqualTo(Duration.ofSeconds(40));
        }
    }

    @Nested
    class The_command_line_or_the_environment {

        @Test
        void wins_over_the_file() throws Exception {
            var settings = load(Map.of("port", 7070), "parley { port = 9090, data = /elsewhere }");

            assertThat(settings.port()).isEqualTo(7070);
            assertThat(settings.data()).isEqualTo(Path.of("/elsewhere"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"json", "JSON", "Json"})
        void may_name_the_form_of_the_log_in_any_case(String form) throws Exception {
            assertThat(load(Map.of("log", form)).log()).isEqualTo(Logs.Form.JSON);
        }

        @ParameterizedTest
        @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1"})
        void may_name_any_address_of_this_machine_alone(String host) throws Exception {
            assertThat(load(Map.of("host", host)).host()).isEqualTo(host);
        }
    }

    @Nested
    class The_journal {
        private static final String DATABASE = "postgresql://parley@db.example.org:5433/rooms";

        @Test
        void is_in_the_folder_if_nobody_says_otherwise() throws Exception {
            assertThat(load(Map.of()).postgres()).isNull();
        }

        @Test
        void may_be_a_database() throws Exception {
            var settings = load(Map.of("journal", "postgres", "postgres.url", DATABASE));

            assertThat(Objects.requireNonNull(settings.postgres()).address()).hasToString(DATABASE);
        }

        @Test
        void may_be_a_database_that_the_file_names() throws Exception {
            var file = "parley { journal = postgres, postgres { url = \"" + DATABASE + "\", connections = 3 } }";

            var settings = load(Map.of(), file);

            assertThat(Objects.requireNonNull(settings.postgres()).connections())
                    .isEqualTo(3);
        }
    }

    @Nested
    class A_node_does_not_start {

        @Test
        void with_a_journal_that_it_does_not_know() {
            assertRefused(Map.of("journal", "files"), "")
                    .isEqualTo("--journal files: this must be one of leveldb, postgres.");
        }

        @Test
        void with_a_database_that_nobody_has_named() {
            assertRefused(Map.of("journal", "postgres"), "")
                    .isEqualTo("--journal postgres needs a database. Name it with --postgres"
                            + " postgresql://user@host:port/database.");
        }

        @Test
        void with_a_database_that_would_not_be_used() {
            assertRefused(Map.of("postgres.url", "postgresql://parley@localhost/parley"), "")
                    .isEqualTo("--postgres names a database, but the journal is leveldb. Add --journal postgres.");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "postgresql://parley:hunter2@localhost/parley",
                    "postgresql://parley@localhost/parley?password=hunter2",
                    "parley:hunter2@localhost"
                })
        void with_a_password_that_everybody_on_the_machine_could_read(String url) {
            assertRefused(Map.of("postgres.url", url), "")
                    .contains("PARLEY_POSTGRES_PASSWORD")
                    .doesNotContain("hunter2");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "10.0.0.1"})
        void where_other_machines_reach_it(String host) {
            assertRefused(Map.of("host", host), "")
                    .startsWith("--host " + host + " can be reached from other machines")
                    .endsWith("Use a loopback address such as 127.0.0.1.");
        }

        @Test
        void where_other_machines_reach_the_port_for_nodes() {
            assertRefused(Map.of("node-host", "0.0.0.0"), "")
                    .startsWith("--node-host 0.0.0.0 can be reached from other machines");
        }

        @Test
        void on_an_address_that_is_none() {
            assertRefused(Map.of("host", "256.0.0.1"), "").isEqualTo("--host 256.0.0.1: there is no such address.");
        }

        @Test
        void on_no_address_at_all() {
            assertRefused(Map.of("host", ""), "").startsWith("--host ");
        }

        @ParameterizedTest
        @CsvSource({"port, -1", "port, 65536", "node-port, 70000"})
        void on_a_port_that_is_none(String option, int port) {
            assertRefused(Map.of(option, port), "")
                    .isEqualTo("--" + option + " " + port + ": a port is a number from 0 to 65535.");
        }

        @Test
        void with_a_form_of_log_that_it_does_not_know() {
            assertRefused(Map.of("log", "xml"), "").isEqualTo("--log xml: this must be one of text, json.");
        }

        @Test
        void with_a_level_of_log_that_it_does_not_know() {
            assertRefused(Map.of("log-level", "loud"), "")
                    .isEqualTo("--log-level loud: this must be one of error, warn, info, debug, trace.");
        }

        @Test
        void with_a_file_that_is_not_there() {
            var missing = folder.resolve("missing.conf");

            assertThatExceptionOfType(StartFailure.class)
                    .isThrownBy(() -> Settings.load(Map.of(), missing))
                    .withMessage("There is no configuration file %s. Name one that exists with --config.", missing);
        }

        @Test
        void with_a_folder_for_a_file() {
            assertThatExceptionOfType(StartFailure.class)
                    .isThrownBy(() -> Settings.load(Map.of(), folder))
                    .withMessageStartingWith("There is no configuration file " + folder);
        }

        @Test
        void with_a_file_that_cannot_be_read_as_settings() {
            assertRefused(Map.of(), "parley {\n  port = ")
                    .startsWith("The configuration is not usable: ")
                    .contains("parley.conf: ");
        }

        @Test
        void with_a_word_where_a_number_belongs() {
            assertRefused(Map.of(), "parley.port = eighty")
                    .startsWith("The configuration is not usable: ")
                    .contains("parley.conf: 1", "port");
        }

        @ParameterizedTest
        @CsvSource({
            "parley.rooms.max-seats, 0",
            "parley.rooms.max-update, 0",
            "parley.rooms.max-batch, 0",
            "parley.rooms.idle-after, 0s",
            "parley.rooms.stop-within, 0s",
            "parley.rooms.presence.tick, 0s",
            "parley.connections.max-unacknowledged, 0",
            "parley.connections.seat-within, 0s",
            "parley.connections.min-backoff, 0s",
            "parley.connections.max-backoff, 1ms",
            "parley.sockets.max-message, 0",
            "parley.sockets.max-fragments, 0",
            "parley.sockets.message-within, 0s",
            "parley.sockets.max-owed, 0",
            "parley.sockets.heartbeat, 0s",
            "parley.sockets.heartbeat, -1s",
            "parley.sockets.deaf-after, 1",
            "parley.sockets.close-within, 0s",
            "parley.admin.connections, 0",
            "parley.admin.command-within, 0s",
            "parley.history.keep, sometimes",
            "parley.history.keep, 0d",
            "parley.history.every, 0s",
        })
        void with_a_limit_that_lets_nobody_live_and_names_its_key(String key, String value) {
            int dot = key.lastIndexOf('.');
            var section = key.substring(0, key.indexOf('.', "parley.".length()));

            assertRefused(Map.of(), key + " = " + value).contains(section + ": ", key.substring(dot + 1));
        }

        @ParameterizedTest
        @CsvSource({
            "parley.rooms.presence.max-states-per-message, 0",
            "parley.rooms.presence.max-state, 0",
            "parley.rooms.presence.max-state-depth, 0",
            "parley.rooms.presence.max-clients, 0",
            "parley.rooms.presence.max-clock-step, 0",
            "parley.rooms.presence.silence, 0s",
        })
        void with_a_limit_of_presence_that_lets_nobody_live_and_names_its_key(String key, String value) {
            assertRefused(Map.of(), key + " = " + value).contains(key.substring(key.lastIndexOf('.') + 1));
        }

        @ParameterizedTest
        @CsvSource({"parley.http.stop-within, -1s", "parley.sockets.drain-within, 0s"})
        void with_no_time_to_stop_in_and_names_its_key(String key, String value) {
            assertRefused(Map.of(), key + " = " + value).contains(key.substring(key.lastIndexOf('.') + 1));
        }

        @Test
        void with_more_in_a_message_than_may_wait() {
            assertRefused(Map.of(), "parley.rooms { max-update = 2 MiB, max-waiting = 1 MiB }")
                    .contains("max-waiting must be at least max-update");
        }

        private AbstractStringAssert<?> assertRefused(Map<String, Object> options, String file) {
            try {
                load(options, file);
            } catch (StartFailure e) {
                return assertThat(e.getMessage());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            throw new AssertionError("the node would start");
        }
    }

    private Settings load(Map<String, Object> options) throws StartFailure, IOException {
        return load(options, null);
    }

    private Settings load(Map<String, Object> options, @Nullable String file) throws StartFailure, IOException {
        return Settings.load(options, file == null ? null : Files.writeString(folder.resolve("parley.conf"), file));
    }
}
