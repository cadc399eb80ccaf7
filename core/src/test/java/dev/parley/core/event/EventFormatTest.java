package dev.parley.core.event;

import static dev.parley.core.event.Samples.APPLIED;
import static dev.parley.core.event.Samples.EVENTS;
import static dev.parley.core.event.Samples.PREVIOUS;
import static dev.parley.core.event.Samples.TIME;
import static dev.parley.core.event.Samples.UPDATE;
import static dev.parley.core.event.Samples.assertSame;
import static dev.parley.core.event.Samples.nested;
import static dev.parley.core.event.Samples.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.access.Right;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.AnyFormat;
import dev.parley.core.engine.lib0.Encoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFormatTest {

    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    @Nested
    class The_fields_of_any_kind {

        @ParameterizedTest
        @FieldSource("dev.parley.core.event.Samples#EVENTS")
        void are_read_as_they_were_written(RoomEvent event) throws MalformedInput {
            assertSame(EventFormat.read(frame(event), EventFormat.write(event)), event);
        }

        @Test
        void have_a_name_of_their_own() {
            assertThat(EVENTS)
                    .extracting(event -> EventFormat.kindOf(event).name())
                    .doesNotHaveDuplicates();
        }

        @ParameterizedTest
        @FieldSource("dev.parley.core.event.Samples#EVENTS")
        void are_malformed_once_they_are_cut(RoomEvent event) {
            var fields = EventFormat.write(event);

            for (int length = 0; length < fields.length; length++) {
                var cut = Arrays.copyOf(fields, length);

                assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> EventFormat.read(frame(event), cut));
            }
        }

        @ParameterizedTest
        @FieldSource("dev.parley.core.event.Samples#EVENTS")
        void have_nothing_behind_their_end(RoomEvent event) {
            var fields = EventFormat.write(event);

            malformed(frame(event), Arrays.copyOf(fields, fields.length + 3), "an event with 3 bytes behind its end");
        }

        @ParameterizedTest
        @FieldSource("dev.parley.core.event.Samples#EVENTS")
        void are_unknown_in_a_later_version(RoomEvent event) {
            var kind = EventFormat.kindOf(event);
            long later = kind.version() + 1;

            malformed(
                    frame(kind.name(), later),
                    EventFormat.write(event),
                    "an event of a kind and version that this release doesn't know: " + later);
        }
    }

    @Nested
    class Changes {

        @Test
        void have_neither_origin_nor_time_of_their_own_in_version_1() throws MalformedInput {
            var out = new Encoder();
            out.writeVarUint(1);
            out.writeVarString("ada");
            out.writeVarString("c-1");
            out.writeVarBytes(UPDATE);

            assertSame(
                    EventFormat.read(frame("applied", 1), out.toBytes()),
                    new RoomEvent.Applied(TIME, List.of(new Change("ada", "c-1", "", TIME, UPDATE))));
        }

        @Test
        void come_with_the_event_at_the_latest() throws MalformedInput {
            var late = new RoomEvent.Applied(TIME, List.of(new Change("ada", "", "", TIME.plusSeconds(1), UPDATE)));

            assertThat(EventFormat.read(frame(late), EventFormat.write(late)))
                    .isInstanceOfSatisfying(
                            RoomEvent.Applied.class,
                            read -> assertThat(read.changes().getFirst().time()).isEqualTo(TIME));
        }

        @Test
        void may_be_none() throws MalformedInput {
            var none = new RoomEvent.Applied(TIME, List.of());

            assertSame(EventFormat.read(frame(none), EventFormat.write(none)), none);
        }

        @Test
        void may_claim_any_age() throws MalformedInput {
            var out = new Encoder();
            out.writeVarUint(1);
            out.writeVarString("");
            out.writeVarString("");
            out.writeVarString("");
            out.writeVarUint(MAX_SAFE_INTEGER);
            out.writeVarBytes(UPDATE);

            assertSame(
                    EventFormat.read(frame("applied", 2), out.toBytes()),
                    new RoomEvent.Applied(
                            TIME, List.of(new Change("", "", "", TIME.minusMillis(MAX_SAFE_INTEGER), UPDATE))));
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2})
        void are_not_more_than_there_are_bytes(long version) {
            var out = new Encoder();
            out.writeVarUint(MAX_SAFE_INTEGER);
            out.writeBytes(new byte[8]);

            malformed(
                    frame("applied", version),
                    out.toBytes(),
                    "an event that claims 9007199254740991 changes in 8 bytes");
        }
    }

    @Nested
    class Named_members {

        @Test
        void that_are_not_known_are_left() throws MalformedInput {
            var more = object("{'later':[1,{'a':2}],'author':'ada','and':true}");

            assertSame(read("restored", more), new RoomEvent.Restored(TIME, "ada"));
        }

        @Test
        void must_be_there() {
            malformed("restored", object("{}"), "an event without a good field 'author'");
            malformed("bot-removed", object("{'author':'ada'}"), "an event without a good field 'bot'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "1", "[]", "{}", "true"})
        void that_are_texts_are_texts(String other) {
            malformed("restored", object("{'author':" + other + "}"), "an event without a good field 'author'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"-1", "1.5", "9007199254740992", "1e300", "null", "'1'"})
        void that_are_numbers_are_whole_and_neither_negative_nor_too_large(String number) {
            malformed(
                    "forked",
                    forked(object("{'n':" + number + "}")
                            .members()
                            .values()
                            .iterator()
                            .next()),
                    "an event without a good field 'sequence'");
        }

        @Test
        void that_are_numbers_are_not_infinite_nor_none_at_all() {
            for (double number : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                malformed("forked", forked(new Any.Num(number)), "an event without a good field 'sequence'");
            }
        }

        @Test
        void that_are_bytes_are_bytes() {
            malformed(
                    "imported",
                    object("{'author':'ada','room':'elsewhere','hash':'00'}"),
                    "an event without a good field 'hash'");
        }

        @Test
        void that_are_objects_are_objects() {
            malformed(
                    "executed",
                    object("{'author':'ada','key':'run-1','execution':[]}"),
                    "an event without a good field 'execution'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"'ada'", "['ada',1]", "[['ada']]", "{}"})
        void that_are_lists_of_texts_are_lists_of_texts(String authors) {
            malformed("condensed", object("{'authors':" + authors + "}"), "an event without a good field 'authors'");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"{}", "[1]", "[[]]", "[['ada']]", "[['ada','read','write']]", "[['ada',1]]", "[[1,'read']]"})
        void that_are_grants_are_pairs(String grants) {
            malformed(
                    "access-changed",
                    object("{'author':'ada','grants':" + grants + "}"),
                    "an event without a good field 'grants'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"paint", "", "READ"})
        void that_are_grants_give_a_right_that_there_is(String right) {
            malformed(
                    "access-changed",
                    object("{'author':'ada','grants':[['ada','" + right + "']]}"),
                    "an event that grants a right which this release doesn't know");
        }

        @ParameterizedTest
        @EnumSource
        void that_are_grants_give_any_right(Right right) throws MalformedInput {
            var event = new RoomEvent.AccessChanged(TIME, "ada", List.of(new RoomEvent.Grant("*", right)));

            assertSame(EventFormat.read(frame(event), EventFormat.write(event)), event);
        }

        @Test
        void are_in_an_object() {
            malformed("restored", Any.of(List.of("ada")), "an event whose fields are not an object");
        }

        @Test
        void lie_in_each_other_a_hundred_deep() throws MalformedInput {
            var event = new RoomEvent.Executed(TIME, "ada", "run-1", new Any.Obj(nested(98)));

            assertSame(EventFormat.read(frame(event), EventFormat.write(event)), event);
        }

        @Test
        void lie_in_each_other_no_deeper() {
            var members = new LinkedHashMap<String, Any>(nested(99));
            var out = new Encoder();
            AnyFormat.write(out, new Any.Obj(Map.of("execution", new Any.Obj(members))));

            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> EventFormat.read(frame("executed", 1), out.toBytes()))
                    .withMessageStartingWith("expected no more than 100 values inside each other");
        }

        /** Each of these bytes opens an array. */
        @Test
        void take_no_stack_however_deep_they_claim_to_lie() {
            var bytes = new byte[1 << 20];
            for (int i = 0; i < bytes.length; i += 2) {
                bytes[i] = 117;
                bytes[i + 1] = 1;
            }

            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> EventFormat.read(frame("executed", 1), bytes));
        }

        private static Any.Obj forked(Any sequence) {
            var members = new LinkedHashMap<String, Any>();
            members.put("author", Any.of("ada"));
            members.put("room", Any.of("elsewhere"));
            members.put("sequence", sequence);
            members.put("state", new Any.Bytes(UPDATE));
            return new Any.Obj(members);
        }

        private static RoomEvent read(String kind, Any fields) throws MalformedInput {
            return EventFormat.read(frame(kind, 1), bytes(fields));
        }

        private static void malformed(String kind, Any fields, String why) {
            EventFormatTest.malformed(frame(kind, 1), bytes(fields), why);
        }

        private static byte[] bytes(Any fields) {
            var out = new Encoder();
            AnyFormat.write(out, fields);
            return out.toBytes();
        }
    }

    @Property
    void arbitrary_fields_are_an_event_or_malformed_and_nothing_else(@ForAll @Size(max = 100) byte[] fields) {
        for (var event : EVENTS) {
            readOrMalformed(frame(event), fields);
        }
        readOrMalformed(frame("applied", 1), fields);
    }

    @Property
    void arbitrary_fields_behind_a_good_beginning_are_an_event_or_malformed_and_nothing_else(
            @ForAll @Size(max = 64) byte[] rest, @ForAll byte good) {
        for (var event : EVENTS) {
            var fields = EventFormat.write(event);
            var out = new Encoder();
            out.writeBytes(fields, 0, Math.min(good & 0xff, fields.length));
            out.writeBytes(rest);

            readOrMalformed(frame(event), out.toBytes());
        }
    }

    @Property
    void an_event_brings_what_it_holds_into_the_document(@ForAll @Size(max = 20) byte[] update) {
        var change = new Change("ada", "c-1", "yjs", TIME, update);

        assertThat(new RoomEvent.Applied(TIME, List.of(change, change)).updates())
                .containsExactly(update, update);
        assertThat(new RoomEvent.Forked(TIME, "ada", "elsewhere", 1, update).updates())
                .containsExactly(update);
        assertThat(new RoomEvent.Condensed(TIME, List.of("ada"), update).updates())
                .containsExactly(update);
        assertThat(new RoomEvent.Erased(TIME, "ada").updates()).isEmpty();
    }

    @Test
    void an_event_does_not_change_with_the_list_that_it_was_made_of() {
        var changes = new ArrayList<>(APPLIED.changes());
        var event = new RoomEvent.Applied(TIME, changes);

        changes.clear();

        assertThat(event.changes()).hasSize(2);
    }

    private static void readOrMalformed(Frame frame, byte[] fields) {
        try {
            assertThat(EventFormat.write(EventFormat.read(frame, fields))).isNotNull();
        } catch (MalformedInput e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void malformed(Frame frame, byte[] fields, String why) {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> EventFormat.read(frame, fields))
                .withMessage(why);
    }

    private static Frame frame(RoomEvent event) {
        var kind = EventFormat.kindOf(event);
        return frame(kind.name(), kind.version());
    }

    private static Frame frame(String kind, long version) {
        return new Frame(1, PREVIOUS, 0, 0, TIME, kind, version, new Frame.Body(false, 0, 0));
    }
}
