package dev.parley.core.engine.lib0;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A growing row of bytes, and the writing of lib0 values to its end: the same bytes that lib0 writes for the same values.
 *
 * <pre>{@code
 * var out = new Encoder();
 * out.writeVarUint(2);
 * out.writeVarString("kitchen");
 * out.writeVarBytes(message);
 * byte[] frame = out.toBytes();
 * }</pre>
 */
public final class Encoder {
    private static final int INITIAL_CAPACITY = 64;

    private static final int SIGN = 0x40;

    /** Up to so many units, a text is written one unit after the other. */
    private static final int MAX_SHORT = 16;

    private static final int MAX_BYTES_PER_UNIT = 3;

    /** What the longest number takes, and what writing one can overwrite. */
    private static final int MAX_NUMBER_BYTES = 8;

    /** Some JVMs keep a few words of an array for themselves. */
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int size;

    public Encoder() {
        this(INITIAL_CAPACITY);
    }

    /** With room for so many bytes before it has to grow. */
    public Encoder(int initialCapacity) {
        bytes = new byte[initialCapacity];
    }

    public int size() {
        return size;
    }

    /** A copy of everything written so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** The array itself, of which the first {@link #size} bytes are written; the next writing may put another in its place. */
    public byte[] array() {
        return bytes;
    }

    /** Everything written so far, without a copy if it fills the array. Nothing may be written or cleared afterwards. */
    public byte[] takeBytes() {
        return size == bytes.length ? bytes : toBytes();
    }

    /** Writes what another one has written. */
    public void writeAll(Encoder other) {
        writeBytes(other.bytes, 0, other.size);
    }

    /** Forgets what was written, and keeps the room. */
    public void clear() {
        size = 0;
    }

    /** Writes one byte, 0 to 255. */
    public void writeByte(int value) {
        if (value < 0 || value > 0xff) {
            throw new IllegalArgumentException("a byte is 0 to 255, not " + value);
        }
        makeRoomFor(1);
        bytes[size++] = (byte) value;
    }

    /** Writes a number from 0 to 2^53 - 1. */
    public void writeVarUint(long value) {
        if (value < 0 || value > Decoder.MAX_VAR_UINT) {
            throw new IllegalArgumentException("a varUint is 0 to 2^53 - 1, not " + value);
        }
        writeGroups(value);
    }

    /** Writes a number from -(2^53 - 1) to 2^53 - 1, or {@link Decoder#NEGATIVE_ZERO}. */
    public void writeVarInt(long value) {
        if (value != Decoder.NEGATIVE_ZERO && Math.abs(value) > Decoder.MAX_VAR_UINT) {
            throw new IllegalArgumentException("a varInt is -(2^53 - 1) to 2^53 - 1, not " + value);
        }
        writeWideVarInt(value);
    }

    /** The same for a number of up to 55 bits. */
    void writeWideVarInt(long value) {
        long magnitude = value == Decoder.NEGATIVE_ZERO ? 0 : Math.abs(value);
        writeGroups(((magnitude >>> 6) << 7) | (value < 0 ? SIGN : 0) | (magnitude & 0x3f));
    }

    private void writeGroups(long groups) {
        makeRoomFor(MAX_NUMBER_BYTES);
        if (groups <= 0x7f) {
            bytes[size++] = (byte) groups;
        } else {
            int count = Groups.count(groups);
            Groups.put(bytes, size, groups, count);
            size += count;
        }
    }

    /** Writes four bytes. */
    public void writeFloat32(float value) {
        makeRoomFor(Float.BYTES);
        BigEndian.putInt32(bytes, size, Float.floatToIntBits(value));
        size += Float.BYTES;
    }

    /** Writes eight bytes; of all NaNs the one that JavaScript knows. */
    public void writeFloat64(double value) {
        writeBigInt64(Double.doubleToLongBits(value));
    }

    /** Writes eight bytes. */
    public void writeBigInt64(long value) {
        makeRoomFor(Long.BYTES);
        BigEndian.putInt64(bytes, size, value);
        size += Long.BYTES;
    }

    /** Writes the bytes behind their length. */
    public void writeVarBytes(byte[] value) {
        writeVarUint(value.length);
        writeBytes(value);
    }

    /** Writes the bytes as they are, without a length. */
    public void writeBytes(byte[] value) {
        writeBytes(value, 0, value.length);
    }

    /** Writes some of the bytes as they are, without a length. */
    public void writeBytes(byte[] value, int from, int length) {
        makeRoomFor(length);
        System.arraycopy(value, from, bytes, size, length);
        size += length;
    }

    /** Writes a text behind its length in bytes; each lone surrogate becomes U+FFFD. */
    public void writeVarString(String text) {
        int length = text.length();
        if (length > MAX_SHORT) {
            writeLong(text);
            return;
        }
        makeRoomFor(1 + MAX_BYTES_PER_UNIT * MAX_SHORT);
        // Three times so many bytes at most: their length takes one byte.
        int start = size + 1;
        int end = Utf8Writer.write(text, 0, length, bytes, start);
        bytes[size] = (byte) (end - start);
        size = end;
    }

    /** Java's own encoder and a copy take less time than going over the units of a String from outside. */
    private void writeLong(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        if (Utf8Writer.isFaithful(utf8, text)) {
            writeVarBytes(utf8);
        } else {
            writeVarUint(Utf8Writer.length(text, 0, text.length()));
            appendText(text, 0, text.length());
        }
    }

    /** Writes a text, of which each unit is kept as one byte, as {@link #writeVarString} would. */
    public void writeLatin1(byte[] units, int from, int length) {
        int beyond = Utf8.countBeyondAscii(units, from, from + length);
        writeVarUint((long) length + beyond);
        appendLatin1(units, from, length, beyond);
    }

    /** Writes a text, of which the units are kept in an array, as {@link #writeVarString} would. */
    public void writeUtf16(char[] units, int from, int length) {
        long bytesOfText = Utf8Writer.length(units, from, from + length);
        writeVarUint(bytesOfText);
        makeRoomFor(Math.toIntExact(bytesOfText));
        size = Utf8Writer.write(units, from, from + length, bytes, size);
    }

    /** Writes a text without a length. */
    void appendText(String text, int from, int to) {
        boolean few = to - from <= MAX_SHORT;
        makeRoomFor(few ? MAX_BYTES_PER_UNIT * MAX_SHORT : Math.toIntExact(Utf8Writer.length(text, from, to)));
        size = Utf8Writer.write(text, from, to, bytes, size);
    }

    /** The same for units in an array. */
    void appendUtf16(char[] units, int from, int to) {
        makeRoomFor(Math.toIntExact(Utf8Writer.length(units, from, to)));
        size = Utf8Writer.write(units, from, to, bytes, size);
    }

    /** The same for units of one byte each. */
    void appendLatin1(byte[] units, int from, int length) {
        appendLatin1(units, from, length, Utf8.countBeyondAscii(units, from, from + length));
    }

    private void appendLatin1(byte[] units, int from, int length, int beyondAscii) {
        if (beyondAscii == 0) {
            writeBytes(units, from, length);
        } else {
            makeRoomFor(Math.addExact(length, beyondAscii));
            size = Utf8Writer.writeLatin1(units, from, from + length, bytes, size);
        }
    }

    private void makeRoomFor(int more) {
        if (more > bytes.length - size) {
            grow(more);
        }
    }

    private void grow(int more) {
        int needed = Math.addExact(size, more);
        int doubled = (int) Math.min(2L * bytes.length, MAX_CAPACITY);
        bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
}
