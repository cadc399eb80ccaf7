package dev.parley.core.engine.lib0;

import dev.parley.core.engine.MalformedInput;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one text that should be JSON (RFC 8259): what JavaScript's {@code JSON.parse} accepts, down to a depth. */
final class JsonReader {
    private static final char END = '\uffff';

    /** A number of so many characters, if it is whole, is one that a double holds exactly. */
    private static final int MAX_EXACT = 15;

    private final String text;
    private final int maxDepth;
    private final Nesting nesting = new Nesting();
    private int position;

    JsonReader(String text, int maxDepth) {
        this.text = text;
        this.maxDepth = maxDepth;
    }

    Any read() throws MalformedInput {
        var done = scalarOrOpen();
        while (!nesting.isEmpty()) {
            done = done == null ? afterOpening() : afterValue(done);
        }
        blanks();
        if (position < text.length()) {
            throw expected("the end");
        }
        return Objects.requireNonNull(done);
    }

    /** A scalar, or null when an array or object has been opened. */
    private @Nullable Any scalarOrOpen() throws MalformedInput {
        blanks();
        return switch (peek()) {
            case '{', '[' -> {
                open();
                yield null;
            }
            case '"' -> new Any.Str(string());
            case 't' -> word("true", Any.TRUE);
            case 'f' -> word("false", Any.FALSE);
            case 'n' -> word("null", Any.NULL);
            default -> new Any.Num(number());
        };
    }

    private void open() throws MalformedInput {
        if (nesting.depth() == maxDepth) {
            throw expected("no more than " + maxDepth + " levels");
        }
        if (text.charAt(position++) == '{') {
            nesting.openObject(0);
        } else {
            nesting.openArray(0);
        }
    }

    private @Nullable Any afterOpening() throws MalformedInput {
        blanks();
        if (accept(closer())) {
            return nesting.close();
        }
        name();
        return scalarOrOpen();
    }

    private @Nullable Any afterValue(Any value) throws MalformedInput {
        nesting.add(value);
        blanks();
        if (accept(',')) {
            blanks();
            name();
            return scalarOrOpen();
        }
        require(closer());
        return nesting.close();
    }

    private char closer() {
        return nesting.inObject() ? '}' : ']';
    }

    /** In an object: the name before a value. */
    private void name() throws MalformedInput {
        if (nesting.inObject()) {
            nesting.name(string());
            blanks();
            require(':');
        }
    }

    private String string() throws MalformedInput {
        require('"');
        int from = position;
        plainUnits();
        if (accept('"')) {
            return text.substring(from, position - 1);
        }
        var units = new StringBuilder().append(text, from, position);
        while (accept('\\')) {
            units.append(escaped());
            int plain = position;
            plainUnits();
            units.append(text, plain, position);
        }
        require('"');
        return units.toString();
    }

    /** Goes to the next quotation mark or backslash. */
    private void plainUnits() throws MalformedInput {
        while (position < text.length() && text.charAt(position) >= ' ') {
            char unit = text.charAt(position);
            if (unit == '"' || unit == '\\') {
                return;
            }
            position++;
        }
        throw expected("a character of a string");
    }

    private char escaped() throws MalformedInput {
        char unit = peek();
        position++;
        return switch (unit) {
            case '"', '\\', '/' -> unit;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> {
                position--;
                throw expected("an escape");
            }
        };
    }

    private char unit() throws MalformedInput {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
            if (digit < 0) {
                throw expected("a hexadecimal digit");
            }
            unit = unit * 16 + digit;
            position++;
        }
        return (char) unit;
    }

    private double number() throws MalformedInput {
        int from = position;
        boolean negative = accept('-');
        if (!accept('0')) {
            digits();
        }
        boolean whole = true;
        if (accept('.')) {
            digits();
            whole = false;
        }
        if (accept('e') || accept('E')) {
            if (!accept('+')) {
                accept('-');
            }
            digits();
            whole = false;
        }
        if (whole && position - from <= MAX_EXACT) {
            double magnitude = Long.parseLong(text, negative ? from + 1 : from, position, 10);
            return negative ? -magnitude : magnitude;
        }
        return Double.parseDouble(text.substring(from, position));
    }

    private void digits() throws MalformedInput {
        if (!isDigit(peek())) {
            throw expected("a value or a digit");
        }
        while (isDigit(peek())) {
            position++;
        }
    }

    private Any word(String word, Any value) throws MalformedInput {
        if (!text.startsWith(word, position)) {
            throw expected(word);
        }
        position += word.length();
        return value;
    }

    private void blanks() {
        while (position < text.length() && isBlank(text.charAt(position))) {
            position++;
        }
    }

    private boolean accept(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        position++;
        return true;
    }

    private void require(char wanted) throws MalformedInput {
        if (!accept(wanted)) {
            throw expected("'" + wanted + "'");
        }
    }

    /** The next character, or one that means nothing outside of strings. */
    private char peek() {
        return position < text.length() ? text.charAt(position) : END;
    }

    private MalformedInput expected(String what) {
        String found = position < text.length() ? "something else" : "the end";
        return new MalformedInput("expected JSON with " + what + ", found " + found + " at character " + position);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
