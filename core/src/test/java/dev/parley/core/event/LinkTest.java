package dev.parley.core.event;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.lib0.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Encoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LinkTest {

    private static final RoomName ROOM = new RoomName("general");
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private static final Link GOOD = Link.of(
            300,
            filled(32, 0x5a),
            applied(1_793_534_400_000L, change("ada", "c-1", "0000"), change("ben", "c-2", "00010501 0002")));

    /**
     * What release 0.1 wrote. The bytes and the hashes were made by a program that shares nothing with this one; neither is ever
     * to be changed: journals hold such events for good.
     */
    @Nested
    class An_event_stored_in_format_1 {

        private static final RoomName ROOM_THEN = new RoomName("team/Müller \ud83e\udeb6");

        private final List<byte[]> stored = recorded("applied-1.hex");

        @Test
        void is_read_as_what_it_was() throws MalformedInput {
            var link = Link.read(stored.get(0));

            assertThat(link.sequence()).isEqualTo(1);
            assertThat(link.previous()).isEqualTo(new byte[32]);
            assertThat(link.event())
                    .usingRecursiveComparison()
                    .isEqualTo(new RoomEvent.Applied(
                            Instant.parse("2026-11-01T12:00:00.123Z"),
                            List.of(
                                    change("ada", "c-1", "01 01 05 00 04 01 01 74 02 68 69 00"),
                                    change("Zoë", "c-2", "00 00"))));
        }

        @Test
        void is_written_the_same_way_today() throws MalformedInput {
            for (var bytes : stored) {
                var link = Link.read(bytes);

                assertThat(Link.of(link.sequence(), link.previous(), link.event())
                                .bytes())
                        .isEqualTo(bytes);
            }
        }

        @Test
        void has_the_hash_that_it_had() throws MalformedInput {
            assertThat(hex(Link.read(stored.get(0)).hash(ROOM_THEN)))
                    .isEqualTo("c02ca5c8b1bda1f99ef44637306167af30936082048f27769e824b9ac379ce42");
            assertThat(hex(Link.read(stored.get(1)).hash(ROOM_THEN)))
                    .isEqualTo("72eb8817e257e76f6d269d69bf5371d7ac3a1bc6f44c846b96e0bc38abef631c");
        }

        @Test
        void is_followed_by_the_one_that_followed_it() throws MalformedInput {
            var first = Link.read(stored.get(0));
            var second = Link.read(stored.get(1));

            assertThat(Head.after(ROOM_THEN, first).precedes(second)).isTrue();
        }
    }

    @Nested
    class The_hash {

        private final String hash = hex(GOOD.hash(ROOM));

        @Test
        void is_the_same_for_what_was_stored_and_read_again() throws MalformedInput {
            assertThat(hex(Link.read(GOOD.bytes()).hash(ROOM))).isEqualTo(hash);
        }

        @Test
        void tells_rooms_apart() {
            assertThat(hex(GOOD.hash(new RoomName("random")))).isNotEqualTo(hash);
        }

        @Test
        void tells_numbers_apart() {
            var other = Link.of(301, GOOD.previous(), GOOD.event());

            assertThat(hex(other.hash(ROOM))).isNotEqualTo(hash);
        }

        @Test
        void tells_pasts_apart() {
            var other = Link.of(300, filled(32, 0x5b), GOOD.event());

            assertThat(hex(other.hash(ROOM))).isNotEqualTo(hash);
        }

        @Test
        void tells_times_authors_connections_and_updates_apart() {
            assertThat(List.of(
                            applied(1, change("ada", "c-1", "0000")),
                            applied(2, change("ada", "c-1", "0000")),
                            applied(1, change("ben", "c-1", "0000")),
                            applied(1, change("ada", "c-2", "0000")),
                            applied(1, change("ada", "c-1", "0001")),
                            applied(1, change("adac", "-1", "0000")),
                            applied(1, change("ada", "c-1", "0000"), change("ada", "c-1", "0000")),
                            applied(1)))
                    .extracting(event -> hex(Link.of(1, filled(32, 0), event).hash(ROOM)))
                    .doesNotHaveDuplicates();
        }
    }

    @Nested
    class What_cannot_be_read {

        @Test
        void an_event_of_a_later_format() {
            var bytes = GOOD.bytes().clone();
            bytes[0] = 2;

            malformed(bytes, "an event of format 2, but this release reads format 1");
        }

        @Test
        void an_event_that_is_cut_anywhere() {
            for (int length = 0; length < GOOD.bytes().length; length++) {
                var cut = Arrays.copyOf(GOOD.bytes(), length);

                assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Link.read(cut));
            }
        }

        @Test
        void an_event_with_something_behind_its_end() {
            malformed(Arrays.copyOf(GOOD.bytes(), GOOD.bytes().length + 2), "an event with 2 bytes behind its end");
        }

        @Test
        void an_event_that_is_tied_to_less_than_a_hash() {
            malformed(
                    Link.of(1, filled(31, 0), applied(1)).bytes(),
                    "an event whose link to the one before has 31 bytes");
        }

        @Test
        void an_event_of_a_later_version() {
            malformed(
                    frame("applied", 2).toBytes(), "an event of a kind and version that this release doesn't know: 2");
        }

        @Test
        void an_event_of_a_later_kind() {
            malformed(frame("forked", 1).toBytes(), "an event of a kind and version that this release doesn't know: 1");
        }

        @Test
        void an_event_that_claims_more_changes_than_there_are_bytes() {
            var frame = frame("applied", 1);
            frame.writeVarUint(0);
            frame.writeVarUint(MAX_SAFE_INTEGER);
            frame.writeBytes(new byte[8]);

            malformed(frame.toBytes(), "an event that claims 9007199254740991 changes in 8 bytes");
        }

        private static Encoder frame(String kind, long version) {
            var out = new Encoder();
            out.writeByte(1);
            out.writeVarUint(1);
            out.writeVarBytes(new byte[32]);
            out.writeVarString(kind);
            out.writeVarUint(version);
            return out;
        }

        private static void malformed(byte[] bytes, String why) {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> Link.read(bytes))
                    .withMessage(why);
        }
    }

    @Property
    void an_event_is_read_as_it_was_written(
            @ForAll @LongRange(min = 1, max = MAX_SAFE_INTEGER) long sequence,
            @ForAll @Size(32) byte[] previous,
            @ForAll("events") RoomEvent event)
            throws MalformedInput {
        var written = Link.of(sequence, previous, event);

        var read = Link.read(written.bytes());

        assertThat(read.sequence()).isEqualTo(sequence);
        assertThat(read.previous()).isEqualTo(previous);
        assertThat(read.event()).usingRecursiveComparison().isEqualTo(event);
        assertThat(read.bytes()).isEqualTo(written.bytes());
    }

    @Property
    void arbitrary_bytes_are_a_link_or_malformed_and_nothing_else(@ForAll @Size(max = 200) byte[] bytes) {
        readOrMalformed(bytes);
    }

    @Property
    void arbitrary_bytes_behind_a_good_beginning_are_a_link_or_malformed_and_nothing_else(
            @ForAll @Size(max = 64) byte[] rest) {
        var fields = What_cannot_be_read.frame("applied", 1);
        fields.writeBytes(rest);

        readOrMalformed(fields.toBytes());
    }

    @Test
    void a_flipped_bit_makes_another_link_or_none() {
        for (int bit = 0; bit < 8 * GOOD.bytes().length; bit++) {
            var flipped = GOOD.bytes().clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            readOrMalformed(flipped);
        }
    }

    @Provide
    Arbitrary<RoomEvent> events() {
        // A lone surrogate cannot be stored; no login gives one.
        var texts = Arbitraries.strings()
                .all()
                .ofMaxLength(20)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
        var updates = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        var changes = Combinators.combine(texts, texts, updates).as(Change::new);
        var times = Arbitraries.longs().between(0, MAX_SAFE_INTEGER).map(Instant::ofEpochMilli);
        return Combinators.combine(times, changes.list().ofMaxSize(10)).as(RoomEvent.Applied::new);
    }

    /** Whatever is read stands for exactly these bytes. */
    private static void readOrMalformed(byte[] bytes) {
        try {
            assertThat(Link.read(bytes).bytes()).isEqualTo(bytes);
        } catch (MalformedInput e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static RoomEvent applied(long millis, Change... changes) {
        return new RoomEvent.Applied(Instant.ofEpochMilli(millis), List.of(changes));
    }

    private static Change change(String author, String connection, String update) {
        return new Change(author, connection, bytes(update));
    }

    private static byte[] filled(int length, int value) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static List<byte[]> recorded(String file) {
        try (var in = LinkTest.class.getResourceAsStream("/events/" + file)) {
            var text = new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> bytes(line))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
