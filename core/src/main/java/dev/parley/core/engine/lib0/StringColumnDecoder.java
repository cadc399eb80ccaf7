package dev.parley.core.engine.lib0;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.core.engine.MalformedInput;

/**
 * A column of texts: all of them as one, and their lengths. The long text is decoded once, into an array of bytes if all of its
 * units fit one, else of chars: at most two bytes for each byte of the input.
 *
 * <pre>{@code
 * var column = new StringColumnDecoder(new Decoder(bytes));
 * column.readString(); // author
 * column.readString(); // body
 * }</pre>
 */
public final class StringColumnDecoder {
    /** A byte[] or a char[]. */
    private final Object units;

    private final int size;
    private final UintOptRleDecoder lengths;
    private int from;
    private int to;

    public StringColumnDecoder(Decoder column) throws MalformedInput {
        int length = column.readLength();
        int start = column.position();
        column.skip(length);
        var bytes = column.array();
        if (Utf8.scan(bytes, start, start + length) == Utf8.UTF16) {
            var utf16 = Utf8.toUtf16(bytes, start, start + length);
            this.units = utf16;
            this.size = utf16.length;
        } else {
            var latin1 = Utf8.toLatin1(bytes, start, start + length);
            this.units = latin1;
            this.size = latin1.length;
        }
        this.lengths = new UintOptRleDecoder(column);
    }

    /** Goes to the next text, and answers how many units it has. */
    public int next() throws MalformedInput {
        long length = lengths.read();
        if (length > size - to) {
            throw new MalformedInput(
                    "expected a text of " + length + " units, found only " + (size - to) + " of " + size + " left");
        }
        from = to;
        to += (int) length;
        return (int) length;
    }

    /** The units of all texts: a {@code byte[]} in Latin-1 or a {@code char[]}. Not copied, and not to be changed. */
    public Object array() {
        return units;
    }

    /** Where in the array the text starts to which {@link #next} went. */
    public int from() {
        return from;
    }

    /** The next text, which may have been there before. */
    public String readString(TextCache known) throws MalformedInput {
        int length = next();
        if (units instanceof byte[] latin1) {
            var text = known.ascii(latin1, from, to);
            return text != null ? text : new String(latin1, from, length, ISO_8859_1);
        }
        return new String((char[]) units, from, length);
    }

    /** The next text. It can have lone surrogates: a cut may go through a pair. */
    public String readString() throws MalformedInput {
        int length = next();
        return units instanceof byte[] latin1
                ? new String(latin1, from, length, ISO_8859_1)
                : new String((char[]) units, from, length);
    }
}
