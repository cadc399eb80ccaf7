package dev.parley.core.presence;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.lib0.Vectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.engine.lib0.Vectors;
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
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AwarenessUpdateTest {

    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;
    private static final PresenceLimits LIMITS = new PresenceLimits(10, 100, 10, 10, 1000, Duration.ofSeconds(30));
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @MethodSource("updates")
    void what_yjs_writes_is_read_and_written_as_it_is(JsonNode vector) throws Exception {
        var update = AwarenessUpdate.read(new Decoder(bytes(vector.get("apply"))), LIMITS);

        assertThat(meaning(update)).isEqualTo(vector.get("means"));
        assertThat(update.toBytes()).isEqualTo(bytes(vector.get("apply")));
    }

    /** The frames of both dialects that carry awareness; all others are none of this package's business. */
    @ParameterizedTest
    @MethodSource("frames")
    void the_updates_in_real_frames_are_read(JsonNode frame) throws Exception {
        var decoder = new Decoder(bytes(frame.get("hex")));
        if (frame.get("kind").asText().equals("hocuspocus")) {
            decoder.readVarString();
        }
        decoder.readVarUint();

        var update = AwarenessUpdate.read(decoder.readNested(), LIMITS);

        assertThat(meaning(update)).isEqualTo(frame.at("/means/states"));
        assertThat(decoder.hasMore()).isFalse();
    }

    @Property
    void every_update_is_read_as_it_was_written(@ForAll("states") List<ClientState> states) throws MalformedInput {
        var update = new AwarenessUpdate(states);

        assertThat(AwarenessUpdate.read(new Decoder(update.toBytes()), LIMITS)).isEqualTo(update);
    }

    @Property
    void arbitrary_bytes_give_an_update_or_are_malformed_and_nothing_else(@ForAll @Size(max = 64) byte[] bytes) {
        try {
            var update = AwarenessUpdate.read(new Decoder(bytes), LIMITS);

            assertThat(update.states()).hasSizeLessThanOrEqualTo(10);
        } catch (MalformedInput e) {
            assertThat(e).hasMessageStartingWith("expected ");
        }
    }

    @Property
    void an_update_with_one_byte_changed_is_an_update_or_malformed_and_nothing_else(
            @ForAll("states") List<ClientState> states, @ForAll int place, @ForAll byte changed) {
        byte[] bytes = new AwarenessUpdate(states).toBytes();
        bytes[Math.floorMod(place, bytes.length)] = changed;

        try {
            var update = AwarenessUpdate.read(new Decoder(bytes), LIMITS);

            assertThat(update.states()).hasSizeLessThanOrEqualTo(10);
        } catch (MalformedInput e) {
            assertThat(e).hasMessageStartingWith("expected ");
        }
    }

    @Test
    void awareness_of_nobody_is_one_zero() {
        assertThat(new AwarenessUpdate(List.of()).toBytes()).isEqualTo(bytes("00"));
    }

    @Nested
    class From_somebody_who_breaks_the_rules {

        @Test
        void a_count_is_not_believed_before_the_bytes_are_there() {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> read("ffffffffffffff0f 05 01 02 7b7d"))
                    .withMessage("expected at most 1 states, found " + MAX_SAFE_INTEGER + " at byte 0");
        }

        @Test
        void more_states_than_an_update_may_have_are_malformed() {
            var states =
                    Stream.generate(() -> new ClientState(1, 1, "{}")).limit(11).toList();

            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> AwarenessUpdate.read(new Decoder(new AwarenessUpdate(states).toBytes()), LIMITS))
                    .withMessageStartingWith("expected at most 10 states, found 11");
        }

        @Test
        void a_state_that_is_too_long_is_malformed() {
            assertThat(withState("\"" + "x".repeat(98) + "\"")).isTrue();
            assertThat(withState("\"" + "x".repeat(99) + "\"")).isFalse();
        }

        @Test
        void a_state_that_is_too_deep_is_malformed() {
            assertThat(withState("[".repeat(10) + "]".repeat(10))).isTrue();
            assertThat(withState("[".repeat(11) + "]".repeat(11))).isFalse();
        }

        @Test
        void a_state_that_nobody_could_parse_is_malformed() {
            assertThat(withState("{name:1}")).isFalse();
            assertThat(withState("")).isFalse();
        }

        @Test
        void a_cut_update_is_malformed_wherever_it_is_cut() {
            byte[] whole = new AwarenessUpdate(
                            List.of(new ClientState(5, 300, "{\"x\":1}"), new ClientState(6, 1, null)))
                    .toBytes();

            for (int length = 0; length < whole.length; length++) {
                var cut = new Decoder(Arrays.copyOf(whole, length));
                assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> AwarenessUpdate.read(cut, LIMITS));
            }
        }

        private boolean withState(String json) {
            var encoder = new Encoder();
            encoder.writeBytes(bytes("01 05 01"));
            encoder.writeVarString(json);
            try {
                AwarenessUpdate.read(new Decoder(encoder.toBytes()), LIMITS);
                return true;
            } catch (MalformedInput e) {
                return false;
            }
        }

        private void read(String hex) throws MalformedInput {
            AwarenessUpdate.read(new Decoder(bytes(hex)), LIMITS);
        }
    }

    static Stream<JsonNode> updates() {
        return Vectors.cases("protocol.json", "awareness")
                .flatMap(c -> c.get("steps").valueStream())
                .filter(step -> step.has("apply"));
    }

    static Stream<JsonNode> frames() {
        return Stream.of("y-websocket", "hocuspocus")
                .flatMap(kind -> Vectors.cases("protocol.json", kind))
                .filter(frame -> frame.at("/means/type").asText().equals("awareness"));
    }

    @Provide
    Arbitrary<List<ClientState>> states() {
        var number = Arbitraries.longs().between(0, MAX_SAFE_INTEGER);
        var json = Arbitraries.of("{}", "7", "\"Zoë\"", "{\"user\":{\"name\":\"😀\"},\"cursor\":null}", "[1,[]]")
                .injectNull(0.2);
        return Combinators.combine(number, number, json)
                .as(ClientState::new)
                .list()
                .ofMaxSize(10);
    }

    private static JsonNode meaning(AwarenessUpdate update) throws IOException {
        var means = JSON.createArrayNode();
        for (var state : update.states()) {
            means.addObject()
                    .put("client", state.client())
                    .put("clock", state.clock())
                    .set("state", JSON.readTree(state.text()));
        }
        // Once through text: Jackson tells an int from a long, JSON does not.
        return JSON.readTree(means.toString());
    }
}
