package dev.parley.edge.socket;

import static dev.parley.edge.socket.TestFrames.EMPTY_STEP_2;
import static dev.parley.edge.socket.TestFrames.NOBODY;
import static dev.parley.edge.socket.TestFrames.STEP_1;
import static dev.parley.edge.socket.TestFrames.bytes;
import static dev.parley.edge.socket.TestFrames.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.node.RunningNode;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a socket ends that nobody broke: by silence, by a close that is answered, and with its node. */
class SocketStageEndTest {
    @Nested
    class With_a_quick_heartbeat {

        @RegisterExtension
        static final RunningNode QUICK =
                RunningNode.with("parley.sockets { heartbeat = 100ms, deaf-after = 4, close-within = 300ms }");

        @Test
        void a_client_that_only_listens_hears_that_there_is_nothing_new() {
            try (var ada = enterQuick("listens")) {
                assertThat(hearAnswering(ada)).isEqualTo(NOBODY);
                assertThat(hearAnswering(ada)).isEqualTo(NOBODY);
            }
        }

        @Test
        void a_silent_client_is_asked_whether_it_is_there_and_then_dropped() {
            try (var ada = enterQuick("silent")) {
                boolean asked = false;
                for (var frame = ada.next(); frame != null; frame = ada.next()) {
                    asked |= frame.opcode() == Assembly.PING;
                    assertThat(frame.opcode()).isNotEqualTo(Assembly.CLOSE);
                }

                assertThat(asked).isTrue();
            }
        }

        @Test
        void a_silent_client_that_is_dropped_is_gone_for_the_others() {
            try (var ada = enterQuick("silent-presence");
                    var bob = enterQuick("silent-presence")) {
                ada.say("01 06 01 05 01 02 7b7d");

                assertThat(hearAlive(bob)).isEqualTo("01060105" + "01027b7d");
                assertThat(hearAlive(bob)).isEqualTo("01080105" + "01046e756c6c");
            }
        }

        @Test
        void a_client_that_answers_when_it_is_asked_stays() {
            try (var ada = enterQuick("answers")) {
                for (int asked = 0; asked < 3; ) {
                    var frame = Objects.requireNonNull(ada.next(), "dropped after " + asked + " answers");
                    if (frame.opcode() == Assembly.PING) {
                        asked++;
                        ada.send(WireFrame.pong());
                    }
                }
                ada.say(STEP_1);

                assertThat(hearAlive(ada)).isEqualTo(EMPTY_STEP_2);
            }
        }

        private static WireSocket enterQuick(String room) {
            var socket = QUICK.enter(room);
            assertThat(socket.hear()).isEqualTo(STEP_1);
            return socket;
        }

        /** The next message that says something. */
        private static String hearAlive(WireSocket socket) {
            var message = hearAnswering(socket);
            while (message.equals(NOBODY)) {
                message = hearAnswering(socket);
            }
            return message;
        }

        /** The next message, with an answer to every ping before it. */
        private static String hearAnswering(WireSocket socket) {
            var frame = Objects.requireNonNull(socket.next(), "the connection has ended");
            while (frame.opcode() == Assembly.PING) {
                socket.send(WireFrame.pong());
                frame = Objects.requireNonNull(socket.next(), "the connection has ended");
            }
            assertThat(frame.opcode()).isEqualTo(Assembly.BINARY);
            return HexFormat.of().formatHex(frame.payload());
        }
    }

    @Nested
    class With_a_minute_to_answer_a_close {

        @RegisterExtension
        static final RunningNode PATIENT = RunningNode.with(
                "parley.sockets { close-within = 1 minute, max-message = 64 KiB, message-within = 300ms }");

        @Test
        void a_client_that_answers_1003_is_let_go_at_once() {
            assertEndsWhenAnswered(WireFrame.text("hello"), 1003);
        }

        @Test
        void a_client_that_answers_1002_is_let_go_at_once() {
            assertEndsWhenAnswered(WireFrame.continuation(), 1002);
        }

        @Test
        void a_client_that_answers_1007_is_let_go_at_once() {
            assertEndsWhenAnswered(WireFrame.binary(bytes("00")), 1007);
        }

        @Test
        void a_client_that_answers_1008_is_let_go_at_once() {
            assertEndsWhenAnswered(WireFrame.binary(bytes("00")).unfinished(), 1008);
        }

        @Test
        void a_client_that_answers_1009_is_let_go_at_once() {
            assertEndsWhenAnswered(WireFrame.binary(new byte[64 * 1024 + 1]), 1009);
        }

        private static void assertEndsWhenAnswered(WireFrame provocation, int code) {
            try (var ada = PATIENT.enter("answers-" + code)) {
                assertThat(ada.hear()).isEqualTo(STEP_1);
                ada.send(provocation);
                assertThat(ada.closeCode()).isEqualTo(code);

                ada.send(WireFrame.close(code));

                ada.awaitEnd();
            }
        }
    }

    @Nested
    class When_the_node_stops {

        @RegisterExtension
        static final RunningNode STOPPING = RunningNode.asItIs();

        @Test
        void every_socket_is_told_with_1001_and_what_was_said_before_is_kept() {
            try (var ada = STOPPING.enter("stops");
                    var bob = STOPPING.enter("stops");
                    var eve = STOPPING.enter("stops-as-well")) {
                ada.hear();
                bob.hear();
                eve.hear();
                ada.send(WireFrame.binary(update(1, 1)));
                bob.hear();

                var stopped = STOPPING.stop();

                assertThat(ada.closeCode()).isEqualTo(1001);
                assertThat(bob.closeCode()).isEqualTo(1001);
                assertThat(eve.closeCode()).isEqualTo(1001);
                ada.send(WireFrame.close(1001));
                bob.send(WireFrame.close(1001));
                eve.send(WireFrame.close(1001));
                ada.awaitEnd();
                await().atMost(RunningNode.PATIENCE).until(stopped::isDone);
            }
        }
    }
}
