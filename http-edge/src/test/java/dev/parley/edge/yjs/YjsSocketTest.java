package dev.parley.edge.yjs;

import static dev.parley.edge.yjs.Vectors.bytes;
import static dev.parley.edge.yjs.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.access.Principal;
import dev.parley.core.access.Right;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.presence.ClientState;
import dev.parley.core.presence.PresenceLimits;
import dev.parley.core.sync.SyncMessage;
import dev.parley.edge.socket.CloseCode;
import dev.parley.rooms.connection.ClientMessage;
import dev.parley.rooms.connection.Ending;
import dev.parley.rooms.connection.ServerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class YjsSocketTest {
    private static final RoomName ROOM = new RoomName("kitchen");
    private static final Principal ADA = new Principal("ada", "Ada");
    private static final PresenceLimits LIMITS = new PresenceLimits(10, 1000, 10, 10, 1000, Duration.ofSeconds(30));

    private final YjsSocket socket = new YjsSocket(ROOM, ADA, Right.EDITOR, LIMITS);

    @Test
    void by_connecting_a_client_takes_a_seat_in_the_room_that_its_address_names() {
        assertThat(socket.greeting()).isEqualTo(new ClientMessage.Enter(0, ROOM, ADA, Right.EDITOR, "yjs"));
    }

    @Nested
    class A_client_that_says {

        @Test
        void a_sync_message_says_it_from_its_seat() throws Exception {
            var said = sync("00 00 03 010502");

            assertThat(said.seat()).isZero();
            assertThat(((SyncMessage.Step1) said.message()).stateVector()).isEqualTo(bytes("010502"));
        }

        @Test
        void an_update_hands_its_bytes_on_as_they_are() throws Exception {
            var said = sync("00 02 0c 010105000401017402686900");

            assertThat(((SyncMessage.Update) said.message()).update()).isEqualTo(bytes("010105000401017402686900"));
        }

        @Test
        void its_awareness_announces_it() throws Exception {
            assertThat(socket.read(bytes("01 06 01 05 01 02 7b7d")))
                    .isEqualTo(new ClientMessage.Announce(0, List.of(new ClientState(5, 1, "{}"))));
        }

        @Test
        void that_it_goes_announces_that_it_is_gone() throws Exception {
            assertThat(socket.read(bytes("01 08 01 05 02 04 6e756c6c")))
                    .isEqualTo(new ClientMessage.Announce(0, List.of(new ClientState(5, 2, null))));
        }

        @Test
        void who_is_there_asks_for_everybodys_presence() throws Exception {
            assertThat(socket.read(bytes("03"))).isEqualTo(new ClientMessage.AskPresence(0));
        }

        @Test
        void something_of_an_unknown_kind_has_said_nothing() throws Exception {
            assertThat(socket.read(bytes("02 04 73617665 01"))).isNull(); // How Jupyter asks to save.
        }

        @Test
        void what_cannot_be_read_has_broken_the_rules() {
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> socket.read(bytes("00 02 0c 01")));
        }
    }

    private ClientMessage.Sync sync(String frame) throws MalformedInput {
        return (ClientMessage.Sync) Objects.requireNonNull(socket.read(bytes(frame)), "passed over");
    }

    @ParameterizedTest
    @MethodSource("framesOfRealClients")
    void whatever_a_real_client_says_is_understood(JsonNode frame) throws Exception {
        var said = socket.read(bytes(frame.get("hex")));

        assertThat(said)
                .isInstanceOf(
                        switch (frame.at("/means/type").asText()) {
                            case "sync" -> ClientMessage.Sync.class;
                            case "awareness" -> ClientMessage.Announce.class;
                            default -> ClientMessage.AskPresence.class;
                        });
    }

    @Nested
    class A_client_is_told {

        @Test
        void a_sync_message_in_one_frame() {
            assertThat(written(new ServerMessage.Sync(0, SyncMessage.Step1.HAVING_NOTHING)))
                    .containsExactly("00000100");
        }

        @Test
        void each_change_of_others_in_a_frame_of_its_own_and_in_their_order() {
            assertThat(written(new ServerMessage.Changed(0, List.of(bytes("0a"), bytes("0b 0c")))))
                    .containsExactly("0002010a", "0002020b0c");
        }

        @Test
        void contents_as_a_step_2() {
            assertThat(written(new ServerMessage.Contents(0, bytes("0a0b")))).containsExactly("0001020a0b");
        }

        @Test
        void of_all_presence_in_one_frame() {
            var states = List.of(new ClientState(5, 1, "{}"), new ClientState(6, 2, null));

            assertThat(written(new ServerMessage.Presence(0, states)))
                    .containsExactly("010d02" + "0501027b7d" + "0602046e756c6c");
        }

        @Test
        void that_it_may_only_read_by_permission_denied() {
            assertThat(written(new ServerMessage.ReadOnly(0)))
                    .singleElement()
                    .asString()
                    .startsWith("0200");
        }
    }

    @Test
    void nothing_is_said_by_awareness_of_nobody() {
        assertThat(hex(socket.keepAlive())).isEqualTo("010100");
    }

    /** A switch, so that a new ending does not compile before somebody has decided what clients are told of it. */
    @ParameterizedTest
    @EnumSource
    void each_ending_has_its_close_code(Ending ending) {
        assertThat(socket.closeCode(ending).code())
                .isEqualTo(
                        switch (ending) {
                            case GOING_AWAY -> 1001;
                            case MALFORMED -> 1007;
                            case TOO_LARGE -> 1009;
                            case NOT_ALLOWED -> 4403;
                            case TRY_AGAIN, TOO_SLOW -> 1013;
                        });
    }

    /** From 3.1 on, the provider takes the codes 4400 to 4499 as final, and comes back after any other. */
    @ParameterizedTest
    @EnumSource
    void only_a_client_that_may_not_be_here_is_told_to_stay_away(Ending ending) {
        CloseCode code = socket.closeCode(ending);

        assertThat(4400 <= code.code() && code.code() <= 4499).isEqualTo(ending == Ending.NOT_ALLOWED);
    }

    static Stream<JsonNode> framesOfRealClients() {
        return Vectors.cases("transcripts.json", "protocol", "y-websocket")
                .flatMap(conversation -> conversation.get("frames").valueStream())
                .filter(frame -> frame.path("from").asText().equals("client") && frame.has("hex"));
    }

    private List<String> written(ServerMessage.Told message) {
        List<String> frames = new ArrayList<>();
        socket.write(message).forEachRemaining(frame -> frames.add(hex(frame)));
        return frames;
    }
}
