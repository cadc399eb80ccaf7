package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person or a script sees who calls {@code parley}, in a process of its own. */
class CommandLineIT {
    @Nested
    class Help_and_version {
        @Test
        void are_told_on_standard_output_with_0() throws Exception {
            var help = run("--help");
            var version = run("--version");

            assertThat(help.status()).isZero();
            assertThat(help.out()).contains("serve").contains("--port");
            assertThat(version.status()).isZero();
            assertThat(version.out()).startsWith("parley 0.");
        }

        @Test
        void are_known_to_every_command() throws Exception {
            var help = run("serve", "--help");

            assertThat(help.status()).isZero();
            assertThat(help.out()).contains("--data");
        }
    }

    @Nested
    class A_wrong_option {
        @Test
        void ends_with_2_and_a_suggestion() throws Exception {
            var result = run("serve", "--prot", "9000");

            assertThat(result.status()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .contains("--prot")
                    .contains("did you mean --port?")
                    .hasLineCount(1);
        }

        @Test
        void with_a_value_that_makes_no_sense_is_named() throws Exception {
            var result = run("serve", "--port", "http");

            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err()).contains("--port").contains("http").hasLineCount(1);
        }
    }

    @Nested
    class A_node_that_cannot_start {
        @Test
        void because_its_port_is_in_use_says_so_in_one_line(@TempDir Path data, @TempDir Path other) throws Exception {
            try (var node = NodeProcess.start(data)) {
                var port = Integer.toString(node.address().getPort());

                var result = run("serve", "--data", other.toString(), "--port", port);

                assertThat(result.status()).isEqualTo(1);
                assertThat(result.err())
                        .contains("Port " + port)
                        .contains("--port")
                        .hasLineCount(1);
                assertThat(result.out()).isEmpty();
            }
        }

        @Test
        void because_another_node_has_its_folder_says_so_in_one_line(@TempDir Path data) throws Exception {
            try (var node = NodeProcess.start(data)) {
                var result = run("serve", "--data", data.toString(), "--port", "0");

                assertThat(node.get("/health/ready").statusCode()).isEqualTo(200);
                assertThat(result.status()).isEqualTo(1);
                assertThat(result.err())
                        .contains(data.toRealPath().toString())
                        .contains("--data")
                        .hasLineCount(1);
            }
        }

