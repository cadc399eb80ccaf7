package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real clients (yjs and y-websocket in Node) in processes of their own, with a real node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class YjsClientsIT {
    @BeforeAll
    static void clientsAreInstalled() {
        NodeClients.folder();
    }

    @Nested
    class Two_clients_in_one_room {
        @Test
        void write_one_text_and_converge(@TempDir Path data) {
            try (var node = NodeProcess.start(data);
                    var ann = YjsPeer.join(node.yjs(), "team/notes");
                    var ben = YjsPeer.join(node.yjs(), "team/notes")) {
                ann.awaitSynced();
                ben.awaitSynced();

                ann.insert(0, "Hello from Ann. ");
                ben.append("Hello from Ben 👋. ");
                ann.awaitContains("Ben 👋");
                ben.awaitContains("from Ann");

                assertThat(ann.text()).isEqualTo(ben.text());
                assertThat(ann.state()).isEqualTo(ben.state());
                assertThat(ann.stats().complaints()).isEmpty();
                assertThat(ben.stats().complaints()).isEmpty();
            }
        }

        @Test
        void exchange_what_one_of_them_wrote_offline(@TempDir Path data) {
            try (var node = NodeProcess.start(data);
                    var ann = YjsPeer.join(node.yjs(), "offline");
                    var ben = YjsPeer.join(node.yjs(), "offline")) {
                ann.awaitSynced();
                ben.awaitSynced();

                ann.disconnect();
                ann.append("written on the train; ");
                ben.append("written meanwhile; ");
                ann.connect();

                ben.awaitContains("on the train");
                ann.awaitContains("meanwhile");
                assertThat(ann.text()).isEqualTo(ben.text());
            }
        }

        @Test
        void see_each_other_come_and_go(@TempDir Path data) {
            try (var node = NodeProcess.start(data);
                    var ann = YjsPeer.join(node.yjs(), "presence")) {
                ann.presence(Map.of("name", "Ann"));
                try (var ben = YjsPeer.join(node.yjs(), "presence")) {
                    ben.presence(Map.of("name", "Ben"));
                    ben.awaitPresence(ann.clientId(), Map.of("name", "Ann"));
                    ann.awaitPresence(ben.clientId(), Map.of("name", "Ben"));

                    ben.kill();

                    ann.awaitAbsence(ben.clientId());
                }
            }
        }
    }

    @Nested
    class When_the_node_is_killed {
        @Test
        void a_third_client_sees_everything_that_had_reached_another_before(@TempDir Path data) throws Exception {
            var node = NodeProcess.start(data);
            try (var ann = YjsPeer.join(node.yjs(), "kill");
                    var ben = YjsPeer.join(node.yjs(), "kill")) {
                ann.awaitSynced();
                ben.awaitSynced();
                var typing = Thread.startVirtualThread(() -> {
                    for (int i = 0; i < 2000 && !Thread.currentThread().isInterrupted(); i++) {
                        ann.append("<" + i + ">");
                    }
                });
                ben.awaitContains("<50>");

                node.kill();
                ben.awaitDisconnected();
                var seenByBen = ben.text();
                typing.interrupt();
                typing.join();
                // Gone for good, so that only the journal can know.
                ann.kill();
                ben.kill();
                node = node.startAgain();

                try (var cleo = YjsPeer.join(node.yjs(), "kill")) {
                    cleo.awaitSynced();
                    assertThat(cleo.text()).startsWith(seenByBen);
                    assertThat(seenByBen).contains("<50>");
                }
            } finally {
                node.close();
            }
        }

        @Test
        void the_clients_come_back_by_themselves_and_bring_what_they_wrote_meanwhile(@TempDir Path data) {
            var node = NodeProcess.start(data);
            try (var ann = YjsPeer.join(node.yjs(), "back");
                    var ben = YjsPeer.join(node.yjs(), "back")) {
                ann.append("before; ");
                ben.awaitContains("before");

                node.kill();
                ann.awaitDisconnected();
                ann.append("while it was away; ");
                node = node.startAgain();

                ben.awaitContains("while it was away");
                assertThat(ben.text()).isEqualTo(ann.text());
            } finally {
                node.close();
            }
        }
    }

    @Nested
    class When_the_node_is_told_to_stop {
        @Test
        void sockets_hear_that_it_goes_away_and_it_exits_with_0(@TempDir Path data) {
            try (var node = NodeProcess.start(data);
                    var ann = YjsPeer.join(node.yjs(), "drain")) {
                ann.awaitSynced();
                ann.append("in flight");

                int status = node.terminate();

                ann.awaitDisconnected();
                assertThat(status).as(node.log()).isZero();
                assertThat(ann.stats().closeCodes()).containsExactly(1001);
            }
        }

        @Test
        void what_it_had_received_is_there_when_it_starts_again(@TempDir Path data) {
            var node = NodeProcess.start(data);
            try (var ann = YjsPeer.join(node.yjs(), "drain")) {
                ann.awaitSynced();
                ann.append("in flight");
                node.terminate();
                ann.kill();
                node = node.startAgain();

                try (var ben = YjsPeer.join(node.yjs(), "drain")) {
                    ben.awaitText("in flight");
                }
            } finally {
                node.close();
            }
        }
    }

    @Nested
    class When_everybody_has_left {
        @Test
        void the_room_leaves_memory_and_comes_back_with_what_was_in_it(@TempDir Path data) {
            try (var node = NodeProcess.start(data, "--config", quickRooms(data).toString())) {
                try (var ann = YjsPeer.join(node.yjs(), "idle")) {
                    ann.awaitSynced();
                    ann.append("still here");
                    await().until(() -> node.metric("parley_journal_batches_seconds_count") == 1);
                    assertThat(node.metric("parley_rooms_open")).isOne();
                }

                await().atMost(Duration.ofSeconds(20)).until(() -> node.metric("parley_rooms_open") == 0);

                try (var ben = YjsPeer.join(node.yjs(), "idle")) {
                    ben.awaitText("still here");
                }
            }
        }

        private static Path quickRooms(Path folder) {
            return TestFiles.write(
                    folder.resolveSibling(folder.getFileName() + ".conf"), "parley.rooms.idle-after = 200ms");
        }
    }
}
