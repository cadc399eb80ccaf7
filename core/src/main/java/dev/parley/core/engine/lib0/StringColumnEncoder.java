package dev.parley.core.engine.lib0;

/**
 * Writes what {@link StringColumnDecoder} reads.
 *
 * <pre>{@code
 * var column = new StringColumnEncoder();
 * column.write("author");
 * column.write("body");
 * column.writeTo(out);
 * }</pre>
 */
public final class StringColumnEncoder {
    /** Stands for no surrogate. */
    private static final char NONE = 0;

    /** All texts as one, in UTF-8. */
    private final Encoder text;

    private final UintOptRleEncoder lengths = new UintOptRleEncoder();

    /** A high surrogate at the very end: what it becomes depends on how the next text starts. */
    private char waiting = NONE;

    public StringColumnEncoder() {
        this(64);
    }

    /** With room for so many bytes of text before it has to grow. */
    public StringColumnEncoder(int initialCapacity) {
        text = new Encoder(initialCapacity);
    }

    public void write(String units) {
        int to = units.length();
        lengths.write(to);
        if (to > 0) {
            int from = meet(units.charAt(0)) ? 1 : 0;
            int end = from < to && hold(units.charAt(to - 1)) ? to - 1 : to;
            text.appendText(units, from, end);
        }
    }

    /** Adds a text of which each unit is kept as one byte. */
    public void writeLatin1(byte[] units, int from, int length) {
        lengths.write(length);
        if (length > 0) {
            meet((char) (units[from] & 0xff));
            text.appendLatin1(units, from, length);
        }
    }

    /** Adds a text of which the units are kept in an array. */
    public void writeUtf16(char[] units, int from, int length) {
        lengths.write(length);
        if (length > 0) {
            int to = from + length;
            int start = meet(units[from]) ? from + 1 : from;
            int end = start < to && hold(units[to - 1]) ? to - 1 : to;
            text.appendUtf16(units, start, end);
        }
    }

    /** Writes the whole column. More can be added afterwards. */
    public void writeTo(Encoder out) {
        writeTextTo(out);
        writeLengthsTo(out);
    }

    /** Writes the first part of the column: all texts. */
    public void writeTextTo(Encoder out) {
        int rest = restSize();
        out.writeVarUint((long) text.size() + rest);
        out.writeAll(text);
        out.writeBytes(Utf8Writer.REPLACEMENT, 0, rest);
    }

    /** How many bytes the first part takes. */
    public int textSize() {
        int bytes = text.size() + restSize();
        return Groups.count(bytes) + bytes;
    }

    /** Writes the second part of the column: how long each text is. */
    public void writeLengthsTo(Encoder out) {
        lengths.writeTo(out);
    }

    private int restSize() {
        return waiting == NONE ? 0 : Utf8Writer.REPLACEMENT.length;
    }

    /** Writes a surrogate that waits, together with this unit if they are a pair; answers whether they are. */
    private boolean meet(char first) {
        if (waiting == NONE) {
            return false;
        }
        boolean pair = Character.isLowSurrogate(first);
        if (pair) {
            text.appendUtf16(new char[] {waiting, first}, 0, 2);
        } else {
            text.writeBytes(Utf8Writer.REPLACEMENT);
        }
        waiting = NONE;
        return pair;
    }

    /** Lets the last unit of a text wait if it is a high surrogate; answers whether it is. */
    private boolean hold(char last) {
        if (Character.isHighSurrogate(last)) {
            waiting = last;
            return true;
        }
        return false;
    }
}
