package dev.parley.edge.yjs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.lib0.Encoder;
import dev.parley.edge.http.HttpAnswer;
import dev.parley.edge.http.RawRequest;
import dev.parley.edge.socket.WireSocket;
import dev.parley.node.RunningNode;
import java.net.URLEncoder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What y-websocket's clients meet at a running node, frame by frame; frames are written in hexadecimal. */
class YjsRouteTest {
    private static final String STEP_1 = "00000100";
    private static final String EMPTY_STEP_2 = "0001020000";
    private static final String EMPTY_UPDATE = "0002020000";
    private static final String WHO_IS_THERE = "03";

    @RegisterExtension
    static final RunningNode NODE = RunningNode.asItIs();

    @Nested
    class Sync {

        @Test
        void begins_with_a_step_1_of_the_server_which_has_nothing_of_the_client() {
            try (var ada = NODE.enter("first-frame")) {
                assertThat(ada.hear()).isEqualTo(STEP_1);
            }
        }

        @Test
        void answers_a_step_1_in_an_empty_room_with_an_empty_step_2() {
            try (var ada = enter("empty")) {
                ada.say(STEP_1);

                assertThat(ada.hear()).isEqualTo(EMPTY_STEP_2);
            }
        }

        @Test
        void answers_a_step_1_with_the_whole_document() {
            try (var ada = enter("document")) {
                ada.say(update(1, "a"));
                ada.say(STEP_1);
                assertThat(ada.hear()).isEqualTo(step2(1, "a"));

                ada.say(update(2, "b"));
                ada.say(STEP_1);

                assertThat(ada.hear())
                        .startsWith("000114" + "02") // A step 2 of two clients, of which
                        .contains("0102000401" + "01740162") // one wrote "b" into the text "t"
                        .contains("0101000401" + "01740161"); // and one "a".
            }
        }

        @Test
        void takes_a_step_2_for_an_update() {
            try (var ada = enter("step-2");
                    var bob = enter("step-2")) {
                ada.say(step2(1, "a"));

                assertThat(bob.hear()).isEqualTo(update(1, "a"));
            }
        }

        @Test
        void answers_every_step_1() {
            try (var ada = enter("again")) {
                ada.say(STEP_1);
                assertThat(ada.hear()).isEqualTo(EMPTY_STEP_2);

                ada.say(STEP_1);
                assertThat(ada.hear()).isEqualTo(EMPTY_STEP_2);
            }
        }

        @Test
        void hands_an_update_on_to_everybody_else() {
            try (var ada = enter("fan-out");
                    var bob = enter("fan-out");
                    var eve = enter("fan-out")) {
                ada.say(update(1, "a"));

                assertThat(bob.hear()).isEqualTo(update(1, "a"));
                assertThat(eve.hear()).isEqualTo(update(1, "a"));
            }
        }

        @Test
        void does_not_hand_an_update_back() {
            try (var ada = enter("no-echo");
                    var bob = enter("no-echo")) {
                ada.say(update(1, "a"));
                bob.hear();
                ada.say(STEP_1);

                assertThat(ada.hear()).as("the contents, and nothing before").isEqualTo(step2(1, "a"));
            }
        }

        @Test
        void does_not_reach_other_rooms() {
            try (var ada = enter("here");
                    var bob = enter("there")) {
                ada.say(update(1, "a"));
                awaitContents(ada);
                bob.say(STEP_1);

                assertThat(bob.hear()).isEqualTo(EMPTY_STEP_2);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {EMPTY_STEP_2, EMPTY_UPDATE})
        void writes_nothing_for_nothing_new(String nothing) {
            try (var ada = enter("nothing-" + nothing)) {
                double before = NODE.metric("parley_journal_batches_seconds_count");

                ada.say(nothing);
                ada.say(STEP_1);

                assertThat(ada.hear()).isEqualTo(EMPTY_STEP_2);
                assertThat(NODE.metric("parley_journal_batches_seconds_count")).isEqualTo(before);
            }
        }

        @Test
        void passes_over_kinds_that_it_does_not_know() {
            try (var ada = enter("unknown")) {
                ada.say("02 04 73617665 01");
                ada.say(STEP_1);

                assertThat(ada.hear()).isEqualTo(EMPTY_STEP_2);
            }
        }

        @Test
        void passes_over_bytes_after_a_message() {
            try (var ada = enter("trailing")) {
                ada.say(STEP_1 + "ff ff");

                assertThat(ada.hear()).isEqualTo(EMPTY_STEP_2);
            }
        }
    }

