package dev.parley.core.engine.lib0;

import dev.parley.core.engine.MalformedInput;
import java.util.Arrays;
import java.util.Objects;

/**
 * A position in a range of bytes, and the reading of lib0 values from there on. It never reads beyond its range, and it allocates
 * only for bytes that are there. After a {@link MalformedInput} its position means nothing.
 *
 * <p>The bytes are not copied: whoever hands them over does not change them any more.
 *
 * <pre>{@code
 * var in = new Decoder(frame);
 * long kind = in.readVarUint();
 * String room = in.readVarString();
 * byte[] message = in.readVarBytes();
 * }</pre>
 */
public final class Decoder {
    /** 2^53 - 1, the largest integer that JavaScript holds exactly. */
    public static final long MAX_VAR_UINT = (1L << 53) - 1;

    /** The -0 of JavaScript, which a varInt can express, and a {@code long} can not. */
    public static final long NEGATIVE_ZERO = Long.MIN_VALUE;

    /** Yjs reads needless zero groups without end; no writer needs more than eight bytes, and two to spare harm nobody. */
    private static final int MAX_NUMBER_BYTES = 10;

    /** Eight groups of seven bits hold every value up to 2^53 - 1; what follows them can only be padding. */
    private static final int SIGNIFICANT_BYTES = 8;

    private static final int SIGN = 0x40;

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

    /** Index of the first byte behind the range. */
    public int end() {
        return end;
    }

    /** The array itself, not a copy of it; bytes outside of the range are none of the caller's business. */
    public byte[] array() {
        return bytes;
    }

    /** Goes on behind the next so many bytes. */
    public void skip(int count) throws MalformedInput {
        position += checked(count);
    }

    /** The next byte, 0 to 255. */
    public int readByte() throws MalformedInput {
        if (position == end) {
            throw endOfBytes(position);
        }
        return bytes[position++] & 0xff;
    }

    /** A number from 0 to 2^53 - 1. */
    public long readVarUint() throws MalformedInput {
        int start = position;
        if (start < end) {
            int first = bytes[start];
            if (first >= 0) {
                position = start + 1;
                return first;
            }
            if (start + 1 < end && bytes[start + 1] >= 0) {
                position = start + 2;
                return (first & 0x7f) | (bytes[start + 1] << 7);
            }
        }
        return checked(readGroups(start), start);
    }

    /** A number from -(2^53 - 1) to 2^53 - 1, or {@link #NEGATIVE_ZERO}. */
    public long readVarInt() throws MalformedInput {
        int start = position;
        long value = readWideVarInt();
        if (value != NEGATIVE_ZERO) {
            checked(Math.abs(value), start);
        }
        return value;
    }

    /** The same for a number of up to 55 bits: differences of two clocks, doubled, are that long. */
    long readWideVarInt() throws MalformedInput {
        long groups = readGroups(position);
        long magnitude = ((groups >>> 7) << 6) | (groups & 0x3f);
        if ((groups & SIGN) == 0) {
            return magnitude;
        }
        return magnitude == 0 ? NEGATIVE_ZERO : -magnitude;
    }

    /** The bits of a number of any length; only the last bytes of the array are looked at one by one. */
    private long readGroups(int start) throws MalformedInput {
        if (start > bytes.length - SIGNIFICANT_BYTES) {
            return readLastGroups(start);
        }
        long word = Groups.word(bytes, start);
        int length = Groups.length(word);
        if (length > end - start) {
            throw endOfBytes(end);
        }
        if (length > SIGNIFICANT_BYTES) {
            readPadding(start, start + SIGNIFICANT_BYTES);
            return Groups.join(word, SIGNIFICANT_BYTES);
        }
        position = start + length;
        return Groups.join(word, length);
    }

    /** Fewer than eight bytes are left. */
    private long readLastGroups(int start) throws MalformedInput {
        long value = 0;
        for (int at = start; at < end; at++) {
            value |= (bytes[at] & 0x7fL) << (7 * (at - start));
            if (bytes[at] >= 0) {
                position = at + 1;
                return value;
            }
        }
        throw endOfBytes(end);
    }

    private void readPadding(int start, int from) throws MalformedInput {
        for (int at = from; at < start + MAX_NUMBER_BYTES; at++) {
            if (at == end) {
                throw endOfBytes(at);
            }
            if ((bytes[at] & 0x7f) != 0) {
                throw tooLarge(start);
            }
            if (bytes[at] == 0) {
                position = at + 1;
                return;
            }
        }
        throw new MalformedInput(
                "expected a number of at most " + MAX_NUMBER_BYTES + " bytes, found a longer one at byte " + start);
    }

    /** Four bytes. */
    public float readFloat32() throws MalformedInput {
        int at = position;
        skip(Float.BYTES);
        return Float.intBitsToFloat(BigEndian.int32(bytes, at));
    }

    /** Eight bytes. */
    public double readFloat64() throws MalformedInput {
        return Double.longBitsToDouble(readBigInt64());
    }

    /** Eight bytes. */
    public long readBigInt64() throws MalformedInput {
        int at = position;
        skip(Long.BYTES);
        return BigEndian.int64(bytes, at);
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
        position += length;
        return Utf8.toText(bytes, position - length, position);
    }

    /** A text that may have been there before. */
    public String readVarString(TextCache known) throws MalformedInput {
        int length = readLength();
        position += length;
        var text = known.ascii(bytes, position - length, position);
        return text != null ? text : Utf8.toText(bytes, position - length, position);
    }

    /** A varUint that says how many bytes follow: not more than there are. */
    public int readLength() throws MalformedInput {
        int start = position;
        long length = readVarUint();
        if (length > end - position) {
            throw new MalformedInput(
                    "expected " + length + " bytes after the length at byte " + start + ", found only " + remaining());
        }
        return (int) length;
    }

    private int checked(int count) throws MalformedInput {
        if (count < 0) {
            throw new IllegalArgumentException("the way goes forward, not over " + count + " bytes");
        }
        if (count > end - position) {
            throw new MalformedInput(
                    "expected " + count + " bytes at byte " + position + ", found only " + remaining());
        }
        return count;
    }

    private static long checked(long magnitude, int start) throws MalformedInput {
        if (magnitude > MAX_VAR_UINT) {
            throw tooLarge(start);
        }
        return magnitude;
    }

    private static MalformedInput tooLarge(int start) {
        return new MalformedInput("expected a number up to 2^53 - 1, found a larger one at byte " + start);
    }

    private static MalformedInput endOfBytes(int at) {
        return new MalformedInput("expected a byte, found the end at byte " + at);
    }
}
