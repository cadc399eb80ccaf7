package dev.parley.core.engine.lib0;

import dev.parley.core.engine.Input;
import dev.parley.core.engine.Value;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plain value as lib0 knows it: JSON with undefined, -0, NaN, infinities, integers of 64 bits and bytes in addition. Values never
 * change, and are equal if they hold the same; the order of an object's members does not count.
 *
 * <p>Undefined, null and the two booleans exist once each: take the constants, whose identity may be compared, rather than make
 * more of them.
 *
 * <pre>{@code
 * Any task = Any.of(Map.of("title", "write", "done", false, "tags", List.of("a", "b")));
 * String shown = switch (task) {
 *     case Any.Str(String text) -> text;
 *     case Any.Obj(Map<String, Any> members) -> members.keySet().toString();
 *     default -> task.toJson();
 * };
 * }</pre>
 */
public sealed interface Any extends Convertible, Value, Input {
    Any UNDEFINED = new Undefined();
    Any NULL = new Null();
    Any TRUE = new Bool(true);
    Any FALSE = new Bool(false);

    record Undefined() implements Any {}

    record Null() implements Any {}

    record Bool(boolean value) implements Any {}

    /** A number of JavaScript. NaN equals itself here, and 0 is not -0. */
    record Num(double value) implements Any {}

    /** JavaScript's bigint, cut to 64 bits: never equal to a number. */
    record BigInt(long value) implements Any {}

    record Str(String value) implements Any {}

    /** The bytes are not copied: whoever hands them over, or looks at them, does not change them. */
    record Bytes(byte[] value) implements Any {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes its && Arrays.equals(value, its.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + HexFormat.of().formatHex(value) + "]";
        }
    }

    record Arr(List<Any> items) implements Any {
        public Arr {
            items = List.copyOf(items);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Arr its && Sameness.deep(this, its);
        }

        @Override
        public int hashCode() {
            return Sameness.hash(this);
        }

        @Override
        public String toString() {
            return JsonWriter.describe(this);
        }
    }

    /**
     * The members are in JavaScript's order: keys that could be indexes of an array ("0", "17") come first, by their number, then
     * the others in the order that they are given in.
     */
    record Obj(Map<String, Any> members) implements Any {
        public Obj {
            members = Members.copyOf(members);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Obj its && Sameness.deep(this, its);
        }

        @Override
        public int hashCode() {
            return Sameness.hash(this);
        }

        @Override
        public String toString() {
            return JsonWriter.describe(this);
        }
    }

    /**
     * The value for null, a Boolean, a Double, Float, Long, Integer, Short or Byte, a String, a {@code byte[]}, a List, a Map with
     * Strings for keys, or an Any. All numbers become numbers of JavaScript.
     *
     * @throws IllegalArgumentException for anything else, and for a Long that a number of JavaScript can't hold
     */
    static Any of(@Nullable Object plain) {
        return JavaValues.toAny(plain);
    }

    /**
     * Whether Yjs takes two formats for the same: JavaScript's {@code ===}, or arrays, objects or bytes with the same keys whose
     * members are {@code ===}. So NaN is not equal to itself, 0 equals -0, and a nested array or object equals none but itself.
     */
    static boolean flatEquals(Any one, Any other) {
        return Sameness.flat(one, other);
    }
}
