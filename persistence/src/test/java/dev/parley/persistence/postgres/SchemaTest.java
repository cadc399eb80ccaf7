package dev.parley.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The tables of a cluster's database, as nodes of several releases find and make them. */
class SchemaTest {
    private static final TestServer SERVER = TestServer.shared();

    private final String address = SERVER.newDatabase();
    private final String database = address.substring(address.lastIndexOf('/') + 1);
    private final PostgresSettings settings = TestServer.settings(address);

    @Test
    void an_empty_database_gets_every_table() throws Exception {
        Database.prepare(settings);

        assertThat(tables())
                .containsExactly(
                        "parley.event_journal", "parley.parley_schema", "parley.snapshot", "parley_keys.content_key");
        assertThat(versions()).containsExactly("1", "2", "3");
    }

    @Test
    void a_database_that_is_up_to_date_stays_as_it_is() throws Exception {
        Database.prepare(settings);
        var made = SERVER.query(database, "select applied_at from parley.parley_schema order by version");

        Database.prepare(settings);

        assertThat(SERVER.query(database, "select applied_at from parley.parley_schema order by version"))
                .isEqualTo(made);
    }

    @Test
    void nodes_that_start_at_once_take_turns() throws Exception {
        Callable<Boolean> node = () -> {
            Database.prepare(settings);
            return true;
        };

        try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var started : nodes.invokeAll(List.of(node, node, node, node))) {
                assertThat(started.get()).isTrue();
            }
        }

        assertThat(versions()).containsExactly("1", "2", "3");
    }

    @Test
    void what_an_older_release_stored_is_there_after_the_change() throws Exception {
        Database.prepare(settings, Migration.ALL.subList(0, 1));
        SERVER.execute(
                database,
                "insert into parley.event_journal (persistence_id, seq_nr, slice, entity_type, db_timestamp, writer,"
                        + " event_ser_id, event_ser_manifest, event_payload) values ('room|a', 1, 0, 'room', now(), '', 1, '',"
                        + " '\\x0102')");
        assertThat(versions()).containsExactly("1");

        Database.prepare(settings);

        assertThat(versions()).containsExactly("1", "2", "3");
        assertThat(SERVER.query(database, "select event_payload from parley.event_journal"))
                .containsExactly("\\x0102");
    }

    @Test
    void a_change_that_fails_leaves_nothing_behind() throws Exception {
        var broken = new Migration(2, "create table parley.half (id integer); create table parley.half (id integer)");

        assertThatExceptionOfType(Database.Unusable.class)
                .isThrownBy(() -> Database.prepare(settings, List.of(Migration.ALL.getFirst(), broken)))
                .withMessageContaining("already exists");

        assertThat(tables()).containsExactly("parley.event_journal", "parley.parley_schema");
        assertThat(versions()).containsExactly("1");
    }

    @Test
    void a_database_of_a_newer_release_is_left_alone() throws Exception {
        Database.prepare(settings);
        SERVER.execute(database, "insert into parley.parley_schema (version, checksum) values (4, 'x')");

        assertThatExceptionOfType(Database.Unusable.class)
                .isThrownBy(() -> Database.prepare(settings))
                .withMessage("The database was changed by a newer release of Parley: its schema has version 4, and this"
                        + " release knows 3; start that release");
    }

    @Test
    void a_database_that_was_made_in_another_way_is_left_alone() throws Exception {
        Database.prepare(settings);
        SERVER.execute(database, "update parley.parley_schema set checksum = 'x' where version = 2");

        assertThatExceptionOfType(Database.Unusable.class)
                .isThrownBy(() -> Database.prepare(settings))
                .withMessage("The database was made in another way than this release makes it: step 2 of its schema"
                        + " differs; start the release that made it");
    }

    @Test
    void a_user_who_may_make_no_schema_is_content_with_those_made_for_it() throws Exception {
        SERVER.execute("create database prepared");
        for (var schema : List.of("parley", "parley_keys")) {
            SERVER.execute("prepared", "create schema " + schema + " authorization " + TestServer.USER);
        }

        Database.prepare(TestServer.settings(SERVER.address(TestServer.USER, "prepared")));

        assertThat(SERVER.query("prepared", "select max(version) from parley.parley_schema"))
                .containsExactly("3");
    }

    private List<String> tables() {
        return SERVER.query(
                database,
                "select schemaname || '.' || tablename from pg_tables where schemaname like 'parley%' order by 1");
    }

    private List<String> versions() {
        return SERVER.query(database, "select version from parley.parley_schema order by version");
    }
}