        @Test
        void because_others_could_reach_it_says_so_in_one_line(@TempDir Path data) throws Exception {
            var result = run("serve", "--data", data.toString(), "--host", "0.0.0.0");

            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err()).contains("0.0.0.0").contains("127.0.0.1").hasLineCount(1);
        }
    }

    @Nested
    class A_node_that_runs {
        @Test
        void prints_one_line_with_its_address_and_no_warning(@TempDir Path data) {
            try (var node = NodeProcess.start(data, "--log-level", "info")) {
                assertThat(node.get("/").statusCode()).isEqualTo(200);

                node.terminate();

                assertThat(node.log()).doesNotContainIgnoringCase("warn");
            }
        }

        @Test
        void logs_json_when_asked_to(@TempDir Path data) {
            try (var node = NodeProcess.start(data, "--log", "json")) {
                node.terminate();

                assertThat(node.log().lines())
                        .isNotEmpty()
                        .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
            }
        }
    }

    @Nested
    class The_history_of_a_room {
        @Test
        void is_the_same_beside_a_running_node_and_after_it(@TempDir Path data) throws Exception {
            List<Ran> beside;
            try (var node = NodeProcess.start(data)) {
                try (var ann = YjsPeer.join(node.yjs(), "general")) {
                    ann.awaitSynced();
                    ann.append("Hello ");
                    ann.append("\u001b[2Jworld");
                    try (var ben = YjsPeer.join(node.yjs(), "general")) {
                        ben.awaitContains("world");
                    }
                }
                beside = questions(data);
                assertThat(node.terminate()).isZero();
            }

            assertThat(beside).allSatisfy(ran -> {
                assertThat(ran.status()).as(ran.err()).isZero();
                assertThat(ran.err()).isEmpty();
                assertThat(ran.out()).isNotEmpty().doesNotContain("\u001b");
            });
            assertThat(beside.get(2).out()).contains("Hello \\u001b[2Jworld");
            assertThat(questions(data)).isEqualTo(beside);
            assertThat(data.resolve("parley.sock")).doesNotExist();
        }

        private static List<Ran> questions(Path data) throws Exception {
            var folder = data.toString();
            return List.of(
                    run("history", "general", "--data", folder),
                    run("history", "--json", "--data", folder, "general"),
                    run("history", "general", "--at", "99", "--data", folder),
                    run("history", "general", "--at", "1", "--json", "--data", folder),
                    run("history", "general", "--between", "0..99", "--data", folder));
        }

        @Test
        void begins_with_what_stands_for_all_that_is_older_than_is_kept(@TempDir Path data) throws Exception {
            var settings = data.resolve("settings.conf");
            Files.writeString(settings, "parley.history { keep = 1s, every = 500ms }");
            try (var node = NodeProcess.start(data, "--config", settings.toString());
                    var ann = YjsPeer.join(node.yjs(), "general")) {
                ann.awaitSynced();
                ann.append("Hello ");
                try (var ben = YjsPeer.join(node.yjs(), "general")) {
                    // Two events, not one batch: so that one of them lies before the one that is left.
                    ben.awaitText("Hello ");
                    ann.append("world");
                    ben.awaitText("Hello world");
                }
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(run("history", "general", "--data", data.toString())
                                        .out()
                                        .lines())
                                .hasSize(2)
                                .last()
                                .asString()
                                .contains("condensed"));
                ann.append("!");
                try (var ben = YjsPeer.join(node.yjs(), "general")) {
                    ben.awaitText("Hello world!");
                }

                var before = run("history", "general", "--at", "1", "--data", data.toString());
                assertThat(before.status()).isEqualTo(1);
                assertThat(before.err()).contains("'general' this cannot be told any more: what was before event");
                var verified = run("verify", "--data", data.toString());
                assertThat(verified.status()).as(verified.err()).isZero();

                assertThat(node.terminate()).isZero();
                try (var again = node.startAgain();
                        var cat = YjsPeer.join(again.yjs(), "general")) {
                    cat.awaitText("Hello world!");
                }
            }
        }

        @Test
        void of_which_there_is_none_is_the_same_too(@TempDir Path data) throws Exception {
            Ran beside;
            try (var node = NodeProcess.start(data)) {
                beside = run("history", "nowhere", "--data", data.toString());
                node.terminate();
            }

            assertThat(beside.status()).isEqualTo(1);
            assertThat(beside.err()).contains("'nowhere'").hasLineCount(1);
            assertThat(run("history", "nowhere", "--data", data.toString())).isEqualTo(beside);
        }
    }

    @Nested
    class A_room_in_a_file {
        @Test
        void goes_out_and_in_again_beside_a_running_node_and_is_the_same_room(@TempDir Path folder) throws Exception {
            var data = folder.resolve("data").toString();
            var file = folder.resolve("room.parley");
            try (var node = NodeProcess.start(Path.of(data))) {
                try (var ann = YjsPeer.join(node.yjs(), "general")) {
                    ann.awaitSynced();
                    ann.append("Hello world");
                    try (var ben = YjsPeer.join(node.yjs(), "general")) {
                        ben.awaitContains("world");
                    }
                }
                assertThat(run("export", "general", file.toString(), "--data", data))
                        .isEqualTo(new Ran(0, "", ""));
                assertThat(run("import", "copy", file.toString(), "--data", data)
                                .out())
                        .startsWith("Imported ")
                        .endsWith(" events of the room 'general'.\n");

                try (var cleo = YjsPeer.join(node.yjs(), "copy")) {
                    cleo.awaitContains("Hello world");
                }
                node.terminate();
            }

            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            var verified = run("verify", "--data", data);
            assertThat(verified.status()).as(verified.err()).isZero();
            assertThat(verified.out().lines())
                    .allMatch(line -> line.startsWith("whole\t"))
                    .anyMatch(line -> line.endsWith("\tgeneral"))
                    .anyMatch(line -> line.endsWith("\tcopy"));
            var fresh = folder.resolve("fresh").toString();
            assertThat(run("import", "copy", file.toString(), "--data", fresh).err())
                    .isEmpty();
            assertThat(run("history", "copy", "--at", "99", "--data", fresh).out())
                    .contains("Hello world");
            var earlier = folder.resolve("earlier");
            Files.writeString(earlier, verified.out().replace("\tcopy", "\tgone"));
            var against = run("verify", "--data", data, "--against", earlier.toString());
            assertThat(against.status()).isEqualTo(1);
            assertThat(against.out()).contains("it was published and is not here");
        }

        @Test
        void that_is_none_is_refused_with_a_sentence(@TempDir Path folder) throws Exception {
            var file = folder.resolve("room.parley");
            Files.writeString(file, "not a room");

            var data = folder.resolve("data");
            Ran ran;
            try (var node = NodeProcess.start(data)) {
                ran = run("import", "copy", file.toString(), "--data", data.toString());
                node.terminate();
            }

            assertThat(ran.status()).isEqualTo(1);
            assertThat(ran.err()).contains("not an archive of a room").hasLineCount(1);
        }
    }

    private static Ran run(String... arguments) throws IOException, InterruptedException {
        return Ran.parley(arguments);
    }
}
