package dev.parley.edge.yjs;

import static dev.parley.edge.yjs.Vectors.bytes;
import static dev.parley.edge.yjs.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.presence.AwarenessUpdate;
import dev.parley.core.presence.ClientState;
import dev.parley.core.presence.PresenceLimits;
import dev.parley.core.sync.SyncMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class YjsFrameTest {
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;
    private static final PresenceLimits LIMITS = new PresenceLimits(10, 1000, 10, 10, 1000, Duration.ofSeconds(30));
    private static final ObjectMapper JSON = new ObjectMapper();

    @Nested
    class A_frame_of_y_websocket {

        @ParameterizedTest
        @MethodSource("dev.parley.edge.yjs.YjsFrameTest#frames")
        void means_to_us_what_it_means_to_yjs(JsonNode vector) throws Exception {
            var means = vector.get("means");

            switch (read(bytes(vector.get("hex")))) {
                case YjsFrame.Sync(var message) -> assertThat(meaning(message)).isEqualTo(meaning(means));
                case YjsFrame.Awareness(var update) ->
                    assertThat(meaning(update)).isEqualTo(means.get("states"));
                case YjsFrame.QueryAwareness f ->
                    assertThat(means.get("type").asText()).isEqualTo("queryAwareness");
                case YjsFrame.Unknown f -> // From servers only.
                    assertThat(means.get("type").asText()).isEqualTo("auth");
            }
        }

        @ParameterizedTest
        @MethodSource("dev.parley.edge.yjs.YjsFrameTest#frames")
        void is_written_as_yjs_writes_it(JsonNode vector) throws Exception {
            var written = switch (read(bytes(vector.get("hex")))) {
                case YjsFrame.Sync(var message) -> YjsFrame.sync(message);
                case YjsFrame.Awareness(var update) -> YjsFrame.awareness(update);
                case YjsFrame.QueryAwareness f -> bytes("03"); // From clients only.
                case YjsFrame.Unknown f ->
                    YjsFrame.permissionDenied(
                            vector.at("/means/permissionDenied").asText());
            };

            assertThat(hex(written)).isEqualTo(vector.get("hex").asText());
        }

        @ParameterizedTest
        @MethodSource("dev.parley.edge.yjs.YjsFrameTest#frames")
        void is_the_same_with_bytes_after_it(JsonNode vector) throws Exception {
            var frame = vector.get("hex").asText();

            assertThat(meaning(read(bytes(frame + "00ff17")))).isEqualTo(meaning(read(bytes(frame))));
        }

        @ParameterizedTest
        @MethodSource("dev.parley.edge.yjs.YjsFrameTest#framesWithContent")
        void is_malformed_wherever_it_is_cut(JsonNode vector) {
            var whole = bytes(vector.get("hex"));

            for (int length = 0; length < whole.length; length++) {
                var cut = Arrays.copyOf(whole, length);
                assertThatExceptionOfType(MalformedInput.class)
                        .as("the first %d bytes", length)
                        .isThrownBy(() -> read(cut));
            }
        }
    }

    @Nested
    class A_kind_that_is_not_known {

        @ParameterizedTest
        @ValueSource(strings = {"02 04 73617665 01", "04", "7f", "09", "ff ff ff ff 0f 00 01"})
        void is_passed_over_whatever_follows(String frame) throws Exception {
            assertThat(read(bytes(frame))).isInstanceOf(YjsFrame.Unknown.class);
        }

        @Test
        void is_told_by_its_number() throws Exception {
            assertThat(read(bytes("84 01"))).isEqualTo(new YjsFrame.Unknown(132));
        }

        @Test
        void of_sync_message_is_malformed_as_it_is_for_yjs() {
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> read(bytes("00 03 01 00")));
        }
    }

    @Nested
    class Awareness {

        @Test
        void with_a_state_that_is_not_json_is_malformed() {
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> read(bytes("01 05 01 05 01 01 7b")));
        }

        @Test
        void of_more_clients_than_the_limit_is_malformed() throws Exception {
            var states = Stream.generate(() -> new ClientState(1, 1, "{}"));

            var frame = YjsFrame.awareness(new AwarenessUpdate(states.limit(11).toList()));

            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> read(frame));
        }

        @Test
        void ends_where_its_length_says() {
            // One state is announced and stands behind the end of the awareness.
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> read(bytes("01 01 01 05 01 04 6e756c6c")));
        }
    }

    @Test
    void nothing_at_all_is_malformed() {
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> read(new byte[0]));
    }

    @Test
    void a_length_is_not_believed_before_the_bytes_are_there() {
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> read(bytes("00 02 ffffffffffffff0f 00")));
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> read(bytes("01 ffffffffffffff0f 00")));
    }

    @Property
    void every_sync_message_comes_back_as_it_was_written(
            @ForAll @IntRange(max = 2) int kind, @ForAll @Size(max = 300) byte[] payload) throws Exception {
        var message = switch (kind) {
            case 0 -> new SyncMessage.Step1(payload);
            case 1 -> new SyncMessage.Step2(payload);
            default -> new SyncMessage.Update(payload);
        };

        assertThat(meaning(read(YjsFrame.sync(message)))).isEqualTo(meaning(message));
    }

    @Property
    void every_awareness_comes_back_as_it_was_written(@ForAll("states") List<ClientState> states) throws Exception {
        var update = new AwarenessUpdate(states);

        assertThat(read(YjsFrame.awareness(update))).isEqualTo(new YjsFrame.Awareness(update));
    }

    @Property
    void every_other_kind_is_passed_over(
            @ForAll @LongRange(min = 4, max = MAX_SAFE_INTEGER) long kind, @ForAll @Size(max = 20) byte[] rest)
            throws Exception {
        var frame = new Encoder();
        frame.writeVarUint(kind);
        frame.writeBytes(rest);

        assertThat(read(frame.toBytes())).isEqualTo(new YjsFrame.Unknown(kind));
    }

    @Property
    void arbitrary_bytes_are_a_frame_or_malformed_and_nothing_else(
            @ForAll @IntRange(max = 4) byte kind, @ForAll @Size(max = 64) byte[] rest) {
        var bytes = new byte[rest.length + 1];
        bytes[0] = kind;
        System.arraycopy(rest, 0, bytes, 1, rest.length);

        try {
            assertThat(read(bytes)).isNotNull();
        } catch (MalformedInput e) {
            assertThat(e).hasMessageContaining("expected");
        }
    }

    static Stream<JsonNode> frames() {
        return Vectors.cases("protocol.json", "kind", "y-websocket");
    }

    /** Those of which we read more than the kind. */
    static Stream<JsonNode> framesWithContent() {
        return frames().filter(vector -> !vector.at("/means/type").asText().equals("auth"));
    }

    @Provide
    Arbitrary<List<ClientState>> states() {
        var number = Arbitraries.longs().between(0, MAX_SAFE_INTEGER);
        var json = Arbitraries.of("{}", "7", "\"Zoë\"", "{\"user\":{\"name\":\"😀\"},\"cursor\":null}")
                .injectNull(0.2);
        return Combinators.combine(number, number, json)
                .as(ClientState::new)
                .list()
                .ofMaxSize(10);
    }

    private static YjsFrame read(byte[] bytes) throws MalformedInput {
        return YjsFrame.read(bytes, LIMITS);
    }

    private static String meaning(YjsFrame frame) {
        return switch (frame) {
            case YjsFrame.Sync(var message) -> meaning(message);
            case YjsFrame.Awareness f -> f.toString();
            case YjsFrame.QueryAwareness f -> f.toString();
            case YjsFrame.Unknown f -> f.toString();
        };
    }

    private static String meaning(SyncMessage message) {
        return switch (message) {
            case SyncMessage.Step1(var stateVector) -> "step1 " + hex(stateVector);
            case SyncMessage.Step2(var update) -> "step2 " + hex(update);
            case SyncMessage.Update(var update) -> "update " + hex(update);
        };
    }

    private static String meaning(JsonNode means) {
        var payload = means.has("stateVector") ? means.get("stateVector") : means.get("update");
        return means.get("sync").asText() + " " + payload.asText();
    }

    private static ArrayNode meaning(AwarenessUpdate update) throws IOException {
        var means = JSON.createArrayNode();
        for (var state : update.states()) {
            var json = state.json() == null ? "null" : state.json();
            // Through text: Jackson tells an int from a long, JSON does not.
            means.add(JSON.readTree(
                    "{\"client\":%d,\"clock\":%d,\"state\":%s}".formatted(state.client(), state.clock(), json)));
        }
        return means;
    }
}
