package dev.parley.core.engine.lib0;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.core.engine.MalformedInput;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A position in a range of bytes, and the reading of lib0 values from there on. It never reads beyond its range, and it allocates
 * only for bytes that are there. After a {@link MalformedInput} its position means nothing.
 *
 * <p>The bytes are not copied: whoever hands them over does not change them any more.
 */
public final class Decoder {
    /** 2^53 - 1, the largest integer that JavaScript holds exactly. */
    static final long MAX_VAR_UINT = (1L << 53) - 1;

    /** Yjs reads needless zero groups without end; no writer needs more than eight bytes, and two to spare harm nobody. */
    private static final int MAX_VAR_UINT_BYTES = 10;

    /** Eight groups of seven bits hold every value up to 2^53 - 1; what follows them can only be padding. */
    private static final int SIGNIFICANT_BYTES = 8;

    private final byte[] bytes;
    private final int end;
    private int position;

    public Decoder(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads from {@code from} up to, but without, {@code to}. */
    public Decoder(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        this.bytes = bytes;
        this.end = to;
        this.position = from;
    }

    public boolean hasMore() {
        return position < end;
    }

    public int remaining() {
        return end - position;
    }

    /** Index of the next byte, counted from the start of the array also if the range starts later. */
    public int position() {
        return position;
    }

    /** The next byte, 0 to 255. */
    public int readByte() throws MalformedInput {
        if (position == end) {
            throw new MalformedInput("expected a byte, found the end at byte " + position);
        }
        return bytes[position++] & 0xff;
    }

    /** A number from 0 to 2^53 - 1. */
    public long readVarUint() throws MalformedInput {
        int start = position;
        long value = 0;
        for (int i = 0; i < MAX_VAR_UINT_BYTES; i++) {
            int next = readByte();
            long group = next & 0x7f;
            if (i < SIGNIFICANT_BYTES) {
                value |= group << (7 * i);
            }
            if (value > MAX_VAR_UINT || (i >= SIGNIFICANT_BYTES && group != 0)) {
                throw new MalformedInput("expected a varUint up to 2^53 - 1, found a larger one at byte " + start);
            }
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedInput(
                "expected a varUint of at most " + MAX_VAR_UINT_BYTES + " bytes, found a longer one at byte " + start);
    }

    /** A copy of the bytes behind a length. */
    public byte[] readVarBytes() throws MalformedInput {
        int length = readLength();
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    /** The bytes behind a length, as a decoder of their own and without a copy; this one goes on after them. */
    public Decoder readNested() throws MalformedInput {
        int length = readLength();
        position += length;
        return new Decoder(bytes, position - length, position);
    }

    /** A text behind its length in bytes; never with a lone surrogate. */
    public String readVarString() throws MalformedInput {
        return readVarString(Integer.MAX_VALUE);
    }

    /** The same for a text that may have at most {@code maxBytes} bytes. */
    public String readVarString(int maxBytes) throws MalformedInput {
        int start = position;
        int length = readLength();
        if (length > maxBytes) {
            throw new MalformedInput(
                    "expected a text of at most " + maxBytes + " bytes, found one of " + length + " at byte " + start);
        }
        var utf8 = ByteBuffer.wrap(bytes, position, length);
        // Enough: no form of UTF-8 has more UTF-16 units than bytes.
        var text = CharBuffer.allocate(length);
        var result = UTF_8.newDecoder().decode(utf8, text, true);
        if (result.isError()) {
            throw new MalformedInput("expected UTF-8, found something else at byte " + utf8.position());
        }
        position += length;
        return text.flip().toString();
    }

    private int readLength() throws MalformedInput {
        int start = position;
        long length = readVarUint();
        if (length > remaining()) {
            throw new MalformedInput(
                    "expected " + length + " bytes after the length at byte " + start + ", found only " + remaining());
        }
        return (int) length;
    }
}
