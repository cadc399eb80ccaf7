package dev.parley.edge.socket;

import static dev.parley.edge.socket.TestFrames.EMPTY_STEP_2;
import static dev.parley.edge.socket.TestFrames.STEP_1;
import static dev.parley.edge.socket.TestFrames.bytes;
import static dev.parley.edge.socket.TestFrames.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.node.RunningNode;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets of a running node as a client meets them that keeps no rule by itself. */
class SocketStageTest {
    private static final int MAX_MESSAGE = 64 * 1024;

    @RegisterExtension
    static final RunningNode NODE = RunningNode.with("""
            parley.sockets {
              max-message = 64 KiB
              max-fragments = 4
              message-within = 300ms
              max-owed = 128 KiB
              close-within = 300ms
            }
            """);

    @Nested
    class A_message {

        @Test
        void may_come_in_fragments() {
            try (var ada = enter("fragments")) {
                ada.send(WireFrame.binary(bytes("00 00")).unfinished());
                ada.send(WireFrame.continuation(bytes("01")).unfinished());
                ada.send(WireFrame.continuation(bytes("00")));

                assertThat(ada.hear()).isEqualTo(EMPTY_STEP_2);
            }
        }

        @Test
        void may_come_byte_by_byte() {
            try (var ada = enter("bytes")) {
                for (byte one : WireFrame.binary(bytes(STEP_1)).toBytes()) {
                    ada.send(new byte[] {one});
                }

                assertThat(ada.hear()).isEqualTo(EMPTY_STEP_2);
            }
        }

        @Test
        void may_come_together_with_others() {
            try (var ada = enter("together")) {
                ada.say(STEP_1);
                assertThat(ada.hear())
                        .isEqualTo(EMPTY_STEP_2); // What is asked before the room is open is answered at once.
                var question =
                        HexFormat.of().formatHex(WireFrame.binary(bytes(STEP_1)).toBytes());
                ada.send(bytes(question + question));

                assertThat(ada.hear()).isEqualTo(EMPTY_STEP_2);
                assertThat(ada.hear()).isEqualTo(EMPTY_STEP_2);
            }
        }

        @Test
        void may_be_as_large_as_the_limit() {
            try (var ada = enter("largest")) {
                var padded = new byte[MAX_MESSAGE];
                padded[2] = 1; // A step 1, and zeros after it.
                ada.send(WireFrame.binary(padded));

                assertThat(ada.hear()).isEqualTo(EMPTY_STEP_2);
            }
        }

        @Test
        void goes_to_a_client_in_one_frame_without_a_mask() {
            try (var ada = NODE.enter("server-frames")) {
                var frame = Objects.requireNonNull(ada.next(), "the connection has ended");

                assertThat(frame.opcode()).isEqualTo(Assembly.BINARY);
                assertThat(frame.fin()).isTrue();
                assertThat(frame.masked()).isFalse();
                assertThat(frame.reserved()).isZero();
            }
        }
    }

    @Nested
    class A_ping {

        @Test
        void is_answered_with_a_pong_of_the_same_payload() {
            try (var ada = enter("ping")) {
                ada.send(WireFrame.ping(bytes("01 02 03")));

                assertPong(ada.next(), "01 02 03");
            }
        }

        @Test
        void is_answered_in_the_middle_of_a_message() {
            try (var ada = enter("ping-between")) {
                ada.send(WireFrame.binary(bytes("00 00")).unfinished());
                ada.send(WireFrame.ping(bytes("07")));
                assertPong(ada.next(), "07");

                ada.send(WireFrame.continuation(bytes("01 00")));
                assertThat(ada.hear()).isEqualTo(EMPTY_STEP_2);
            }
        }

        private static void assertPong(@Nullable WireFrame frame, String payload) {
            var pong = Objects.requireNonNull(frame, "the connection has ended");
            assertThat(pong.opcode()).isEqualTo(Assembly.PONG);
            assertThat(pong.payload()).isEqualTo(bytes(payload));
        }
    }

    @Nested
    class A_client_is_closed {

