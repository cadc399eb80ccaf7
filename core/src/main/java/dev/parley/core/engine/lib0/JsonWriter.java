package dev.parley.core.engine.lib0;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes values as JavaScript's {@code JSON.stringify} does. */
final class JsonWriter {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder();
    private final boolean bigInts;

    /** Arrays and objects that are not at their end, the innermost first. */
    private final Deque<Walk> open = new ArrayDeque<>(0);

    private JsonWriter(boolean bigInts) {
        this.bigInts = bigInts;
    }

    /** Throws if there is something that JavaScript does not print. */
    static String stringify(Any value) {
        return new JsonWriter(false).write(value);
    }

    /** For people to read: nearly the same, but it never throws. */
    static String describe(Any value) {
        return new JsonWriter(true).write(value);
    }

    private String write(Any value) {
        begin(value);
        while (!open.isEmpty()) {
            var innermost = open.element();
            if (innermost.hasNext()) {
                next(innermost);
            } else {
                text.append(innermost.isObject() ? '}' : ']');
                open.remove();
            }
        }
        return text.toString();
    }

    private void next(Walk innermost) {
        var value = innermost.next();
        if (!innermost.isObject()) {
            comma();
            begin(value instanceof Any.Undefined ? Any.NULL : value);
        } else if (!(value instanceof Any.Undefined)) {
            comma();
            quote(innermost.name());
            text.append(':');
            begin(value);
        }
    }

    private void comma() {
        char last = text.charAt(text.length() - 1);
        if (last != '[' && last != '{') {
            text.append(',');
        }
    }

    private void begin(Any value) {
        switch (value) {
            case Any.Undefined undefined -> text.append("undefined");
            case Any.Null none -> text.append("null");
            case Any.Bool bool -> text.append(bool.value());
            case Any.Num number -> text.append(print(number.value()));
            case Any.BigInt number -> bigInt(number.value());
            case Any.Str string -> quote(string.value());
            case Any.Bytes bytes -> numbered(bytes.value());
            case Any.Arr array -> {
                text.append('[');
                open.push(Walk.over(array));
            }
            case Any.Obj object -> {
                text.append('{');
                open.push(Walk.over(object));
            }
        }
    }

    private static String print(double number) {
        return Double.isFinite(number) ? NumberText.of(number) : "null";
    }

    private void bigInt(long number) {
        if (!bigInts) {
            throw new IllegalArgumentException("JSON has no bigint: " + number);
        }
        text.append(number).append('n');
    }

    /** What JavaScript makes of a Uint8Array: an object with the indexes for keys. */
    private void numbered(byte[] bytes) {
        text.append('{');
        for (int i = 0; i < bytes.length; i++) {
            text.append(i == 0 ? "\"" : ",\"").append(i).append("\":").append(bytes[i] & 0xff);
        }
        text.append('}');
    }

    private void quote(String string) {
        text.append('"');
        int plain = endOfPlain(string, 0);
        if (plain == string.length()) {
            text.append(string);
        } else {
            escaped(string, plain);
        }
        text.append('"');
    }

    private void escaped(String string, int firstToEscape) {
        int written = 0;
        int next = firstToEscape;
        while (next < string.length()) {
            text.append(string, written, next);
            escape(string.charAt(next));
            written = next + 1;
            next = endOfPlain(string, written);
        }
        text.append(string, written, next);
    }

    /** Index of the next unit that can't stand as it is, or the end. */
    private static int endOfPlain(String string, int from) {
        int at = from;
        while (at < string.length() && !mustBeEscaped(string, at)) {
            at++;
        }
        return at;
    }

    private static boolean mustBeEscaped(String string, int at) {
        char unit = string.charAt(at);
        if (unit < Character.MIN_SURROGATE) {
            return unit < ' ' || unit == '"' || unit == '\\';
        }
        if (Character.isHighSurrogate(unit)) {
            return at + 1 == string.length() || !Character.isLowSurrogate(string.charAt(at + 1));
        }
        return Character.isLowSurrogate(unit) && (at == 0 || !Character.isHighSurrogate(string.charAt(at - 1)));
    }

    private void escape(char unit) {
        text.append('\\');
        switch (unit) {
            case '"', '\\' -> text.append(unit);
            case '\b' -> text.append('b');
            case '\f' -> text.append('f');
            case '\n' -> text.append('n');
            case '\r' -> text.append('r');
            case '\t' -> text.append('t');
            default -> {
                text.append('u');
                for (int shift = 12; shift >= 0; shift -= 4) {
                    text.append(HEX.charAt((unit >> shift) & 0xf));
                }
            }
        }
    }
}
