package dev.parley.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.Right;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.event.RoomEvent;
import dev.parley.node.admin.TestTerminal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class HistoryCommandTest {
    private static final ActorSystem SYSTEM = ActorSystem.create(
            "HistoryCommandTest",
            ConfigFactory.parseMap(Map.of("akka.actor.provider", "local", "akka.extensions", List.of()))
                    .withFallback(ConfigFactory.load()));

    private final TestRooms rooms = new TestRooms();
    private final TestTerminal terminal = new TestTerminal();

    @AfterAll
    static void shutDown() {
        SYSTEM.terminate();
        SYSTEM.getWhenTerminated().toCompletableFuture().join();
    }

    private int history(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("history"));
        words.addAll(List.of(arguments));
        return RoomCommands.run(words, rooms.stores(SYSTEM), terminal);
    }

    private void minutes() {
        rooms.by("ada", doc -> doc.text("text").insert(0, "Hello"));
        rooms.by("ben", doc -> doc.map("map").set("title", Any.of("Minutes")));
        rooms.by("ada", doc -> doc.text("text").insert(5, " world"));
    }

    @Nested
    class The_list {

        @Test
        void has_a_line_for_each_event_in_columns() throws Exception {
            minutes();
            rooms.event(new RoomEvent.AccessChanged(
                    TestRooms.after(3), "ada", List.of(new RoomEvent.Grant("*", Right.READ))));

            assertThat(history("general")).isZero();

            var lines = terminal.said().lines().toList();
            assertThat(lines).hasSize(5);
            assertThat(lines.getFirst())
                    .isEqualTo(
                            " NUMBER  TIME                      KIND                   BYTES  HASH          AUTHORS");
            assertThat(lines.get(1))
                    .matches(" {6}1  2026-11-20T10:00:00\\.000Z  applied {11} +\\d+  [0-9a-f]{12}  ada");
            assertThat(lines.get(2)).endsWith("  ben");
            assertThat(lines.get(4)).contains("  access-changed  ");
            assertThat(terminal.complaints()).isEmpty();
        }

        @Test
        void is_an_object_a_line_for_programs() throws Exception {
            minutes();

            assertThat(history("--json", "general")).isZero();

            assertThat(terminal.said().lines())
                    .hasSize(3)
                    .first()
                    .asString()
                    .matches("\\{\"sequence\":1,"
                            + "\"time\":\"2026-11-20T10:00:00.000Z\",\"author\":\"ada\",\"authors\":\\[\"ada\"\\],"
                            + "\"kind\":\"applied\",\"bytes\":\\d+,\"hash\":\"[0-9a-f]{64}\"\\}");
        }

        @Test
        void may_be_of_a_part() throws Exception {
            minutes();
            minutes();

            assertThat(history("--json", "--from=2", "--to=5", "--limit=3", "general"))
                    .isZero();

            assertThat(terminal.said().lines().map(line -> line.substring(0, 14)))
                    .containsExactly("{\"sequence\":2,", "{\"sequence\":3,", "{\"sequence\":4,");
        }

        @Test
        void has_nothing_beyond_the_end() throws Exception {
            minutes();

            assertThat(history("--json", "--from=9", "general")).isZero();

            assertThat(terminal.said()).isEmpty();
        }

        @Test
        void shows_nothing_that_moves_a_cursor() throws Exception {
            rooms.by("eve\u001b[2J\u009b\u202e", doc -> doc.text("text").insert(0, "x"));

            assertThat(history("general")).isZero();
            assertThat(history("general", "--json")).isZero();

            assertThat(terminal.said())
                    .contains("eve\\u001b[2J\\u009b\\u202e")
                    .doesNotContain("\u001b", "\u009b", "\u202e");
        }
    }

    @Nested
    class The_content_at_a_moment {

        @Test
        void is_each_root_with_its_name() throws Exception {
            minutes();

            assertThat(history("--at=2", "general")).isZero();

            assertThat(terminal.said()).isEqualTo("""
                [map]
                {
                  "title": "Minutes"
                }
                [text]
                Hello
                """);
        }

        @Test
        void is_an_object_for_programs() throws Exception {
            minutes();

            assertThat(history("--at=2026-11-20T10:00:02Z", "--json", "general"))
                    .isZero();

            assertThat(terminal.said()).isEqualTo("{\"map\":{\"title\":\"Minutes\"},\"text\":\"Hello world\"}\n");
        }

        @Test
        void before_the_first_event_is_nothing() throws Exception {
            minutes();

            assertThat(history("--at=2026-11-20T09:00:00Z", "--json", "general"))
                    .isZero();

            assertThat(terminal.said()).isEqualTo("{}\n");
        }

        @Test
        void keeps_its_lines_and_nothing_else_that_a_terminal_would_obey() throws Exception {
            rooms.by("eve", doc -> doc.text("text").insert(0, "one\n\ttwo\r\nthree\rfour\u001b]0;x\u0007"));

            assertThat(history("--at=1", "general")).isZero();

            assertThat(terminal.said()).isEqualTo("[text]\none\n\ttwo\r\nthree\\u000dfour\\u001b]0;x\\u0007\n");
        }
    }

    @Nested
    class The_changes_between_two_moments {

        @Test
        void say_who_changed_what_and_where() throws Exception {
            minutes();
            rooms.by("ben", doc -> doc.text("text").delete(0, 1));
            rooms.by("ben", doc -> doc.map("map").delete("title"));

            assertThat(history("--between=1..9", "general")).isZero();

            assertThat(terminal.said()).isEqualTo("""
                      2  2026-11-20T10:00:01.000Z  ben  map: set "title" to "Minutes"
                      3  2026-11-20T10:00:02.000Z  ada  text: inserted " world" at 5
                      4  2026-11-20T10:00:03.000Z  ben  text: deleted 1 at 0
                      5  2026-11-20T10:00:04.000Z  ben  map: removed "title"
                """);
        }

        @Test
        void say_what_happened_to_the_room_as_a_whole() throws Exception {
            var origin = Doc.withClientId(3);
            origin.text("text").insert(0, "Hi");
            var state = origin.encode(UpdateFormat.V1);
            rooms.event(new RoomEvent.Forked(TestRooms.after(0), "ada", "team/a", 12, state));
            rooms.event(new RoomEvent.Imported(TestRooms.after(1), "ben", "old", new byte[32]));
            rooms.event(new RoomEvent.Restored(TestRooms.after(2), "ben"));
            rooms.event(new RoomEvent.Erased(TestRooms.after(3), "ada"));

            assertThat(history("--between=0..9", "general")).isZero();
            assertThat(history("--between=0..9", "--json", "general")).isZero();

            assertThat(terminal.said()).isEqualTo("""
                      1  2026-11-20T10:00:00.000Z  ada  the room: began as 'team/a' was after event 12
                      1  2026-11-20T10:00:00.000Z  ada  text: inserted "Hi" at 0
                      2  2026-11-20T10:00:01.000Z  ben  the room: came out of a file up to here, as the history of 'old'
                      3  2026-11-20T10:00:02.000Z  ben  the room: came back from a backup
                      4  2026-11-20T10:00:03.000Z  ada  the room: was erased, with all that was in it
                {"sequence":1,"time":"2026-11-20T10:00:00.000Z","author":"ada","authors":["ada"],"where":[],\
                "steps":[{"step":"forked","room":"team/a","sequence":12}]}
                {"sequence":1,"time":"2026-11-20T10:00:00.000Z","author":"ada","authors":["ada"],"where":["text"],\
                "steps":[{"step":"inserted","at":0,"content":"Hi"}]}
                {"sequence":2,"time":"2026-11-20T10:00:01.000Z","author":"ben","authors":["ben"],"where":[],\
                "steps":[{"step":"imported","room":"old"}]}
                {"sequence":3,"time":"2026-11-20T10:00:02.000Z","author":"ben","authors":["ben"],"where":[],\
                "steps":[{"step":"restored"}]}
                {"sequence":4,"time":"2026-11-20T10:00:03.000Z","author":"ada","authors":["ada"],"where":[],\
                "steps":[{"step":"erased"}]}
                """);
        }

        @Test
        void say_which_formats_were_put_on_and_taken_off() throws Exception {
            rooms.by("ada", doc -> doc.text("text").insert(0, "loud", Map.of("bold", Any.TRUE)));
            rooms.by("ada", doc -> {
                var formats = new LinkedHashMap<String, Any>();
                formats.put("bold", Any.NULL);
                formats.put("size", Any.of(12));
                doc.text("text").format(0, 4, formats);
            });

            assertThat(history("--between=0..9", "general")).isZero();

            assertThat(terminal.said())
                    .contains(" text: inserted \"loud\" at 0 with {\"bold\":true}\n")
                    .contains(" text: formatted 4 at 0 with {\"size\":12} without \"bold\"\n");
        }

        @Test
        void are_an_object_a_line_for_programs() throws Exception {
            minutes();

            assertThat(history("--between=2..3", "--json", "general")).isZero();

            assertThat(terminal.said())
                    .isEqualTo(
                            "{\"sequence\":3,\"time\":\"2026-11-20T10:00:02.000Z\",\"author\":\"ada\",\"authors\":[\"ada\"],\"where\":[\"text\"],\"steps\":[{\"step\":\"inserted\",\"at\":5,\"content\":\""
                                    + " world\"}]}\n");
        }
    }

    @Nested
    class Of_a_damaged_history {

        @Test
        void what_is_whole_is_listed_before_the_damage_is_told() throws Exception {
            minutes();
            rooms.breakEvent(2);

            assertThat(history("--json", "general")).isEqualTo(1);

            assertThat(terminal.said().lines().map(line -> line.substring(0, 14)))
                    .containsExactly("{\"sequence\":1,", "{\"sequence\":2,");
            assertThat(terminal.complaints())
                    .startsWith("parley: The history of 'general' is damaged: event 3 is not tied to event 2")
                    .hasLineCount(1);
        }

        @Test
        void a_missing_end_is_told() throws Exception {
            minutes();
            rooms.loseTheLast();

            assertThat(history("--json", "general")).isEqualTo(1);
            assertThat(history("--at=3", "--json", "general")).isEqualTo(1);
            assertThat(history("--between=1..3", "--json", "general")).isEqualTo(1);

            assertThat(terminal.said().lines()).hasSize(2 + 1 + 1);
            assertThat(terminal.complaints().lines())
                    .hasSize(3)
                    .containsOnly("parley: The history of 'general' is damaged: event 3, which was acknowledged, is"
                            + " missing.");
        }

        @Test
        void the_part_before_the_damage_is_whole() throws Exception {
            minutes();
            rooms.loseTheLast();

            assertThat(history("--to=2", "general")).isZero();
            assertThat(history("--at=2", "general")).isZero();
        }

        @Test
        void that_has_lost_everything_is_no_empty_room() throws Exception {
            minutes();
            rooms.loseAll();

            assertThat(history("general")).isEqualTo(1);

            assertThat(terminal.complaints()).contains("events 1 to 3, which were acknowledged, are missing");
        }

        @Test
        void an_event_that_cannot_be_opened_is_listed_without_its_authors() throws Exception {
            minutes();
            rooms.breakEvent(3);

            assertThat(history("general")).isEqualTo(1);

            assertThat(terminal.said().lines()).hasSize(4).last().asString().endsWith("  ?");
            assertThat(terminal.complaints()).contains("event 3 cannot be read");
        }
    }

    @Test
    void what_a_command_was_told_is_told_again_in_the_same_words() {
        var told = new HistoryCommand();
        var line = CommandSpec.create();
        told.arguments().forEach(line::add);
        new CommandLine(line).setExpandAtFiles(false).parseArgs("--json", "--at", "3", "--", "@-- x");

        assertThat(RoomCommands.words(told)).containsExactly("history", "--at=3", "--json", "--", "@-- x");
    }

    @Test
    void a_room_without_events_is_told_of() throws Exception {
        assertThat(history("nowhere")).isEqualTo(1);

        assertThat(terminal.said()).isEmpty();
        assertThat(terminal.complaints())
                .isEqualTo("parley: There is no room 'nowhere', or nothing has happened in it.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--at=x",
                "--from=0",
                "--between=3",
                "--between=3..2",
                "--between=2026-11-20T10:00:01Z..2026-11-20T10:00:00Z",
                "--frm=2",
                "--at=1 --limit=2",
                "--at=1 --between=1..2",
                "--help",
                ""
            })
    void a_client_of_another_release_is_told_what_this_one_does_not_take(String words) throws Exception {
        minutes();
        var arguments = new ArrayList<>(List.of(words.split(" ", 0)));
        if (!words.isEmpty()) {
            arguments.add("general");
        }

        assertThat(history(arguments.toArray(String[]::new))).isEqualTo(2);

        assertThat(terminal.complaints())
                .startsWith("parley: The node that runs does not take that: ")
                .hasLineCount(1);
    }

    @Test
    void a_command_that_there_is_not_is_told_of() throws Exception {
        assertThat(RoomCommands.run(List.of("forget", "general"), rooms.stores(SYSTEM), terminal))
                .isEqualTo(2);

        assertThat(terminal.complaints()).contains("no command 'forget'");
    }
}
