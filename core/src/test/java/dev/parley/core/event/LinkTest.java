package dev.parley.core.event;

import static dev.parley.core.engine.lib0.Vectors.hex;
import static dev.parley.core.event.Samples.APPLIED;
import static dev.parley.core.event.Samples.APPLIED_LONG;
import static dev.parley.core.event.Samples.CONDENSED;
import static dev.parley.core.event.Samples.EPOCH;
import static dev.parley.core.event.Samples.EVENTS;
import static dev.parley.core.event.Samples.GENERATION;
import static dev.parley.core.event.Samples.KEY;
import static dev.parley.core.event.Samples.KEYS;
import static dev.parley.core.event.Samples.NO_KEYS;
import static dev.parley.core.event.Samples.OTHER_ROOM;
import static dev.parley.core.event.Samples.PREVIOUS;
import static dev.parley.core.event.Samples.ROOM;
import static dev.parley.core.event.Samples.SEQUENCE;
import static dev.parley.core.event.Samples.TIME;
import static dev.parley.core.event.Samples.UPDATE;
import static dev.parley.core.event.Samples.WRITER;
import static dev.parley.core.event.Samples.assertSame;
import static dev.parley.core.event.Samples.contains;
import static dev.parley.core.event.Samples.filled;
import static dev.parley.core.event.Samples.flipped;
import static dev.parley.core.event.Samples.key;
import static dev.parley.core.event.Samples.recorded;
import static dev.parley.core.event.Samples.sealed;
import static dev.parley.core.event.Samples.stored;
import static dev.parley.core.event.Samples.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Cost;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Encoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {

    private static final long MOST_COUNTED = (1L << 48) - 1;
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private static final Link GOOD = written(APPLIED);

    @Nested
    class An_event_of_any_kind {

        @ParameterizedTest
        @FieldSource("dev.parley.core.event.Samples#EVENTS")
        void is_read_from_its_bytes_as_it_was_written(RoomEvent event) throws MalformedInput {
            assertSame(stored(written(event)).open(KEYS), event);
        }

        @ParameterizedTest
        @FieldSource("dev.parley.core.event.Samples#EVENTS")
        void is_sealed_so_that_nothing_of_its_fields_is_in_its_bytes(RoomEvent event) throws MalformedInput {
            var fields = EventFormat.write(event);
            var link = written(event);
            var sealed = Arrays.copyOfRange(link.bytes(), link.frame().body().from(), link.bytes().length);

            for (int from = 0; from + 4 <= fields.length; from++) {
                assertThat(contains(sealed, Arrays.copyOfRange(fields, from, from + 4)))
                        .isFalse();
            }
        }

        @ParameterizedTest
        @FieldSource("dev.parley.core.event.Samples#EVENTS")
        void shows_each_bit_that_is_turned(RoomEvent event) {
            var link = written(event);
            var hash = link.hash(ROOM);

            for (int bit = 0; bit < 8 * link.bytes().length; bit++) {
                var turned = Link.stored(flipped(link.bytes(), bit));

                assertThat(turned.hash(ROOM)).isNotEqualTo(hash);
                assertThatExceptionOfType(MalformedInput.class).as("bit " + bit).isThrownBy(() -> turned.open(KEYS));
            }
        }

        @ParameterizedTest
        @FieldSource("dev.parley.core.event.Samples#EVENTS")
        void cannot_be_opened_once_it_is_cut(RoomEvent event) {
            var link = written(event);

            for (int length = 0; length < link.bytes().length; length++) {
                malformed(Arrays.copyOf(link.bytes(), length));
            }
        }

        @ParameterizedTest
        @FieldSource("dev.parley.core.event.Samples#EVENTS")
        void cannot_be_opened_with_something_behind_its_end(RoomEvent event) {
            var link = written(event);

            malformed(Arrays.copyOf(link.bytes(), link.bytes().length + 1));
        }
    }

    @Nested
    class An_event_that_was_just_written {

        @Test
        void tells_its_place_without_a_key() throws MalformedInput {
            var frame = stored(GOOD).frame();

            assertThat(frame.sequence()).isEqualTo(SEQUENCE);
            assertThat(frame.previous()).isEqualTo(PREVIOUS);
            assertThat(frame.generation()).isEqualTo(GENERATION);
            assertThat(frame.epoch()).isEqualTo(EPOCH);
            assertThat(frame.time()).isEqualTo(TIME);
            assertThat(frame.kind()).isEqualTo("applied");
            assertThat(frame.version()).isEqualTo(2);
        }

        @Test
        void has_the_frame_that_its_bytes_have() throws MalformedInput {
            var event = new RoomEvent.Erased(TIME.plusNanos(999_999), "ada");
            var link = written(event);

            assertThat(link.frame())
                    .usingRecursiveComparison()
                    .isEqualTo(stored(link).frame());
        }

        @Test
        void needs_no_key_to_be_opened() throws MalformedInput {
            assertThat(GOOD.open(NO_KEYS)).isSameAs(APPLIED);
        }
    }

    @Nested
    class A_large_event {

        @Test
        void is_stored_compressed() {
            assertThat(written(APPLIED_LONG).bytes()).hasSizeLessThan(200);
        }

        @Test
        void is_read_as_it_was_written() throws MalformedInput {
            assertSame(stored(written(APPLIED_LONG)).open(KEYS), APPLIED_LONG);
        }
    }

    /**
     * What was stored once. The bytes and the hashes were made by programs that share nothing with this one; none of them is ever to
     * be changed: journals hold such events for good.
     */
    @Nested
    class A_recorded_event {

        @Test
        void is_there_of_each_kind_and_version() {
            for (var event : EVENTS) {
                var kind = EventFormat.kindOf(event);
                assertThat(LongStream.rangeClosed(1, kind.version()))
                        .allSatisfy(version -> assertThat(recorded(kind.name() + "-" + version))
                                .isNotEmpty());
            }
        }

        @ParameterizedTest
        @FieldSource("dev.parley.core.event.Samples#EVENTS")
        void is_read_as_what_it_was(RoomEvent event) throws MalformedInput {
            var link = Link.stored(recorded(file(event)).getFirst());

            assertThat(link.frame().sequence()).isEqualTo(SEQUENCE);
            assertThat(link.frame().previous()).isEqualTo(PREVIOUS);
            assertThat(link.frame().generation()).isEqualTo(GENERATION);
            assertThat(link.frame().epoch()).isEqualTo(EPOCH);
            assertSame(link.open(KEYS), event);
        }

        @ParameterizedTest
        @FieldSource("dev.parley.core.event.Samples#EVENTS")
        void is_written_the_same_way_today(RoomEvent event) {
            assertThat(hex(written(event).bytes()))
                    .isEqualTo(hex(recorded(file(event)).getFirst()));
        }

        @ParameterizedTest
        @FieldSource("dev.parley.core.event.Samples#EVENTS")
        void has_the_hash_that_it_had(RoomEvent event) {
            var lines = recorded(file(event));

            assertThat(hex(Link.stored(lines.get(0)).hash(ROOM))).isEqualTo(hex(lines.get(1)));
        }

        /** It is not written again: another release of zlib may compress in another way. */
        @Test
        void is_read_when_it_is_compressed() throws MalformedInput {
            var lines = recorded("applied-2-compressed");
            var link = Link.stored(lines.get(0));

            assertSame(link.open(KEYS), APPLIED_LONG);
            assertThat(hex(link.hash(ROOM))).isEqualTo(hex(lines.get(1)));
        }

        private static String file(RoomEvent event) {
            var kind = EventFormat.kindOf(event);
            return kind.name() + "-" + kind.version();
        }
    }

    /** They were stored before there were keys. */
    @Nested
    class An_event_recorded_in_frame_format_1 {

        private final List<byte[]> stored = recorded("applied-1");

        @Test
        void is_read_without_a_key_as_what_it_was() throws MalformedInput {
            var link = Link.stored(stored.get(0));

            assertThat(link.frame().sequence()).isEqualTo(1);
            assertThat(link.frame().previous()).isEqualTo(new byte[32]);
            assertThat(link.frame().generation()).isZero();
            assertThat(link.frame().epoch()).isZero();
            assertSame(
                    link.open(NO_KEYS),
                    new RoomEvent.Applied(
                            TIME,
                            List.of(
                                    new Change("ada", "c-1", "", TIME, UPDATE),
                                    new Change("Zoë", "c-2", "", TIME, new byte[2]))));
        }

        @Test
        void has_the_hash_that_it_had() {
            assertThat(hex(Link.stored(stored.get(0)).hash(ROOM)))
                    .isEqualTo("c02ca5c8b1bda1f99ef44637306167af30936082048f27769e824b9ac379ce42");
            assertThat(hex(Link.stored(stored.get(1)).hash(ROOM)))
                    .isEqualTo("72eb8817e257e76f6d269d69bf5371d7ac3a1bc6f44c846b96e0bc38abef631c");
        }

        @Test
        void is_followed_by_the_one_that_followed_it_and_by_those_of_today() {
            var chain = new Chain(ROOM, Chain.Place.START);

            assertThat(chain.add(Link.stored(stored.get(0)))).isTrue();
            assertThat(chain.add(Link.stored(stored.get(1)))).isTrue();
            assertThat(chain.add(stored(WRITER.write(chain.place().head(), APPLIED))))
                    .isTrue();
        }

        @Test
        void is_another_event_or_none_once_a_bit_is_turned() {
            for (var bytes : stored) {
                var hash = Link.stored(bytes).hash(ROOM);
                for (int bit = 0; bit < 8 * bytes.length; bit++) {
                    var turned = flipped(bytes, bit);

                    assertThat(Link.stored(turned).hash(ROOM)).isNotEqualTo(hash);
                    openOrMalformed(turned);
                }
            }
        }

        @Test
        void is_tied_to_the_one_before_by_a_whole_hash() {
            var out = new Encoder();
            out.writeByte(1);
            out.writeVarUint(1);
            out.writeVarBytes(new byte[31]);

            malformed(out.toBytes(), "an event whose link to the one before has 31 bytes");
        }
    }

    @Nested
    class The_hash {

        @Test
        void is_the_same_for_what_was_stored_and_read_again() {
            assertThat(stored(GOOD).hash(ROOM)).isEqualTo(GOOD.hash(ROOM));
        }

        @Test
        void needs_no_key() {
            assertThat(stored(GOOD).hash(ROOM)).hasSize(32);
        }

        @Test
        void tells_rooms_apart() {
            assertThat(GOOD.hash(OTHER_ROOM)).isNotEqualTo(GOOD.hash(ROOM));
        }

        @Test
        void tells_numbers_pasts_generations_epochs_times_kinds_and_fields_apart() {
            var head = new Head(299, PREVIOUS);
            var links = List.of(
                    WRITER.write(head, new RoomEvent.Erased(TIME, "ada")),
                    WRITER.write(new Head(300, PREVIOUS), new RoomEvent.Erased(TIME, "ada")),
                    WRITER.write(new Head(299, filled(32, 0x5b)), new RoomEvent.Erased(TIME, "ada")),
                    new Writer(KEYS, GENERATION + 1, EPOCH).write(head, new RoomEvent.Erased(TIME, "ada")),
                    new Writer(KEYS, GENERATION, EPOCH + 1).write(head, new RoomEvent.Erased(TIME, "ada")),
                    WRITER.write(head, new RoomEvent.Erased(TIME.plusMillis(1), "ada")),
                    WRITER.write(head, new RoomEvent.Restored(TIME, "ada")),
                    WRITER.write(head, new RoomEvent.Erased(TIME, "ben")));

            assertThat(links).extracting(link -> hex(link.hash(ROOM))).doesNotHaveDuplicates();
        }

        @Test
        void tells_apart_what_moved_from_the_rooms_name_into_the_event() {
            var one = Link.stored("ab".getBytes(StandardCharsets.US_ASCII));
            var other = Link.stored("b".getBytes(StandardCharsets.US_ASCII));

            assertThat(one.hash(new RoomName("x"))).isNotEqualTo(other.hash(new RoomName("xa")));
        }
    }

    @Nested
    class A_sealed_event {

        @Test
        void cannot_be_opened_as_one_of_another_room() {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> stored(GOOD).open(new KeyRing(OTHER_ROOM, List.of(KEY))))
                    .withMessage("what is sealed is not what was sealed with this key");
        }

        @Test
        void cannot_be_opened_with_another_key_of_the_same_number() {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> stored(GOOD).open(new KeyRing(ROOM, List.of(key(7, 1)))))
                    .withMessage("what is sealed is not what was sealed with this key");
        }

        @Test
        void cannot_be_opened_once_its_key_is_destroyed() {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> stored(GOOD).open(new KeyRing(ROOM, List.of(key(8, 1)))))
                    .withMessage("sealed with key 7, which is not here any more");
        }

        @Test
        void is_opened_with_the_key_of_its_number_however_many_came_after() throws MalformedInput {
            var keys = new KeyRing(ROOM, List.of(key(6, 5), KEY, key(8, 1)));

            assertSame(stored(GOOD).open(keys), APPLIED);
        }

        @Test
        void cannot_be_put_in_the_place_of_another() throws MalformedInput {
            var other = WRITER.write(new Head(SEQUENCE, PREVIOUS), APPLIED);
            int from = other.frame().body().from();
            var mixed = other.bytes().clone();
            System.arraycopy(GOOD.bytes(), from, mixed, from, mixed.length - from);

            malformed(mixed, "what is sealed is not what was sealed with this key");
        }

        @Test
        void looks_different_in_each_place_and_epoch() throws MalformedInput {
            var links = List.of(
                    WRITER.write(new Head(1, PREVIOUS), APPLIED),
                    WRITER.write(new Head(2, PREVIOUS), APPLIED),
                    new Writer(KEYS, GENERATION, EPOCH + 1).write(new Head(1, PREVIOUS), APPLIED));

            Set<String> bodies = links.stream().map(LinkTest::body).collect(Collectors.toSet());

            assertThat(bodies).hasSize(links.size());
        }

        /** Two texts that are sealed with one key and one nonce give away both. */
        @Test
        void shares_no_key_with_what_the_same_epoch_puts_in_its_place() throws MalformedInput {
            var fields = EventFormat.write(CONDENSED);
            var asEvent = sealed("condensed", 1, 0, fields);

            assertThat(body(asEvent)).isNotEqualTo(body(written(CONDENSED)));
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> asEvent.open(KEYS));
        }
    }

    @Nested
    class What_cannot_be_read {

        @ParameterizedTest
        @ValueSource(ints = {0, 3, 255})
        void an_event_of_another_format(int format) {
            var bytes = GOOD.bytes().clone();
            bytes[0] = (byte) format;

            malformed(bytes, "an event of format " + format + ", but this release reads formats up to 2");
        }

        @Test
        void an_event_of_a_later_version() {
            malformed(
                    sealed("applied", 3, 0, EventFormat.write(APPLIED)).bytes(),
                    "an event of a kind and version that this release doesn't know: 3");
        }

        @Test
        void an_event_of_a_later_kind() {
            malformed(
                    sealed("painted", 1, 0, new byte[0]).bytes(),
                    "an event of a kind and version that this release doesn't know: 1");
        }

        @Test
        void an_event_that_is_packed_in_a_later_way() {
            malformed(
                    sealed("applied", 2, 2, EventFormat.write(APPLIED)).bytes(),
                    "an event that is packed in a way that this release doesn't know: 2");
        }

        @Test
        void an_event_that_should_be_sealed_and_is_not() {
            var out = frame("applied", 2);
            out.writeByte(0);
            out.writeVarUint(0);
            out.writeBytes(EventFormat.write(APPLIED));

            malformed(out.toBytes(), "an event that is not sealed");
        }

        @Test
        void an_event_whose_kind_has_a_name_without_end() {
            malformed(
                    frame("k".repeat(65), 1).toBytes(),
                    "expected a text of at most 64 bytes, found one of 65 at byte 37");
        }

        @Test
        void an_event_with_something_behind_its_fields() {
            var fields = EventFormat.write(APPLIED);

            malformed(
                    sealed("applied", 2, 0, Arrays.copyOf(fields, fields.length + 2))
                            .bytes(),
                    "an event with 2 bytes behind its end");
        }

        @Test
        void an_event_with_numbers_that_no_nonce_holds() {
            var out = new Encoder();
            out.writeByte(2);
            out.writeVarUint(1L << 48);
            out.writeBytes(PREVIOUS);
            out.writeVarUint(0);
            out.writeVarUint(1);
            out.writeVarUint(0);
            out.writeVarString("erased");
            out.writeVarUint(1);
            out.writeByte(0);
            out.writeVarUint(7);
            out.writeBytes(new byte[16]);

            malformed(out.toBytes(), "sealed as event 281474976710656 of epoch 1, which no writer comes to");
        }

        @ParameterizedTest
        @ValueSource(longs = {(256L << 20) + 1, MAX_SAFE_INTEGER})
        void an_event_that_claims_to_be_huge_once_it_is_unpacked(long length) throws MalformedInput {
            var claim = new Encoder();
            claim.writeVarUint(length);
            var link = sealed("applied", 2, 1, claim.toBytes());

            var cost = Cost.of(() ->
                    malformed(link.bytes(), "compressed fields of " + length + " bytes, but at most 268435456 can be"));

            assertThat(cost.bytes()).isLessThan(1 << 20);
        }

        private static Encoder frame(String kind, long version) {
            var out = new Encoder();
            out.writeByte(2);
            out.writeVarUint(1);
            out.writeBytes(PREVIOUS);
            out.writeVarUint(1);
            out.writeVarUint(1);
            out.writeVarUint(1);
            out.writeVarString(kind);
            out.writeVarUint(version);
            return out;
        }
    }

    @Property
    void an_event_is_read_as_it_was_written(
            @ForAll @LongRange(min = 0, max = MOST_COUNTED - 1) long sequence,
            @ForAll @Size(32) byte[] previous,
            @ForAll @LongRange(min = 0, max = MAX_SAFE_INTEGER) long generation,
            @ForAll @LongRange(min = 0, max = MOST_COUNTED) long epoch,
            @ForAll("events") RoomEvent event)
            throws MalformedInput {
        var written = new Writer(KEYS, generation, epoch).write(new Head(sequence, previous), event);

        var read = stored(written);

        assertThat(read.frame()).usingRecursiveComparison().isEqualTo(written.frame());
        assertThat(read.frame().sequence()).isEqualTo(sequence + 1);
        assertThat(read.frame().previous()).isEqualTo(previous);
        assertThat(read.frame().generation()).isEqualTo(generation);
        assertThat(read.frame().epoch()).isEqualTo(epoch);
        assertSame(read.open(KEYS), event);
        assertThat(read.hash(ROOM)).isEqualTo(written.hash(ROOM));
    }

    @Property
    void arbitrary_bytes_are_a_link_or_malformed_and_nothing_else(@ForAll @Size(max = 200) byte[] bytes) {
        openOrMalformed(bytes);
    }

    @Property
    void arbitrary_bytes_behind_a_good_beginning_are_a_link_or_malformed_and_nothing_else(
            @ForAll @LongRange(min = 0, max = 200) long good, @ForAll @Size(max = 64) byte[] rest) {
        for (var beginning : List.of(GOOD.bytes(), recorded("applied-1").getFirst())) {
            var out = new Encoder();
            out.writeBytes(beginning, 0, (int) Math.min(good, beginning.length));
            out.writeBytes(rest);

            openOrMalformed(out.toBytes());
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void arbitrary_sealed_bytes_are_an_event_or_malformed_and_nothing_else(String kind, long version) {
        Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(40)
                .sampleStream()
                .limit(200)
                .forEach(bytes -> {
                    openOrMalformed(sealed(kind, version, 0, bytes).bytes());
                    openOrMalformed(sealed(kind, version, 1, bytes).bytes());
                });
    }

    @Provide
    Arbitrary<RoomEvent> events() {
        // A lone surrogate cannot be stored; no login gives one.
        var texts = Arbitraries.strings()
                .all()
                .ofMaxLength(20)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
        var updates = Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
        var times = Arbitraries.longs().between(0, MAX_SAFE_INTEGER).map(Instant::ofEpochMilli);
        var ages = Arbitraries.longs().between(0, MAX_SAFE_INTEGER);
        var applied = times.flatMap(time -> Combinators.combine(texts, texts, texts, ages, updates)
                .as((author, connection, origin, age, update) ->
                        new Change(author, connection, origin, time.minusMillis(age), update))
                .list()
                .ofMaxSize(10)
                .map(changes -> (RoomEvent) new RoomEvent.Applied(time, changes)));
        var forked = Combinators.combine(times, texts, texts, ages, updates).as((time, author, room, sequence, state) ->
                (RoomEvent) new RoomEvent.Forked(time, author, room, sequence, state));
        return Arbitraries.oneOf(applied, forked);
    }

    static Stream<Arguments> kinds() {
        return EVENTS.stream().map(EventFormat::kindOf).map(kind -> Arguments.of(kind.name(), kind.version()));
    }

    /** What is sealed, without its tag: with one key and one nonce the same for the same text. */
    private static String body(Link link) {
        try {
            var bytes = link.bytes();
            return hex(Arrays.copyOfRange(bytes, link.frame().body().from(), bytes.length - 16));
        } catch (MalformedInput e) {
            throw new AssertionError(e);
        }
    }

    private static void malformed(byte[] bytes) {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> Link.stored(bytes).open(KEYS));
    }

    private static void malformed(byte[] bytes, String why) {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> Link.stored(bytes).open(KEYS))
                .withMessage(why);
    }

    private static void openOrMalformed(byte[] bytes) {
        try {
            assertThat(Link.stored(bytes).open(KEYS)).isNotNull();
        } catch (MalformedInput e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
