package dev.parley.node.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.engine.MalformedInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @Test
    void requests_arrive_as_they_were_sent() throws Exception {
        var wire = new Wire(nothing(), sent);
        wire.send(new Frame.Command(List.of("history", "--at=3", "--", "küche")));
        wire.send(new Frame.Input(new byte[] {1, 2}));
        wire.send(new Frame.Input(new byte[0]));

        var other = reading(sent.toByteArray());
        assertThat(other.readRequest()).isEqualTo(new Frame.Command(List.of("history", "--at=3", "--", "küche")));
        assertThat(other.readRequest())
                .isInstanceOfSatisfying(
                        Frame.Input.class, input -> assertThat(input.bytes()).containsExactly(1, 2));
        assertThat(other.readRequest())
                .isInstanceOfSatisfying(
                        Frame.Input.class, input -> assertThat(input.bytes()).isEmpty());
    }

    @Test
    void answers_arrive_as_they_were_sent() throws Exception {
        var wire = new Wire(nothing(), sent);
        wire.send(new Frame.Out("out".getBytes(UTF_8)));
        wire.send(new Frame.Err("err".getBytes(UTF_8)));
        wire.send(new Frame.FileBytes(3, new byte[Wire.MOST - 1]));
        wire.send(new Frame.InputWanted(1, true));
        wire.send(new Frame.Exit(255));

        var other = reading(sent.toByteArray());
        assertThat(other.readAnswer())
                .isInstanceOfSatisfying(
                        Frame.Out.class, out -> assertThat(out.bytes()).isEqualTo("out".getBytes(UTF_8)));
        assertThat(other.readAnswer())
                .isInstanceOfSatisfying(
                        Frame.Err.class, err -> assertThat(err.bytes()).isEqualTo("err".getBytes(UTF_8)));
        assertThat(other.readAnswer()).isInstanceOfSatisfying(Frame.FileBytes.class, file -> {
            assertThat(file.number()).isEqualTo(3);
            assertThat(file.bytes()).hasSize(Wire.MOST - 1);
        });
        assertThat(other.readAnswer()).isEqualTo(new Frame.InputWanted(1, true));
        assertThat(other.readAnswer()).isEqualTo(new Frame.Exit(255));
    }

    @Nested
    class Refused_is {

        @Test
        void a_frame_that_is_larger_than_any_before_its_bytes_are_asked_for() {
            assertMalformed(
                    ByteBuffer.allocate(5).put((byte) 1).putInt(Wire.MOST + 1).array());
            assertMalformed(ByteBuffer.allocate(5).put((byte) 1).putInt(-1).array());
        }

        @ParameterizedTest
        @ValueSource(bytes = {0, 3, 15, 21, -1})
        void a_frame_of_an_unknown_kind(byte kind) {
            assertMalformed(frame(kind));
        }

        @Test
        void what_belongs_to_the_other_direction() {
            assertMalformed(frame(16, 'x'));
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> reading(frame(2, 'x')).readAnswer());
        }

        @Test
        void a_command_with_more_arguments_than_any_has() throws Exception {
            assertMalformed(frame(1, 65));
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> new Wire(nothing(), sent).send(new Frame.Command(Collections.nCopies(65, "x"))));
            assertThat(sent.size()).isZero();
        }

        @Test
        void a_command_whose_arguments_are_cut_off_or_not_text() {
            assertMalformed(frame(1, 1, 200));
            assertMalformed(frame(1, 2, 1, 'a'));
            assertMalformed(frame(1, 1, 255, 255, 255, 255, 255, 255, 255));
        }

        @Test
        void an_exit_without_a_status() {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> reading(frame(20)).readAnswer());
        }

        @ParameterizedTest
        @ValueSource(strings = {"PARLEYA\1", "GET / HT", "\0\0\0\0\0\0\0\0"})
        void a_greeting_of_another_version_or_of_somebody_else(String greeting) {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> reading(greeting.getBytes(UTF_8)).greet());
        }
    }

    @Test
    void wherever_it_is_cut_off_that_is_the_end() throws Exception {
        new Wire(nothing(), sent).send(new Frame.Command(List.of("history", "general")));
        var whole = sent.toByteArray();

        for (int length = 0; length < whole.length; length++) {
            var cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(() -> reading(cut).readRequest());
        }
    }

    @Test
    void any_garbage_is_a_frame_or_malformed_or_cut_off() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var garbage = new byte[random.nextInt(64)];
            random.nextBytes(garbage);
            if (garbage.length > 5) {
                garbage[0] = (byte) (1 + random.nextInt(3));
                garbage[1] = 0;
                garbage[2] = 0;
                garbage[3] = 0;
            }
            try {
                assertThat(reading(garbage).readRequest()).isNotNull();
            } catch (MalformedInput | EOFException e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void assertMalformed(byte[] bytes) {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> reading(bytes).readRequest());
    }

    private static byte[] frame(int kind, int... payload) {
        var frame = ByteBuffer.allocate(5 + payload.length).put((byte) kind).putInt(payload.length);
        for (int b : payload) {
            frame.put((byte) b);
        }
        return frame.array();
    }

    private static Wire reading(byte[] bytes) {
        return new Wire(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
    }

    private static ByteArrayInputStream nothing() {
        return new ByteArrayInputStream(new byte[0]);
    }
}
