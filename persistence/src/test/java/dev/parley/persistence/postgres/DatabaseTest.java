package dev.parley.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an operator is told when a database cannot be used: one sentence, and never the password. */
class DatabaseTest {
    private static final TestServer SERVER = TestServer.shared();

    @Nested
    class The_sentence_about {

        @Test
        void a_server_that_is_not_there_names_its_address() throws Exception {
            int port;
            try (var free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }

            assertThat(objection("postgresql://parley@127.0.0.1:" + port + "/parley"))
                    .isEqualTo("There is no server at 127.0.0.1:" + port + ": check that PostgreSQL runs there");
        }

        @Test
        void a_server_that_says_nothing_speaks_of_time() throws Exception {
            try (var silent = new ServerSocket(0)) {
                assertThat(objection(
                                "postgresql://parley@127.0.0.1:" + silent.getLocalPort() + "/parley",
                                new Secret(TestServer.PASSWORD),
                                Map.of("prepare-within", "300ms")))
                        .endsWith(" did not answer in time: check that it runs, and that nothing stands in between");
            }
        }

        @Test
        void a_name_that_nobody_has_names_it() {
            assertThat(objection("postgresql://parley@nowhere.invalid/parley?sslmode=disable"))
                    .isEqualTo(
                            "There is no server of the name in postgresql://parley@nowhere.invalid:5432/parley: check"
                                    + " the address of the database");
        }

        @Test
        void a_wrong_password_names_the_variable() {
            assertThat(objection(SERVER.newDatabase(), new Secret("wrong"), Map.of()))
                    .contains("does not let parley in: check the password in PARLEY_POSTGRES_PASSWORD");
        }

        @Test
        void a_missing_password_names_the_variable() {
            assertThat(objection(SERVER.newDatabase(), null, Map.of()))
                    .contains("does not let parley in: set PARLEY_POSTGRES_PASSWORD in the environment");
        }

        @Test
        void a_database_that_is_not_there_names_it() {
            assertThat(objection(SERVER.address(TestServer.USER, "nothing")))
                    .startsWith("There is no database nothing at 127.0.0.1:")
                    .endsWith(": make it with 'create database'");
        }

        @Test
        void missing_rights_names_the_user() {
            SERVER.execute("create database foreign1");

            assertThat(objection(SERVER.address(TestServer.USER, "foreign1")))
                    .startsWith("parley may not do in the database foreign1 what is needed (permission denied");
        }

        @Test
        void a_server_without_tls_speaks_of_sslmode() {
            assertThat(objection(SERVER.newDatabase() + "?sslmode=require")).contains("sslmode require");
        }

        @Test
        void a_server_that_forgets_names_the_setting() {
            var address = SERVER.newDatabase();
            var database = address.substring(address.lastIndexOf('/') + 1);
            SERVER.execute("alter database " + database + " set synchronous_commit = off");

            assertThat(objection(address))
                    .isEqualTo(
                            "The database would lose what it has confirmed: synchronous_commit is off there; set it to"
                                    + " on");
        }

        @Test
        void a_server_that_takes_no_changes_speaks_of_standbys() {
            var address = SERVER.newDatabase();
            var database = address.substring(address.lastIndexOf('/') + 1);
            SERVER.execute("alter database " + database + " set default_transaction_read_only = on");

            assertThat(objection(address))
                    .isEqualTo("The database takes no changes: it is a standby, or set to be read only");
        }

        @Test
        void several_servers_of_which_none_is_right_names_them_all() {
            assertThat(objection("postgresql://parley@127.0.0.1:1,127.0.0.1:2/parley"))
                    .startsWith("None of the servers 127.0.0.1:1,127.0.0.1:2 lets parley in as a primary");
        }

        @Test
        void an_encoding_without_all_letters_names_it() {
            SERVER.execute("create database latin encoding latin1 locale 'C' template template0 owner parley");

            assertThat(objection(SERVER.address(TestServer.USER, "latin"))).contains("holds text as LATIN1");
        }
    }

    @Test
    void of_several_servers_the_one_that_runs_is_taken() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var address = SERVER.newDatabase().replace("@", "@127.0.0.1:" + port + ",");

        Database.prepare(TestServer.settings(address));
    }

    private static String objection(String address) {
        return objection(address, new Secret(TestServer.PASSWORD), Map.of());
    }

    private static String objection(String address, @Nullable Secret password, Map<String, Object> others) {
        var failure = catchThrowableOfType(
                Database.Unusable.class, () -> Database.prepare(TestServer.settings(address, password, others)));
        var all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(TestServer.PASSWORD);
        return String.valueOf(failure.getMessage());
    }
}