    @Nested
    class Presence {
        private static final String ADA_IS_HERE = "01 06 01 05 01 02 7b7d";
        private static final String ADA_IS_GONE = "01 08 01 05 01 04 6e756c6c";

        @Test
        void is_told_to_everybody_and_echoed_to_who_told_it() {
            try (var ada = enter("presence");
                    var bob = enter("presence")) {
                ada.say(ADA_IS_HERE);

                assertThat(bob.hear()).isEqualTo(hex(ADA_IS_HERE));
                assertThat(ada.hear()).isEqualTo(hex(ADA_IS_HERE));
            }
        }

        @Test
        void is_told_to_who_asks() {
            try (var ada = enter("asked");
                    var bob = enter("asked")) {
                ada.say(ADA_IS_HERE);
                bob.hear();

                bob.say(WHO_IS_THERE);

                assertThat(bob.hear()).isEqualTo(hex(ADA_IS_HERE));
            }
        }

        @Test
        void is_told_to_who_comes_in() {
            try (var ada = enter("known")) {
                ada.say(ADA_IS_HERE);
                ada.hear();

                try (var bob = enter("known")) {
                    assertThat(bob.hear()).isEqualTo(hex(ADA_IS_HERE));
                }
            }
        }

        @Test
        void is_not_told_again_when_it_is_sent_back() {
            try (var ada = enter("sent-back");
                    var bob = enter("sent-back")) {
                ada.say(ADA_IS_HERE);
                ada.hear();
                bob.say(bob.hear());
                bob.say("01 06 01 06 01 02 7b7d");

                assertThat(ada.hear()).as("Bob's own, not Ada's from Bob").isEqualTo("01060106" + "01027b7d");
            }
        }

        @Test
        void is_gone_for_the_others_when_the_connection_breaks() {
            try (var bob = enter("broken")) {
                try (var ada = enter("broken")) {
                    ada.say(ADA_IS_HERE);
                    bob.hear();
                }

                assertThat(bob.hear()).isEqualTo(hex(ADA_IS_GONE));
            }
        }
    }

    @Nested
    class A_name {

        @Test
        void with_an_escaped_slash_is_the_same_as_with_a_plain_one() {
            assertSameRoom("team/notes", "team%2Fnotes");
            assertSameRoom("team/notes", "team%2fnotes");
        }

        @Test
        void is_the_same_escaped_and_unescaped() {
            assertSameRoom("text:chat:1", "text%3Achat%3A1");
        }

        @Test
        void is_unescaped_only_once() {
            assertOtherRoom("a%2520b", "a%20b");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Kitchen", "kitchen/", "/kitchen", "kitchen%20", "./kitchen", "x/../kitchen"})
        void that_differs_at_all_is_another_room(String name) {
            assertOtherRoom(name, "kitchen");
        }

        @Test
        void ends_where_the_query_begins() {
            assertSameRoom("queried", "queried?token=x&also=/y");
        }

        @Test
        void of_255_bytes_all_escaped_and_a_long_token_beside_it_is_let_in() {
            var name = "日".repeat(85);
            assertThat(name.getBytes(UTF_8)).hasSize(255);

            try (var ada = enter(URLEncoder.encode(name, UTF_8) + "?token=" + "t".repeat(1500))) {
                ada.say(STEP_1);

                assertThat(ada.hear()).isEqualTo(EMPTY_STEP_2);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "", // None.
                    "%20", // Blank.
                    "%E6%97", // Not UTF-8.
                    "%C0%AF", // A slash in a form that UTF-8 forbids.
                    "%ED%A0%80", // Half a surrogate pair.
                    "line%0Abreak",
                    "%00",
                    "%1B%5B31m",
                    "%E2%80%A8", // A line separator.
                })
        void that_is_none_is_a_bad_request(String name) {
            assertBadRequest("/yjs/" + name);
        }

        @ParameterizedTest
        @ValueSource(strings = {"%", "%4", "%zz", "a%", "%E6%97%"})
        void that_is_escaped_wrongly_is_a_bad_request(String name) {
            assertBadRequest("/yjs/" + name);
        }

        @Test
        void of_more_than_255_bytes_is_a_bad_request() {
            assertBadRequest("/yjs/" + "a".repeat(256));
            assertBadRequest("/yjs/" + "%41".repeat(256));
        }

        @Test
        void cannot_be_left_out_together_with_its_slash() {
            assertThat(NODE.answerTo(RawRequest.upgrade("/yjs")).status()).isIn(400, 404);
        }

        private static void assertBadRequest(String target) {
            var answer = NODE.answerTo(RawRequest.upgrade(target));

            assertThat(answer.status()).isEqualTo(400);
            assertProblem(answer, 400);
        }

        /** Somebody new each time: what a room has, it does not tell again. */
        private static final AtomicInteger CLIENTS = new AtomicInteger(1);

        private static void assertSameRoom(String one, String other) {
            try (var ada = enter(one);
                    var bob = enter(other)) {
                int client = CLIENTS.incrementAndGet();
                ada.say(update(client, "same"));

                assertThat(bob.hear()).isEqualTo(update(client, "same"));
            }
        }

        private static void assertOtherRoom(String one, String other) {
            try (var ada = enter(one);
                    var bob = enter(other)) {
                ada.say(update(1, "other"));
                awaitContents(ada);
                bob.say(STEP_1);

                assertThat(bob.hear()).isEqualTo(EMPTY_STEP_2);
            }
        }
    }

