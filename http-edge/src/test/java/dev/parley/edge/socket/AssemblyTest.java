package dev.parley.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.edge.socket.Assembly.Header;
import dev.parley.edge.socket.Assembly.Outcome;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssemblyTest {
    private static final int MAX_MESSAGE = 1000;
    private static final int MAX_FRAGMENTS = 4;
    private static final int MASK = 0x37fa213d;

    private final Assembly assembly = assembly(MAX_FRAGMENTS);

    @Nested
    class A_message_in_one_frame {

        @Test
        void comes_out_without_its_mask() {
            var outcome = assembly.start(header(Assembly.BINARY, true, 5), bytes("7f 9f 4d 51 58"));

            assertThat(messageOf(outcome)).isEqualTo("48656c6c6f"); // RFC 6455, 5.7: "Hello"
        }

        @Test
        void may_be_empty() {
            assertThat(messageOf(whole(Assembly.BINARY, true, ""))).isEmpty();
        }

        @Test
        void may_be_as_large_as_the_limit() {
            var outcome = whole(Assembly.BINARY, true, "2a".repeat(MAX_MESSAGE));

            assertThat(messageOf(outcome)).hasSize(2 * MAX_MESSAGE);
        }

        @Test
        void is_followed_by_one_that_knows_nothing_of_it() {
            whole(Assembly.BINARY, true, "01 02");

            assertThat(messageOf(whole(Assembly.BINARY, true, "03"))).isEqualTo("03");
        }
    }

    @Nested
    class A_frame_in_several_pieces {

        @Test
        void is_incomplete_until_the_last_one() {
            assertIncomplete(assembly.start(header(Assembly.BINARY, true, 3), masked(MASK, "01")));
            assertThat(assembly.inMessage()).isTrue();
        }

        @Test
        void goes_on_with_its_mask_where_the_last_piece_ended() {
            assembly.start(header(Assembly.BINARY, true, 5), bytes("7f"));
            assembly.more(bytes("9f 4d 51"));

            assertThat(messageOf(assembly.more(bytes("58")))).isEqualTo("48656c6c6f");
        }

        @Test
        void may_begin_with_an_empty_one() {
            assembly.start(header(Assembly.BINARY, true, 2), new byte[0]);

            assertThat(messageOf(assembly.more(masked(MASK, "01 02")))).isEqualTo("0102");
        }

        @Test
        void may_be_a_control_frame() {
            assembly.start(header(Assembly.PING, true, 3), bytes("36"));

            assertThat(pingOf(assembly.more(bytes("f8 22")))).isEqualTo("010203");
        }
    }

    @Nested
    class A_message_in_fragments {

        @Test
        void comes_out_with_the_last_one() {
            assertIncomplete(whole(Assembly.BINARY, false, "01 02"));
            assertIncomplete(whole(Assembly.CONTINUATION, false, "03"));

            assertThat(messageOf(whole(Assembly.CONTINUATION, true, "04"))).isEqualTo("01020304");
        }

        @Test
        void may_have_another_mask_in_each() {
            assembly.start(new Header(Assembly.BINARY, false, false, true, MASK, 1), masked(MASK, "01"));

            var outcome = assembly.start(
                    new Header(Assembly.CONTINUATION, true, false, true, 0x01020304, 2), masked(0x01020304, "02 03"));

            assertThat(messageOf(outcome)).isEqualTo("010203");
        }

        @Test
        void may_have_empty_ones() {
            whole(Assembly.BINARY, false, "");
            whole(Assembly.CONTINUATION, false, "07");

            assertThat(messageOf(whole(Assembly.CONTINUATION, true, ""))).isEqualTo("07");
        }

        @Test
        void has_begun_until_it_has_ended() {
            whole(Assembly.BINARY, false, "01");
            assertThat(assembly.inMessage()).isTrue();

            whole(Assembly.CONTINUATION, true, "02");
            assertThat(assembly.inMessage()).isFalse();
        }

        @Test
        void lets_control_frames_through_between_them() {
            whole(Assembly.BINARY, false, "01");

            assertThat(pingOf(whole(Assembly.PING, true, "aa"))).isEqualTo("aa");
            assertThat(messageOf(whole(Assembly.CONTINUATION, true, "02"))).isEqualTo("0102");
        }

        @Test
        void is_not_disturbed_by_a_control_frame_in_pieces() {
            whole(Assembly.BINARY, false, "01");
            assembly.start(header(Assembly.PONG, true, 2), masked(MASK, "aa"));
            assembly.more(new byte[1]);

            assertThat(messageOf(whole(Assembly.CONTINUATION, true, "02"))).isEqualTo("0102");
        }

        @Test
        void may_have_as_many_as_the_limit_and_so_may_the_next() {
            for (int message = 0; message < 2; message++) {
                whole(Assembly.BINARY, false, "01");
                whole(Assembly.CONTINUATION, false, "02");
                whole(Assembly.CONTINUATION, false, "03");

                assertThat(messageOf(whole(Assembly.CONTINUATION, true, "04"))).isEqualTo("01020304");
            }
        }

        @Test
        void may_be_as_large_as_the_limit_together() {
            whole(Assembly.BINARY, false, "01".repeat(MAX_MESSAGE - 1));

            assertThat(messageOf(whole(Assembly.CONTINUATION, true, "02"))).hasSize(2 * MAX_MESSAGE);
        }
    }

    @Nested
    class A_control_frame {

        @Test
        void of_a_ping_comes_out_with_its_payload() {
            assertThat(pingOf(whole(Assembly.PING, true, "01 02"))).isEqualTo("0102");
        }

        @Test
        void may_have_125_bytes() {
            assertThat(pingOf(whole(Assembly.PING, true, "01".repeat(125)))).hasSize(250);
        }

        @Test
        void does_not_begin_a_message() {
            assertThat(whole(Assembly.PONG, true, "")).isEqualTo(new Outcome.Pong());
            assertThat(assembly.inMessage()).isFalse();
        }

        @Test
        void is_not_counted_as_a_fragment() {
            whole(Assembly.BINARY, false, "01");
            for (int i = 0; i < 2 * MAX_FRAGMENTS; i++) {
                whole(Assembly.PING, true, "");
            }

            assertThat(messageOf(whole(Assembly.CONTINUATION, true, "02"))).isEqualTo("0102");
        }
    }

    @Nested
    class A_close_frame {

        @Test
        void without_a_code_says_so() {
            assertThat(whole(Assembly.CLOSE, true, "")).isEqualTo(new Outcome.Closing(Assembly.NO_CODE));
        }

        @Test
        void may_have_a_reason_after_its_code() {
            assertThat(whole(Assembly.CLOSE, true, "03e8 627965")).isEqualTo(new Outcome.Closing(1000));
        }

        @ParameterizedTest
        @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4999})
        void comes_out_with_a_code_that_may_be_sent(int code) {
            assertThat(closing(code)).isEqualTo(new Outcome.Closing(code));
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
        void with_a_code_that_must_not_be_sent_breaks_the_protocol(int code) {
            assertViolation(closing(code), CloseCode.PROTOCOL_ERROR);
        }

        @Test
        void with_half_a_code_breaks_the_protocol() {
            assertViolation(whole(Assembly.CLOSE, true, "03"), CloseCode.PROTOCOL_ERROR);
        }

        private Outcome closing(int code) {
            return whole(Assembly.CLOSE, true, "%04x".formatted(code));
        }
    }

    @Nested
    class A_frame_against_the_protocol {

        @Test
        void is_one_without_a_mask() {
            var header = new Header(Assembly.BINARY, true, false, false, 0, 1);

            assertViolation(assembly.start(header, bytes("01")), CloseCode.PROTOCOL_ERROR);
        }

        @Test
        void is_one_with_reserved_bits() {
            var header = new Header(Assembly.BINARY, true, true, true, MASK, 1);

            assertViolation(assembly.start(header, masked(MASK, "01")), CloseCode.PROTOCOL_ERROR);
        }

        @ParameterizedTest
        @ValueSource(ints = {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF})
        void is_one_of_an_unknown_kind(int opcode) {
            assertViolation(whole(opcode, true, ""), CloseCode.PROTOCOL_ERROR);
        }

        @ParameterizedTest
        @ValueSource(ints = {Assembly.CLOSE, Assembly.PING, Assembly.PONG})
        void is_a_control_frame_in_fragments(int opcode) {
            assertViolation(whole(opcode, false, ""), CloseCode.PROTOCOL_ERROR);
        }

        @ParameterizedTest
        @ValueSource(ints = {Assembly.CLOSE, Assembly.PING, Assembly.PONG})
        void is_a_control_frame_of_more_than_125_bytes(int opcode) {
            assertViolation(assembly.start(header(opcode, true, 126), new byte[0]), CloseCode.PROTOCOL_ERROR);
        }

        @Test
        void is_a_continuation_of_nothing() {
            assertViolation(whole(Assembly.CONTINUATION, true, "01"), CloseCode.PROTOCOL_ERROR);
        }

        @Test
        void is_a_continuation_of_a_message_that_has_ended() {
            whole(Assembly.BINARY, true, "01");

            assertViolation(whole(Assembly.CONTINUATION, true, "02"), CloseCode.PROTOCOL_ERROR);
        }

        @ParameterizedTest
        @ValueSource(ints = {Assembly.TEXT, Assembly.BINARY})
        void is_a_new_message_within_a_message(int opcode) {
            whole(Assembly.BINARY, false, "01");

            assertViolation(whole(opcode, true, "02"), CloseCode.PROTOCOL_ERROR);
        }
    }

    @Test
    void a_text_message_is_of_a_kind_that_has_no_meaning_here() {
        assertViolation(whole(Assembly.TEXT, true, "68 69"), CloseCode.UNSUPPORTED);
    }

    @Nested
    class A_message_that_is_too_large {

        @ParameterizedTest
        @ValueSource(longs = {MAX_MESSAGE + 1, 1L << 31, 1L << 32, 1L << 62, Long.MAX_VALUE})
        void is_refused_by_the_length_that_it_claims_before_its_bytes_come(long claimed) {
            assertViolation(assembly.start(header(Assembly.BINARY, true, claimed), new byte[0]), CloseCode.TOO_LARGE);
        }

        @ParameterizedTest
        @ValueSource(longs = {2, 1L << 32, Long.MAX_VALUE})
        void is_refused_by_what_its_fragments_claim_together(long claimed) {
            whole(Assembly.BINARY, false, "01".repeat(MAX_MESSAGE - 1));

            assertViolation(
                    assembly.start(header(Assembly.CONTINUATION, true, claimed), new byte[0]), CloseCode.TOO_LARGE);
        }

        @Test
        void is_one_of_too_many_fragments() {
            whole(Assembly.BINARY, false, "01");
            whole(Assembly.CONTINUATION, false, "02");
            whole(Assembly.CONTINUATION, false, "03");
            whole(Assembly.CONTINUATION, false, "04");

            assertViolation(whole(Assembly.CONTINUATION, true, "05"), CloseCode.TOO_LARGE);
        }

        @Test
        void is_one_of_endless_empty_fragments() {
            whole(Assembly.BINARY, false, "");
            whole(Assembly.CONTINUATION, false, "");
            whole(Assembly.CONTINUATION, false, "");
            whole(Assembly.CONTINUATION, false, "");

            assertViolation(whole(Assembly.CONTINUATION, false, ""), CloseCode.TOO_LARGE);
        }
    }

    /** Kinds of control frames that may stand anywhere. */
    enum Between {
        NOTHING,
        PING,
        PONG
    }

    @ParameterizedTest
    @EnumSource
    void a_message_of_every_length_up_to_a_few_masks_comes_out_whole_whatever_is_between(Between between) {
        for (int length = 0; length < 12; length++) {
            var message = "5a".repeat(length);
            whole(Assembly.BINARY, false, message);
            switch (between) {
                case NOTHING -> {}
                case PING -> whole(Assembly.PING, true, "01");
                case PONG -> whole(Assembly.PONG, true, "02 03");
            }

            assertThat(messageOf(whole(Assembly.CONTINUATION, true, "00"))).isEqualTo(message + "00");
        }
    }

    @Property
    void any_message_cut_into_any_frames_and_pieces_with_any_masks_comes_out_whole(
            @ForAll @Size(max = MAX_MESSAGE) byte[] message,
            @ForAll @Size(max = 20) List<@IntRange(max = 60) Integer> frameLengths,
            @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 1, max = 20) Integer> pieceLengths,
            @ForAll @Size(min = 1, max = 5) List<Integer> masks) {
        var cut = assembly(frameLengths.size() + 1);
        Outcome outcome = new Outcome.Incomplete();
        int from = 0;

        for (int i = 0; i <= frameLengths.size(); i++) {
            assertIncomplete(outcome);
            boolean last = i == frameLengths.size();
            int to = last ? message.length : Math.min(message.length, from + frameLengths.get(i));
            int opcode = i == 0 ? Assembly.BINARY : Assembly.CONTINUATION;
            int mask = masks.get(i % masks.size());
            var header = new Header(opcode, last, false, true, mask, to - from);
            outcome = feed(cut, header, masked(mask, Arrays.copyOfRange(message, from, to)), pieceLengths);
            from = to;
        }

        assertThat(messageOf(outcome)).isEqualTo(HexFormat.of().formatHex(message));
    }

    @Property
    void whatever_frames_come_they_have_an_outcome_and_a_message_keeps_within_its_limits(
            @ForAll("frames") List<Frame> frames,
            @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 1, max = 50) Integer> pieceLengths) {
        for (var frame : frames) {
            var outcome = feed(assembly, frame.header(), frame.bytes().clone(), pieceLengths);

            switch (outcome) {
                case Outcome.Incomplete o -> {}
                case Outcome.Message(var bytes) -> assertThat(bytes).hasSizeLessThanOrEqualTo(MAX_MESSAGE);
                case Outcome.Ping(var bytes) -> assertThat(bytes).hasSizeLessThanOrEqualTo(125);
                case Outcome.Pong o -> {}
                case Outcome.Closing(var code) -> assertThat(code).isBetween(1000, 4999);
                case Outcome.Violation o -> {
                    return; // No further frame may be read.
                }
            }
        }
    }

    /** What a client may send, with as many bytes as its header claims. */
    record Frame(Header header, byte[] bytes) {}

    @Provide
    Arbitrary<List<Frame>> frames() {
        // Mostly what is legal, so that more than one frame is read.
        var opcode = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of(0x0, 0x2, 0x8, 0x9, 0xA)),
                Tuple.of(1, Arbitraries.integers().between(0, 15)));
        var seldom = Arbitraries.integers().between(0, 20).map(i -> i == 0);
        var bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(600);
        return Combinators.combine(opcode, Arbitraries.of(true, false), seldom, seldom, Arbitraries.integers(), bytes)
                .as((kind, fin, reserved, unmasked, mask, payload) ->
                        new Frame(new Header(kind, fin, reserved, !unmasked, mask, payload.length), payload))
                .list()
                .ofMaxSize(12);
    }

    private static Assembly assembly(int maxFragments) {
        var second = Duration.ofSeconds(1);
        return new Assembly(new SocketLimits(MAX_MESSAGE, maxFragments, second, 1, second, 2, second));
    }

    private static Outcome feed(Assembly assembly, Header header, byte[] masked, List<Integer> pieceLengths) {
        int first = Math.min(masked.length, pieceLengths.getFirst());
        var outcome = assembly.start(header, Arrays.copyOf(masked, first));
        for (int from = first, i = 1; from < masked.length && !(outcome instanceof Outcome.Violation); i++) {
            int to = Math.min(masked.length, from + pieceLengths.get(i % pieceLengths.size()));
            outcome = assembly.more(Arrays.copyOfRange(masked, from, to));
            from = to;
        }
        return outcome;
    }

    /** A frame in one piece, its payload given without a mask. */
    private Outcome whole(int opcode, boolean fin, String hex) {
        var payload = masked(MASK, hex);
        return assembly.start(header(opcode, fin, payload.length), payload);
    }

    private static Header header(int opcode, boolean fin, long length) {
        return new Header(opcode, fin, false, true, MASK, length);
    }

    private static byte[] masked(int mask, String hex) {
        return masked(mask, bytes(hex));
    }

    private static byte[] masked(int mask, byte[] payload) {
        var masked = new ByteArrayOutputStream();
        for (int i = 0; i < payload.length; i++) {
            masked.write(payload[i] ^ (mask >>> (24 - 8 * (i % 4))));
        }
        return masked.toByteArray();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String messageOf(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Message.class);
        return HexFormat.of().formatHex(((Outcome.Message) outcome).bytes());
    }

    private static String pingOf(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Ping.class);
        return HexFormat.of().formatHex(((Outcome.Ping) outcome).bytes());
    }

    private static void assertIncomplete(Outcome outcome) {
        assertThat(outcome).isEqualTo(new Outcome.Incomplete());
    }

    private static void assertViolation(Outcome outcome, CloseCode code) {
        assertThat(outcome).isEqualTo(new Outcome.Violation(code));
    }
}