        @Test
        void with_1003_if_it_sends_text() {
            try (var ada = enter("text")) {
                ada.send(WireFrame.text("hello"));

                assertThat(ada.closeCode()).isEqualTo(1003);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "00", "00 02 7f 00", "00 09 01 00", "01 ff", "80"})
        void with_1007_if_it_sends_what_cannot_be_read(String garbage) {
            try (var ada = enter("garbage")) {
                ada.say(garbage);

                assertThat(ada.closeCode()).isEqualTo(1007);
            }
        }

        @ParameterizedTest
        @ValueSource(longs = {MAX_MESSAGE + 1, 1L << 32, 1L << 62, Long.MAX_VALUE})
        void with_1009_if_it_claims_to_send_too_much_before_it_does(long claimed) {
            try (var ada = enter("claim")) {
                ada.send(WireFrame.binary().header(claimed));

                assertThat(ada.closeCode()).isEqualTo(1009);
            }
        }

        @Test
        void with_1009_if_its_fragments_are_too_large_together() {
            try (var ada = enter("large-together")) {
                ada.send(WireFrame.binary(new byte[MAX_MESSAGE]).unfinished());
                ada.send(WireFrame.continuation(new byte[1]));

                assertThat(ada.closeCode()).isEqualTo(1009);
            }
        }

        @Test
        void with_1009_if_its_fragments_are_too_many() {
            try (var ada = enter("many-fragments")) {
                ada.send(WireFrame.binary(bytes("00")).unfinished());
                for (int i = 0; i < 4; i++) {
                    ada.send(WireFrame.continuation().unfinished());
                }

                assertThat(ada.closeCode()).isEqualTo(1009);
            }
        }

        @Test
        void with_1008_if_its_message_takes_too_long() {
            try (var ada = enter("slow")) {
                ada.send(WireFrame.binary(bytes("00")).unfinished());

                assertThat(ada.closeCode()).isEqualTo(1008);
            }
        }

        @Test
        void with_1008_if_one_frame_takes_too_long() {
            try (var ada = enter("slow-frame")) {
                ada.send(WireFrame.binary().header(5));

                assertThat(ada.closeCode()).isEqualTo(1008);
            }
        }

        @Test
        void with_1002_if_its_frames_have_no_mask() {
            try (var ada = enter("unmasked")) {
                ada.send(WireFrame.binary(bytes(STEP_1)).unmasked());

                assertThat(ada.closeCode()).isEqualTo(1002);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 4})
        void with_1002_if_it_sets_a_reserved_bit(int bit) {
            try (var ada = enter("reserved")) {
                ada.send(WireFrame.binary(bytes(STEP_1)).reserved(bit));

                assertThat(ada.closeCode()).isEqualTo(1002);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {0x3, 0x7, 0xB, 0xF})
        void with_1002_if_it_sends_a_frame_of_an_unknown_kind(int opcode) {
            try (var ada = enter("unknown-kind")) {
                ada.send(WireFrame.of(opcode));

                assertThat(ada.closeCode()).isEqualTo(1002);
            }
        }

        @Test
        void with_1002_if_it_continues_nothing() {
            try (var ada = enter("continuation")) {
                ada.send(WireFrame.continuation(bytes(STEP_1)));

                assertThat(ada.closeCode()).isEqualTo(1002);
            }
        }

        @Test
        void with_1002_if_it_sends_a_long_ping() {
            try (var ada = enter("long-ping")) {
                ada.send(WireFrame.ping(new byte[126]));

                assertThat(ada.closeCode()).isEqualTo(1002);
            }
        }

        /** RFC 6455, 5.2: the highest bit of a length of eight bytes must be 0. */
        @Test
        void with_1002_if_it_claims_a_length_of_64_bits() {
            try (var ada = enter("negative")) {
                ada.send(bytes("82 ff 8000000000000000 00000000"));

                assertThat(ada.closeCode()).isEqualTo(1002);
            }
        }

        @Test
        void and_the_connection_ends_if_it_does_not_answer_for_a_while() {
            try (var ada = enter("unanswered")) {
                ada.send(WireFrame.text("hello"));
                ada.closeCode();

                ada.awaitEnd();
            }
        }

        @Test
        void and_what_it_still_says_is_not_heard() {
            try (var ada = enter("afterwards");
                    var bob = enter("afterwards")) {
                ada.send(WireFrame.text("hello"), WireFrame.binary(update(1, 1)));
                ada.closeCode();
                ada.awaitEnd();
                bob.say(STEP_1);

                assertThat(bob.hear()).isEqualTo(EMPTY_STEP_2);
            }
        }

        @Test
        void and_others_are_not() {
            try (var ada = enter("others");
                    var bob = enter("others")) {
                ada.send(WireFrame.text("hello"));
                ada.closeCode();
                bob.say(STEP_1);

                assertThat(bob.hear()).isEqualTo(EMPTY_STEP_2);
            }
        }
    }