    @Nested
    class A_request {

        @Test
        void without_an_upgrade_is_told_that_one_is_required() {
            var answer = NODE.answerTo(RawRequest.get("/yjs/kitchen"));

            assertProblem(answer, 426);
            assertThat(answer.header("Upgrade")).isEqualTo("websocket");
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
        void with_another_method_is_told_that_it_is_not_known(String method) {
            var request = RawRequest.of(method, "/yjs/kitchen").with("Content-Length: 0");

            assertProblem(NODE.answerTo(request), 405);
        }

        /** RFC 9110, 15.5.6: the server must say which methods it knows. */
        @Test
        void with_another_method_is_told_which_one_is() {
            var answer = NODE.answerTo(RawRequest.of("POST", "/yjs/kitchen").with("Content-Length: 0"));

            assertThat(answer.header("Allow")).contains("GET");
        }

        @Test
        void gets_the_first_subprotocol_that_it_offers() {
            try (var ada =
                    NODE.socket(RawRequest.upgrade("/yjs/kitchen").with("Sec-WebSocket-Protocol: parley.v1, other"))) {
                assertThat(ada.handshake().header("Sec-WebSocket-Protocol")).isEqualTo("parley.v1");
            }
        }

        @Test
        void gets_no_subprotocol_if_it_offers_none() {
            try (var ada = NODE.enter("kitchen")) {
                assertThat(ada.handshake().header("Sec-WebSocket-Protocol")).isEmpty();
            }
        }

        /** No compression: a few bytes could become a great many. */
        @Test
        void gets_no_extension_even_if_it_offers_one() {
            try (var ada = NODE.socket(
                    RawRequest.upgrade("/yjs/kitchen").with("Sec-WebSocket-Extensions: permessage-deflate"))) {
                assertThat(ada.handshake().header("Sec-WebSocket-Extensions")).isEmpty();
            }
        }
    }

    private static void assertProblem(HttpAnswer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    }

    /** A socket in a room that has been told the first step 1. */
    private static WireSocket enter(String room) {
        var socket = NODE.enter(room);
        assertThat(socket.hear()).isEqualTo(STEP_1);
        return socket;
    }

    /** Waits until all that the socket has said is in the room. */
    private static void awaitContents(WireSocket socket) {
        socket.say(STEP_1);
        for (var frame = socket.hear(); !frame.startsWith("0001"); ) {
            frame = socket.hear();
        }
    }

    private static String step2(int client, String text) {
        return sync(1, client, text);
    }

    private static String update(int client, String text) {
        return sync(2, client, text);
    }

    /** The first thing that a client writes, into the text "t". */
    private static String sync(int kind, int client, String text) {
        var update = new Encoder();
        update.writeBytes(Vectors.bytes("01 01"));
        update.writeVarUint(client);
        update.writeBytes(Vectors.bytes("00 04 01"));
        update.writeVarString("t");
        update.writeVarString(text);
        update.writeVarUint(0);
        var frame = new Encoder();
        frame.writeVarUint(0);
        frame.writeVarUint(kind);
        frame.writeVarBytes(update.toBytes());
        return Vectors.hex(frame.toBytes());
    }

    private static String hex(String spaced) {
        return spaced.replace(" ", "");
    }
}
