package dev.parley.core.sync;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.lib0.Vectors.bytes;
import static dev.parley.core.engine.lib0.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.engine.lib0.Vectors;
import dev.parley.core.sync.SyncMessage.Step1;
import dev.parley.core.sync.SyncMessage.Step2;
import dev.parley.core.sync.SyncMessage.Update;
import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyncMessageTest {

    /** The frames of both dialects that carry a sync message; all others are none of this package's business. */
    @ParameterizedTest
    @MethodSource("frames")
    void the_messages_in_real_frames_are_read_and_written_as_they_are(JsonNode frame) throws MalformedInput {
        var decoder = new Decoder(bytes(frame.get("hex")));
        if (frame.get("kind").asText().equals("hocuspocus")) {
            decoder.readVarString();
        }
        decoder.readVarUint();
        int start = decoder.position();

        var message = SyncMessage.read(decoder);

        assertThat(meaning(message)).isEqualTo(meaning(frame.get("means")));
        assertThat(decoder.hasMore()).isFalse();
        assertThat(frame.get("hex").asText().substring(2 * start)).isEqualTo(hex(written(message)));
    }

    @Property
    void every_message_is_read_as_it_was_written(
            @ForAll @IntRange(max = 2) int kind, @ForAll @Size(max = 300) byte[] payload) throws MalformedInput {
        var message = switch (kind) {
            case 0 -> new Step1(payload);
            case 1 -> new Step2(payload);
            default -> new Update(payload);
        };

        var read = SyncMessage.read(new Decoder(written(message)));

        assertThat(meaning(read)).isEqualTo(meaning(message));
    }

    @Property
    void arbitrary_bytes_give_a_message_or_are_malformed_and_nothing_else(@ForAll @Size(max = 64) byte[] bytes) {
        var decoder = new Decoder(bytes);

        try {
            var message = SyncMessage.read(decoder);

            assertThat(meaning(message)).isNotBlank();
        } catch (MalformedInput e) {
            assertThat(e).hasMessageStartingWith("expected ");
        }
    }

    @Test
    void bytes_after_a_message_are_left_alone() throws MalformedInput {
        var decoder = new Decoder(bytes("00 01 00 07 08"));

        SyncMessage.read(decoder);

        assertThat(decoder.remaining()).isEqualTo(2);
    }

    @Test
    void an_unknown_kind_is_malformed() {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> SyncMessage.read(new Decoder(bytes("03 01 00"))))
                .withMessage("expected sync message 0, 1 or 2, found 3 at byte 0");
    }

    @Test
    void a_cut_message_is_malformed_wherever_it_is_cut() {
        byte[] whole = written(new Update(bytes("01 01 05 00 04 01 01 74 02 68 69 00")));

        for (int length = 0; length < whole.length; length++) {
            var cut = new Decoder(Arrays.copyOf(whole, length));
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> SyncMessage.read(cut));
        }
    }

    @Nested
    class With_nothing_to_tell {

        @Test
        void the_question_of_somebody_who_has_nothing_is_an_empty_state_vector() {
            assertThat(written(Step1.HAVING_NOTHING)).isEqualTo(bytes("00 01 00"));
        }

        @Test
        void the_answer_to_somebody_who_lacks_nothing_is_an_empty_update() {
            assertThat(written(Step2.LACKING_NOTHING)).isEqualTo(bytes("01 02 00 00"));
            assertThat(SyncMessage.isEmpty(Step2.LACKING_NOTHING.update())).isTrue();
        }

        @Test
        void an_update_with_structs_or_deletions_is_not_empty() {
            assertThat(SyncMessage.isEmpty(bytes("01 01 05 00 04 01 01 74 02 68 69 00")))
                    .isFalse();
            assertThat(SyncMessage.isEmpty(bytes("00 01 05 01 00 02"))).isFalse();
        }

        @Test
        void what_is_no_update_is_not_empty_either() {
            assertThat(SyncMessage.isEmpty(bytes(""))).isFalse();
            assertThat(SyncMessage.isEmpty(bytes("00"))).isFalse();
            assertThat(SyncMessage.isEmpty(bytes("00 00 00"))).isFalse();
        }
    }

    static Stream<JsonNode> frames() {
        return Stream.of("y-websocket", "hocuspocus")
                .flatMap(kind -> Vectors.cases("protocol.json", kind))
                .filter(frame -> frame.get("means").has("sync"));
    }

    private static byte[] written(SyncMessage message) {
        var encoder = new Encoder();
        message.write(encoder);
        return encoder.toBytes();
    }

    private static String meaning(SyncMessage message) {
        return switch (message) {
            case Step1 m -> "step1 " + hex(m.stateVector());
            case Step2 m -> "step2 " + hex(m.update());
            case Update m -> "update " + hex(m.update());
        };
    }

    private static String meaning(JsonNode means) {
        var payload = means.has("stateVector") ? means.get("stateVector") : means.get("update");
        return means.get("sync").asText() + " " + payload.asText();
    }
}
