package dev.parley.core.engine.lib0;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.lib0.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.engine.MalformedInput;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnyFormatTest {
    private static final int DEPTH = 100;
    private static final int VERY_DEEP = 100_000;

    @Property
    void every_value_is_read_as_it_was_written(@ForAll("values") Any value) throws MalformedInput {
        var decoder = new Decoder(Anys.written(value));

        assertThat(AnyFormat.read(decoder, DEPTH)).isEqualTo(value);
        assertThat(decoder.hasMore()).isFalse();
    }

    @Property
    void what_was_written_is_skipped_to_its_end_and_known_as_such(@ForAll("values") Any value) throws MalformedInput {
        var decoder = new Decoder(Anys.written(value));

        assertThat(AnyFormat.skip(decoder, DEPTH)).isTrue();
        assertThat(decoder.hasMore()).isFalse();
    }

    @Property
    void arbitrary_bytes_give_a_value_or_are_malformed_and_nothing_else(@ForAll byte[] bytes) {
        readAndSkipAgree(bytes);
    }

    @Property(tries = 5000)
    void bytes_that_look_like_values_give_one_or_are_malformed(@ForAll("valueLike") byte[] bytes) {
        readAndSkipAgree(bytes);
    }

    @Property(tries = 3000)
    void values_with_a_byte_that_is_wrong_give_another_or_are_malformed(@ForAll("damaged") byte[] bytes) {
        readAndSkipAgree(bytes);
    }

    @Provide
    Arbitrary<Any> values() {
        return Anys.values();
    }

    @Provide
    Arbitrary<byte[]> valueLike() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0x74, 0x7f),
                        Arbitraries.integers().between(0x75, 0x77),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of((int) 'a', (int) '1', 0x80, 0xc3, 0xff, 0x40))
                .map(Integer::byteValue)
                .array(byte[].class)
                .ofMaxSize(24);
    }

    @Provide
    Arbitrary<byte[]> damaged() {
        return Combinators.combine(Anys.values().map(Anys::written), Arbitraries.integers(), Arbitraries.bytes())
                .as((bytes, place, wrong) -> {
                    bytes[Math.floorMod(place, bytes.length)] = wrong;
                    return bytes;
                });
    }

    /** Both fail, or both go as far; and skipping knows, without writing, whether writing would give the same bytes. */
    private static void readAndSkipAgree(byte[] bytes) {
        var reading = new Decoder(bytes);
        var skipping = new Decoder(bytes);
        Any value;
        try {
            value = AnyFormat.read(reading, DEPTH);
        } catch (MalformedInput e) {
            assertThat(e).hasMessageMatching("expected .+, found .+");
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> AnyFormat.skip(skipping, DEPTH))
                    .withMessage(e.getMessage());
            return;
        }
        boolean asWritten;
        try {
            asWritten = AnyFormat.skip(skipping, DEPTH);
        } catch (MalformedInput e) {
            throw new AssertionError("read, but not skipped", e);
        }
        assertThat(skipping.position()).isEqualTo(reading.position());
        assertThat(Arrays.equals(Anys.written(value), Arrays.copyOf(bytes, reading.position())))
                .isEqualTo(asWritten);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7d 00",
                "7d 40",
                "7d bfffffff0f",
                "7d ffffffff0f",
                "7c 4f000000",
                "7c 3f000000",
                "7c 7f800000",
                "7b 3fb999999999999a",
                "7b 7ff8000000000000",
                "7a 0000000000000001",
                "77 00",
                "74 02 0102",
                "75 00",
                "76 00",
                "76 02 0132 7e 0161 7e",
                "76 02 0132 7e 023130 7e",
                "76 02 0130 7e 023030 7e",
                "76 02 0a34323934393637323934 7e 0a34323934393637323935 7e"
            })
    void the_form_of_lib0_is_known(String hex) throws MalformedInput {
        assertThat(AnyFormat.skip(new Decoder(bytes(hex)), DEPTH)).isTrue();
        readAndSkipAgree(bytes(hex));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7d 8000",
                "7d c000",
                "7d 8080808010",
                "7d bfffffffffffff0f",
                "7c 3f800000",
                "7c 80000000",
                "7c 7fc00000",
                "7b 3ff0000000000000",
                "7b 41e0000000000000",
                "7b 7ff8000000000001",
                "7b fff8000000000000",
                "77 8000",
                "74 8000",
                "75 8000",
                "76 8000",
                "76 01 8000 7e",
                "76 02 0161 7e 0161 7e",
                "76 02 0162 7e 0131 7e",
                "76 02 0132 7e 0131 7e",
                "76 01 09 5f5f70726f746f5f5f 7e",
                "75 01 7d 8000"
            })
    void another_form_of_a_value_is_read_but_not_taken_for_that_of_lib0(String hex) throws MalformedInput {
        assertThat(AnyFormat.skip(new Decoder(bytes(hex)), DEPTH)).isFalse();
        readAndSkipAgree(bytes(hex));
    }

    @Nested
    class Of_an_object {

        @Test
        void keys_that_could_be_indexes_come_first_in_rising_order() {
            var object = Any.of(mapOf("b", "10", "a", "9", "01", "4294967295", "4294967294"));

            assertThat(keysRead(object)).containsExactly("9", "10", "4294967294", "b", "a", "01", "4294967295");
        }

        @Test
        void the_last_value_of_a_doubled_key_counts_at_the_place_of_the_first() throws MalformedInput {
            var read = AnyFormat.read(new Decoder(bytes("76 03 0161 7d01 0162 7d02 0161 7d03")), DEPTH);

            assertThat(read.toJson()).isEqualTo("{\"a\":3,\"b\":2}");
        }

        @Test
        void the_key_that_is_none_in_JavaScript_disappears() throws MalformedInput {
            var read = AnyFormat.read(new Decoder(bytes("76 02 09 5f5f70726f746f5f5f 7500 0161 7e")), DEPTH);

            assertThat(read.toJson()).isEqualTo("{\"a\":null}");
        }

        @Test
        void many_keys_are_told_apart() throws MalformedInput {
            var out = new Encoder();
            out.writeByte(0x76);
            out.writeVarUint(10_000);
            for (int i = 0; i < 10_000; i++) {
                out.writeVarString("key" + (i == 9_999 ? 4_711 : i));
                out.writeByte(0x7e);
            }

            assertThat(AnyFormat.skip(new Decoder(out.toBytes()), DEPTH)).isFalse();
        }

        @Test
        void the_keys_of_objects_inside_of_it_are_others() throws MalformedInput {
            byte[] written = Anys.written(Any.of(Map.of("a", Map.of("a", 1, "b", List.of(Map.of("a", 2))))));

            assertThat(AnyFormat.skip(new Decoder(written), DEPTH)).isTrue();
        }

        private static Map<String, Object> mapOf(String... keys) {
            var map = new LinkedHashMap<String, Object>();
            for (var key : keys) {
                map.put(key, 1);
            }
            return map;
        }

        private static List<String> keysRead(Any object) {
            try {
                var read = (Any.Obj) AnyFormat.read(new Decoder(Anys.written(object)), DEPTH);
                return List.copyOf(read.members().keySet());
            } catch (MalformedInput e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    class From_somebody_hostile {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "75 ffffffffffffff0f",
                    "76 ffffffffffffff0f",
                    "75 ffffffff07 7e7e",
                    "76 02 0161 7e",
                    "77 ffffffff07",
                    "74 ffffffff07",
                    "75 03 7e7e"
                })
        void a_size_is_not_believed(String hex) {
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> AnyFormat.read(new Decoder(bytes(hex)), DEPTH));
            readAndSkipAgree(bytes(hex));
        }

        @Test
        void a_size_that_each_level_announces_anew_costs_nothing() {
            // Each of them says that all that follows is its content.
            int levels = 60_000;
            var out = new Encoder();
            for (int i = 0; i < levels; i++) {
                out.writeByte(0x75);
                out.writeVarUint(16_384);
            }
            byte[] hostile = Arrays.copyOf(out.toBytes(), 5 * levels);

            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> AnyFormat.read(new Decoder(hostile), Integer.MAX_VALUE));
        }

        @Test
        void depth_costs_no_stack() throws MalformedInput {
            byte[] deep = bytes("7501".repeat(VERY_DEEP) + "76010161".repeat(VERY_DEEP) + "7e");

            var value = AnyFormat.read(new Decoder(deep), Integer.MAX_VALUE);

            assertThat(AnyFormat.skip(new Decoder(deep), Integer.MAX_VALUE)).isTrue();
            assertThat(hex(Anys.written(value))).isEqualTo(hex(deep));
        }

        @Test
        void what_is_deeper_than_allowed_is_malformed() throws MalformedInput {
            byte[] three = bytes("7501 76010161 7500");

            assertThat(AnyFormat.read(new Decoder(three), 3)).isNotNull();
            assertThat(AnyFormat.skip(new Decoder(three), 3)).isTrue();
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> AnyFormat.read(new Decoder(three), 2))
                    .withMessage("expected no more than 2 values inside each other, found another at byte 6");
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> AnyFormat.skip(new Decoder(three), 2));
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> AnyFormat.skip(new Decoder(three), 0));
        }
    }
}
