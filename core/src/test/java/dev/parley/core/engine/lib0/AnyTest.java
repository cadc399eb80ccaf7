package dev.parley.core.engine.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.engine.MalformedInput;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AnyTest {
    private static final int VERY_DEEP = 100_000;

    @Property
    void a_value_equals_another_of_the_same_content(@ForAll("values") Any value) throws MalformedInput {
        var other = AnyFormat.read(new Decoder(Anys.written(value)), 100);

        assertThat(other).isEqualTo(value).hasSameHashCodeAs(value).hasToString(value.toString());
    }

    @Property
    void values_of_the_same_bytes_are_equal_and_equality_goes_both_ways(
            @ForAll("values") Any one, @ForAll("values") Any other) {
        boolean sameBytes = Arrays.equals(Anys.written(one), Anys.written(other));

        assertThat(one.equals(other) || !sameBytes).isTrue();
        assertThat(one.equals(other)).isEqualTo(other.equals(one));
    }

    @Provide
    Arbitrary<Any> values() {
        return Anys.values();
    }

    @Nested
    class From_a_value_of_Java {

        @Test
        void everything_plain_has_a_counterpart() {
            assertThat(Any.of(null)).isSameAs(Any.NULL);
            assertThat(Any.of(true)).isSameAs(Any.TRUE);
            assertThat(Any.of(1)).isEqualTo(new Any.Num(1));
            assertThat(Any.of(1L << 53)).isEqualTo(new Any.Num(0x1p53));
            assertThat(Any.of((byte) -1)).isEqualTo(new Any.Num(-1));
            assertThat(Any.of(1.5f)).isEqualTo(new Any.Num(1.5));
            assertThat(Any.of("a")).isEqualTo(new Any.Str("a"));
            assertThat(Any.of(new byte[] {1})).isEqualTo(new Any.Bytes(new byte[] {1}));
            assertThat(Any.of(Any.UNDEFINED)).isSameAs(Any.UNDEFINED);
            assertThat(Any.of(List.of(Map.of("a", List.of(), "b", Any.TRUE))).toJson())
                    .isIn("[{\"a\":[],\"b\":true}]", "[{\"b\":true,\"a\":[]}]");
        }

        @Test
        void what_JavaScript_cannot_hold_is_refused() {
            assertThatIllegalArgumentException().isThrownBy(() -> Any.of((1L << 53) + 1));
            assertThatIllegalArgumentException().isThrownBy(() -> Any.of(Long.MIN_VALUE));
            assertThatIllegalArgumentException().isThrownBy(() -> Any.of(BigInteger.ONE));
            assertThatIllegalArgumentException().isThrownBy(() -> Any.of(new Object()));
            assertThatIllegalArgumentException().isThrownBy(() -> Any.of(List.of(Map.of(1, 2))));
        }

        @Test
        void later_changes_of_a_collection_are_not_seen() {
            var items = new ArrayList<Any>(List.of(Any.TRUE));
            var members = new LinkedHashMap<String, Any>(Map.of("a", Any.TRUE));
            var array = new Any.Arr(items);
            var object = new Any.Obj(members);

            items.clear();
            members.clear();

            assertThat(array.items()).containsExactly(Any.TRUE);
            assertThat(object.members()).containsExactly(Map.entry("a", Any.TRUE));
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> object.members().clear());
        }
    }

    @Nested
    class To_a_value_of_Java {

        @Test
        void undefined_and_null_are_both_null() {
            var value = new Any.Arr(List.of(Any.NULL, Any.UNDEFINED, new Any.Num(1), new Any.BigInt(1), Any.of("a")));

            assertThat(value.toJava()).isEqualTo(Arrays.asList(null, null, 1.0, 1L, "a"));
        }

        @Test
        void an_object_is_a_map_in_the_same_order() {
            var value = Any.of(List.of(new Any.Obj(Map.of("a", new Any.Obj(Map.of("b", Any.FALSE))))));

            assertThat(value.toJava()).isEqualTo(List.of(Map.of("a", Map.of("b", false))));
        }
    }

    @Nested
    class Compared {

        @Test
        void numbers_are_compared_as_by_Object_is() {
            assertThat(new Any.Num(Double.NaN)).isEqualTo(new Any.Num(Double.NaN));
            assertThat(new Any.Num(0.0)).isNotEqualTo(new Any.Num(-0.0));
            assertThat(new Any.Num(1)).isNotEqualTo(new Any.BigInt(1));
        }

        @Test
        void the_order_of_members_does_not_count() {
            var one = new LinkedHashMap<String, Any>();
            one.put("a", Any.TRUE);
            one.put("b", Any.NULL);
            var other = new LinkedHashMap<String, Any>();
            other.put("b", Any.NULL);
            other.put("a", Any.TRUE);

            assertThat(new Any.Obj(one)).isEqualTo(new Any.Obj(other)).hasSameHashCodeAs(new Any.Obj(other));
            assertThat(new Any.Obj(one)).isNotEqualTo(new Any.Obj(Map.of("a", Any.TRUE, "c", Any.NULL)));
        }

        @Test
        void depth_costs_no_stack() {
            var one = deep();
            var other = deep();

            assertThat(one.equals(other)).isTrue();
            assertThat(one.hashCode()).isEqualTo(other.hashCode());
            assertThat(one.toString()).isEqualTo(one.toJson());
            assertThat(Any.of(one.toJava()).equals(one)).isTrue();
        }

        @Test
        void what_is_described_is_never_refused() {
            assertThat(new Any.Arr(List.of(new Any.BigInt(5), Any.UNDEFINED))).hasToString("[5n,null]");
            assertThat(new Any.Bytes(new byte[] {1, (byte) 0xff})).hasToString("Bytes[01ff]");
        }

        private static Any deep() {
            Any value = Any.NULL;
            for (int i = 0; i < VERY_DEEP; i++) {
                value = i % 2 == 0 ? new Any.Arr(List.of(value)) : new Any.Obj(Map.of("a", value));
            }
            return value;
        }
    }

    @Nested
    class Compared_flat_as_Yjs_compares_formats {

        @Test
        void scalars_are_equal_by_value() {
            assertThat(flat("a", "a")).isTrue();
            assertThat(flat("1", 1)).isFalse();
            assertThat(flat(true, true)).isTrue();
            assertThat(flat(null, Any.UNDEFINED)).isFalse();
            assertThat(flat(new Any.BigInt(1), new Any.BigInt(1))).isTrue();
            assertThat(flat(new Any.BigInt(1), 1)).isFalse();
        }

        @Test
        void numbers_are_compared_with_three_equals_signs() {
            assertThat(flat(0.0, -0.0)).isTrue();
            assertThat(flat(Double.NaN, Double.NaN)).isFalse();
        }

        @Test
        void objects_are_equal_if_their_members_are_the_same_scalars() {
            assertThat(flat(Map.of("a", 1, "b", "x"), Map.of("b", "x", "a", 1))).isTrue();
            assertThat(flat(Map.of("a", 1), Map.of("a", 2))).isFalse();
            assertThat(flat(Map.of("a", 1), Map.of("b", 1))).isFalse();
            assertThat(flat(Map.of("a", 1), Map.of("a", 1, "b", 1))).isFalse();
            assertThat(flat(Map.of("a", Any.UNDEFINED), Map.of("b", Any.UNDEFINED)))
                    .isFalse();
            assertThat(flat(Map.of("a", Any.UNDEFINED), Map.of("a", Any.UNDEFINED)))
                    .isTrue();
            assertThat(flat(Map.of(), null)).isFalse();
        }

        @Test
        void whatever_is_an_object_to_JavaScript_is_compared_by_its_keys() {
            assertThat(flat(List.of(1, 2), List.of(1, 2))).isTrue();
            assertThat(flat(List.of(1, 2), Map.of("0", 1, "1", 2))).isTrue();
            assertThat(flat(new byte[] {1, -1}, new byte[] {1, -1})).isTrue();
            assertThat(flat(new byte[] {1, -1}, List.of(1, 255))).isTrue();
            assertThat(flat(List.of(), Map.of())).isTrue();
            assertThat(flat("a", List.of("a"))).isFalse();
        }

        @Test
        void a_nested_one_equals_only_itself() {
            var nested = Any.of(Map.of("b", 1));

            assertThat(flat(Map.of("a", Map.of("b", 1)), Map.of("a", Map.of("b", 1))))
                    .isFalse();
            assertThat(flat(Map.of("a", nested), Map.of("a", nested))).isTrue();
            assertThat(flat(List.of(List.of()), List.of(List.of()))).isFalse();
        }

        private static boolean flat(@Nullable Object one, @Nullable Object other) {
            return Any.flatEquals(Any.of(one), Any.of(other));
        }
    }
}
