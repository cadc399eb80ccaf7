package dev.parley.core.engine.type;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.struct.FormatContent;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which formats hold at a place of a text: no entry means the same as {@link Any#NULL}. */
final class Formats {
    private final Map<String, Any> values;

    Formats() {
        this.values = new LinkedHashMap<>(0);
    }

    private Formats(Map<String, Any> values) {
        this.values = values;
    }

    Formats copy() {
        return new Formats(new LinkedHashMap<>(values));
    }

    Map<String, Any> values() {
        return values;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    Any get(String name) {
        return values.getOrDefault(name, Any.NULL);
    }

    void put(String name, Any value) {
        values.put(name, value);
    }

    void remove(String name) {
        values.remove(name);
    }

    /** A format that holds from here on. */
    void pass(FormatContent format) {
        if (format.value() instanceof Any.Null) {
            values.remove(format.name());
        } else {
            values.put(format.name(), format.value());
        }
    }

    /**
     * What JavaScript's {@code ===} says: scalars by value, everything else only if it is the very same object. Yjs compares so in
     * one place, and it shows in the bytes.
     */
    @SuppressWarnings("ReferenceEquality") // That is the point.
    static boolean identical(Any one, Any other) {
        return switch (one) {
            case Any.Arr array -> one == other;
            case Any.Obj object -> one == other;
            case Any.Bytes bytes -> one == other;
            case Any.Num(double number) -> other instanceof Any.Num(double its) && number == its;
            default -> one.equals(other);
        };
    }
}
