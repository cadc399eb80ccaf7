package dev.parley.core.engine.lib0;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/** A growing row of bytes, and the writing of lib0 values to its end: the same bytes that lib0 writes for the same values. */
public final class Encoder {
    private static final int INITIAL_CAPACITY = 64;

    /** U+FFFD, which JavaScript's TextEncoder writes for a lone surrogate; Java by itself would write a question mark. */
    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

    private static final int MAX_UTF8_BYTES_PER_CHAR = 3;

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int size;

    public int size() {
        return size;
    }

    /** A copy of everything written so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
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
        long rest = value;
        while (rest > 0x7f) {
            writeByte((int) (0x80 | (rest & 0x7f)));
            rest >>>= 7;
        }
        writeByte((int) rest);
    }

    /** Writes the bytes behind their length. */
    public void writeVarBytes(byte[] value) {
        writeVarUint(value.length);
        writeBytes(value);
    }

    /** Writes the bytes as they are, without a length. */
    public void writeBytes(byte[] value) {
        append(value, value.length);
    }

    /** Writes a text behind its length in bytes; each lone surrogate becomes U+FFFD. */
    public void writeVarString(String text) {
        var utf8 = ByteBuffer.allocate(Math.multiplyExact(text.length(), MAX_UTF8_BYTES_PER_CHAR));
        var result = UTF_8.newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith(REPLACEMENT)
                .encode(CharBuffer.wrap(text), utf8, true);
        if (!result.isUnderflow()) {
            throw new IllegalStateException("a text of " + text.length() + " units does not fit its UTF-8: " + result);
        }
        writeVarUint(utf8.position());
        append(utf8.array(), utf8.position());
    }

    private void append(byte[] source, int length) {
        makeRoomFor(length);
        System.arraycopy(source, 0, bytes, size, length);
        size += length;
    }

    private void makeRoomFor(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            // Beyond 1 GiB the doubled length is negative, and the maximum is what is needed.
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
    }
}
