package dev.parley.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code parley erase} on rooms of real clients: nothing is left of what was in them, and they go on. */
class EraseIT {
    private static final String MARK = "a-marked-text-that-nobody-may-find";

    @TempDir
    private Path folder;

    @BeforeAll
    static void clientsAreInstalled() {
        NodeClients.folder();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void no_file_holds_anything_of_an_erased_room_whether_a_node_runs_or_not(boolean runs) throws Exception {
        var data = folder.resolve("data");
        List<String> place = List.of("--data", data.toString());
        List<byte[]> traces;
        try (var node = NodeProcess.start(data)) {
            write(node, "general", MARK);
            write(node, "other", "stays");
            traces = tracesOf("general", place);
            traces.addAll(StoredTraces.ofKeys(data.resolve("keys")).subList(0, 1));
            assertThat(StoredTraces.in(data, traces)).hasSizeGreaterThanOrEqualTo(traces.size() - 1);
            if (runs) {
                isErased(place);
            }
            node.terminate();
        }
        if (!runs) {
            isErased(place);
        }

        assertThat(StoredTraces.in(data, traces)).isEmpty();
        isWholeAndGoesOn(data, place);
    }

    @Test
    void no_row_of_the_database_holds_anything_of_an_erased_room() throws Exception {
        try (var postgres = PostgresServer.start(folder.resolve("postgres"), Map.of())) {
            var url = postgres.url();
            var data = Files.createDirectory(folder.resolve("data"));
            var place = List.of("--data", data.toString(), "--journal", "postgres", "--postgres", url);
            List<byte[]> traces;
            try (var node = NodeProcess.start(data, "--journal", "postgres", "--postgres", url)) {
                write(node, "general", MARK);
                write(node, "other", "stays");
                traces = tracesOf("general", place);
                traces.add(keyOf(postgres, "general"));
                assertThat(rowsWith(postgres, traces)).hasSize(traces.size() - 1);

                isErased(place);

                node.terminate();
            }

            assertThat(rowsWith(postgres, traces)).isEmpty();
            isWholeAndGoesOn(data, place, "--journal", "postgres", "--postgres", url);
        }
    }

    @Test
    void without_a_yes_it_says_what_would_go_and_does_nothing() throws Exception {
        var data = folder.resolve("data");
        List<String> place = List.of("--data", data.toString());
        try (var node = NodeProcess.start(data)) {
            write(node, "general", MARK);
            var before = run("history", place, "general");

            var ran = run("erase", place, "general");

            assertThat(ran.status()).isEqualTo(2);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).contains("'general'").contains("--yes").hasLineCount(1);
            assertThat(run("history", place, "general")).isEqualTo(before);
        }
    }

    @Test
    void a_room_that_never_was_has_no_history() throws Exception {
        var data = folder.resolve("data");
        List<String> place = List.of("--data", data.toString());
        Ran beside;
        try (var node = NodeProcess.start(data)) {
            beside = run("erase", place, "nowhere", "--yes");
            node.terminate();
        }

        assertThat(beside).isEqualTo(new Ran(1, "", "parley: The room 'nowhere' has no history.\n"));
        assertThat(run("erase", place, "nowhere", "--yes")).isEqualTo(beside);
    }

    private static void write(NodeProcess node, String room, String text) {
        try (var ann = YjsPeer.join(node.yjs(), room)) {
            ann.awaitSynced();
            for (int i = 0; i < 20; i++) {
                ann.append("<" + i + " " + text + ">");
            }
            try (var ben = YjsPeer.join(node.yjs(), room)) {
                ben.awaitContains("<19 " + text);
            }
        }
    }

    /** The mark itself, and a part of each of the room's events. */
    private List<byte[]> tracesOf(String room, List<String> place) throws Exception {
        var archive = folder.resolve(room + ".parley");
        var exported = run("export", place, room, archive.toString());
        assertThat(exported.status()).as(exported.err()).isZero();
        List<byte[]> traces = new ArrayList<>();
        traces.add(MARK.getBytes(UTF_8));
        traces.addAll(StoredTraces.ofEvents(archive));
        assertThat(traces).hasSizeGreaterThan(1);
        return traces;
    }

    private static void isErased(List<String> place) throws Exception {
        assertThat(run("erase", place, "general", "--yes"))
                .isEqualTo(new Ran(0, "The room 'general' is erased.\n", ""));
        var verified = run("verify", place);
        assertThat(verified.status()).as(verified.out() + verified.err()).isZero();
        assertThat(verified.out().lines()).hasSize(2).allMatch(line -> line.startsWith("whole\t"));
        var history = run("history", place, "general");
        assertThat(history.status()).as(history.err()).isZero();
        assertThat(history.out().lines().filter(line -> line.contains("erased")))
                .hasSize(1);
        assertThat(history.out()).doesNotContain("applied").contains("operator");
        var before = run("history", place, "general", "--at", "1");
        assertThat(before.status()).isEqualTo(1);
        assertThat(before.err()).contains("was erased").hasLineCount(1);
    }

    private static void isWholeAndGoesOn(Path data, List<String> place, String... options) throws Exception {
        try (var node = NodeProcess.start(data, options)) {
            try (var cleo = YjsPeer.join(node.yjs(), "general")) {
                cleo.awaitSynced();
                assertThat(cleo.text()).isEmpty();
                cleo.append("a new beginning");
                try (var dan = YjsPeer.join(node.yjs(), "general")) {
                    dan.awaitText("a new beginning");
                }
            }
            try (var eve = YjsPeer.join(node.yjs(), "other")) {
                eve.awaitContains("<19 stays");
            }
            node.terminate();
        }
        var verified = run("verify", place);
        assertThat(verified.status()).as(verified.out() + verified.err()).isZero();
    }

    private static byte[] keyOf(PostgresServer postgres, String room) throws Exception {
        try (var connection = postgres.connect();
                var query = connection.prepareStatement("select wrapped from parley_keys.content_key where room = ?")) {
            query.setString(1, room);
            var rows = query.executeQuery();
            assertThat(rows.next()).isTrue();
            return StoredTraces.ofKey(rows.getBytes(1));
        }
    }

    /** Which of the traces are in a row of any table. */
    private static List<String> rowsWith(PostgresServer postgres, List<byte[]> traces) throws Exception {
        List<String> found = new ArrayList<>();
        try (var connection = postgres.connect();
                var statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            var names = statement.executeQuery("select quote_ident(table_schema) || '.' || quote_ident(table_name)"
                    + " from information_schema.tables where table_type = 'BASE TABLE'"
                    + " and table_schema not in ('pg_catalog', 'information_schema')");
            while (names.next()) {
                tables.add(names.getString(1));
            }
            for (var table : tables) {
                for (var trace : traces) {
                    var hex = HexFormat.of().formatHex(trace);
                    var rows = statement.executeQuery(
                            "select 1 from " + table + " t where position('" + hex + "' in t::text) > 0");
                    if (rows.next()) {
                        found.add(hex + " in " + table);
                    }
                }
            }
        }
        return found;
    }

    private static Ran run(String command, List<String> place, String... arguments) throws Exception {
        var line = new ArrayList<>(NodeProcess.command());
        line.add(command);
        line.addAll(place);
        line.addAll(List.of(arguments));
        return Ran.command(line, Map.of());
    }
}