    @Nested
    class A_client_that_closes {

        @ParameterizedTest
        @ValueSource(ints = {1000, 1001, 3000, 4999})
        void gets_its_code_back_and_then_the_end(int code) {
            try (var ada = enter("closes")) {
                ada.send(WireFrame.close(code));

                assertThat(ada.closeCode()).isEqualTo(code);
                ada.awaitEnd();
            }
        }

        @Test
        void without_a_code_gets_none() {
            try (var ada = enter("closes")) {
                ada.send(WireFrame.of(Assembly.CLOSE));

                assertThat(ada.closeCode()).isEqualTo(Assembly.NO_CODE);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000})
        void with_a_code_that_must_not_be_sent_gets_1002(int code) {
            try (var ada = enter("closes-badly")) {
                ada.send(WireFrame.close(code));

                assertThat(ada.closeCode()).isEqualTo(1002);
            }
        }

        @Test
        void with_half_a_code_gets_1002() {
            try (var ada = enter("closes-badly")) {
                ada.send(WireFrame.of(Assembly.CLOSE, (byte) 3));

                assertThat(ada.closeCode()).isEqualTo(1002);
            }
        }

        @Test
        void has_had_its_last_words_heard() {
            try (var ada = enter("last-words");
                    var bob = enter("last-words")) {
                ada.send(WireFrame.binary(update(1, 1)), WireFrame.close(1000));

                assertThat(bob.hear()).isEqualTo(HexFormat.of().formatHex(update(1, 1)));
            }
        }

        @Test
        void is_counted_as_gone() {
            try (var ada = enter("counted")) {
                ada.send(WireFrame.close(1000));
                ada.awaitEnd();
            }

            await().until(() -> NODE.metric("parley_sockets_open") == 0);
            await().until(() -> NODE.metric("parley_seats_taken") == 0);
        }
    }

    @Nested
    class A_client_that_reads_nothing {
        /** Together far more than the network holds for one reader, and small enough to be done in a second or two. */
        private static final int MANY = 400;

        private static final int LARGE = 48 * 1024;

        @Test
        void is_cut_off_while_the_others_go_on() {
            try (var ada = enter("reads-nothing");
                    var bob = enter("reads-nothing");
                    var eve = enter("reads-nothing")) {
                int client = 0;
                while (cutOff() == 0 && client < MANY) {
                    client++;
                    bob.send(WireFrame.binary(update(client, LARGE)));
                    assertThat(eve.hear()).hasSizeGreaterThan(2 * LARGE);
                }
                assertThat(cutOff()).isEqualTo(1);
                await().until(() -> NODE.metric("parley_sockets_open") == 2);

                bob.send(WireFrame.binary(update(MANY + 1, 1)));
                assertThat(eve.hear()).isEqualTo(HexFormat.of().formatHex(update(MANY + 1, 1)));
                ada.awaitEnd();
            }
        }

        private static double cutOff() {
            return NODE.metric("parley_sockets_closed_total{code=\"try_again\"}");
        }
    }

    /** A socket in a room that has been told the first step 1. */
    private static WireSocket enter(String room) {
        var socket = NODE.enter(room);
        assertThat(socket.hear()).isEqualTo(STEP_1);
        return socket;
    }
}
