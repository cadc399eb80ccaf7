package dev.parley.core.engine.lib0;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.core.engine.MalformedInput;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Strict reading of UTF-8 without a String in between: no overlong forms, no surrogates, no cut sequences, and a byte order mark is
 * a character like any other. {@link #scan} looks once at every byte; the other methods rely on what it has found.
 *
 * <pre>{@code
 * int width = Utf8.scan(bytes, 0, bytes.length); // or MalformedInput
 * char[] units = Utf8.toUtf16(bytes, 0, bytes.length);
 * }</pre>
 */
public final class Utf8 {
    /** All units are below 80: the bytes are the units. */
    public static final int ASCII = 0;

    /** All units are below 100: each fits a byte. */
    public static final int LATIN1 = 1;

    /** At least one unit needs sixteen bits. */
    public static final int UTF16 = 2;

    /** Eight bytes at once, the first one lowest. */
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final char REPLACEMENT = '\ufffd';

    private static final long TOP_BITS = 0x8080_8080_8080_8080L;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;

    private Utf8() {}

    /** How wide the units of this text are: {@link #ASCII}, {@link #LATIN1} or {@link #UTF16}. */
    public static int scan(byte[] bytes, int from, int to) throws MalformedInput {
        int at = endOfAscii(bytes, from, to);
        int width = ASCII;
        while (at < to) {
            int first = bytes[at];
            if (first >= 0) {
                at = endOfAscii(bytes, at, to);
            } else {
                at += sequence(bytes, at, to);
                width = Math.max(width, first > (byte) 0xc3 ? UTF16 : LATIN1);
            }
        }
        return width;
    }

    /** How many UTF-16 units valid UTF-8 stands for. */
    public static int units(byte[] bytes, int from, int to) {
        int units = to - from;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long word = (long) WORDS.get(bytes, at);
            long continuing = word & ~(word << 1) & TOP_BITS;
            long ofFour = word & (word << 1) & (word << 2) & (word << 3) & TOP_BITS;
            units += Long.bitCount(ofFour) - Long.bitCount(continuing);
        }
        for (; at < to; at++) {
            if (bytes[at] < (byte) 0xc0) {
                units--;
            } else if (bytes[at] < 0 && bytes[at] >= (byte) 0xf0) {
                units++;
            }
        }
        return units;
    }

    /** The units of a text that is {@link #ASCII} or {@link #LATIN1}, one byte for each. */
    public static byte[] toLatin1(byte[] bytes, int from, int to) {
        int at = endOfAscii(bytes, from, to);
        if (at == to) {
            return Arrays.copyOfRange(bytes, from, to);
        }
        var units = new byte[units(bytes, from, to)];
        int size = at - from;
        System.arraycopy(bytes, from, units, 0, size);
        while (at < to) {
            if (bytes[at] < 0) {
                units[size++] = (byte) ((bytes[at] << 6) | (bytes[at + 1] & 0x3f));
                at += 2;
            } else {
                int ascii = endOfAscii(bytes, at, to) - at;
                System.arraycopy(bytes, at, units, size, ascii);
                size += ascii;
                at += ascii;
            }
        }
        return units;
    }

    /** The units of any valid text. */
    public static char[] toUtf16(byte[] bytes, int from, int to) {
        var units = new char[units(bytes, from, to)];
        int size = 0;
        int at = from;
        while (at < to) {
            int first = bytes[at++];
            if (first >= 0) {
                units[size++] = (char) first;
            } else if (first < (byte) 0xe0) {
                units[size++] = (char) (((first & 0x1f) << 6) | (bytes[at++] & 0x3f));
            } else if (first < (byte) 0xf0) {
                units[size++] = (char) (((first & 0x0f) << 12) | ((bytes[at] & 0x3f) << 6) | (bytes[at + 1] & 0x3f));
                at += 2;
            } else {
                int point = ((first & 0x07) << 18)
                        | ((bytes[at] & 0x3f) << 12)
                        | ((bytes[at + 1] & 0x3f) << 6)
                        | (bytes[at + 2] & 0x3f);
                units[size++] = Character.highSurrogate(point);
                units[size++] = Character.lowSurrogate(point);
                at += 3;
            }
        }
        return units;
    }

    /** The text as a String. */
    static String toText(byte[] bytes, int from, int to) throws MalformedInput {
        var text = new String(bytes, from, to - from, UTF_8);
        // Java's own decoder is the fastest, and puts this character where something is wrong. It can also just be in
        // the text.
        if (text.indexOf(REPLACEMENT) >= 0) {
            scan(bytes, from, to);
        }
        return text;
    }

    /** How many bytes from 80 on there are. */
    static int countBeyondAscii(byte[] bytes, int from, int to) {
        int count = 0;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            count += Long.bitCount((long) WORDS.get(bytes, at) & TOP_BITS);
        }
        for (; at < to; at++) {
            count += bytes[at] >>> 31;
        }
        return count;
    }

    /** Index of the first byte that is this one, which is ASCII, or the end. */
    static int indexOf(byte wanted, byte[] bytes, int from, int to) {
        long everywhere = wanted * LOW_BITS;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long difference = (long) WORDS.get(bytes, at) ^ everywhere;
            long found = (difference - LOW_BITS) & ~difference & TOP_BITS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < to && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    /** Index of the first byte from 80 on, or the end. */
    private static int endOfAscii(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long beyond = (long) WORDS.get(bytes, at) & TOP_BITS;
            if (beyond != 0) {
                return at + Long.numberOfTrailingZeros(beyond) / Byte.SIZE;
            }
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** The length of the sequence that starts here; its first byte is beyond ASCII. */
    private static int sequence(byte[] bytes, int at, int to) throws MalformedInput {
        int first = bytes[at];
        int length = first < (byte) 0xe0 ? 2 : first < (byte) 0xf0 ? 3 : 4;
        boolean valid = length <= to - at
                && switch (length) {
                    case 2 -> first >= (byte) 0xc2 && isContinuing(bytes[at + 1]);
                    case 3 -> isOfThree(first, bytes[at + 1], bytes[at + 2]);
                    default -> isOfFour(first, bytes[at + 1], bytes[at + 2], bytes[at + 3]);
                };
        if (!valid) {
            throw new MalformedInput("expected UTF-8, found something else at byte " + at);
        }
        return length;
    }

    private static boolean isContinuing(byte next) {
        return next < (byte) 0xc0;
    }

    /** Neither a form that is too long nor a surrogate. */
    private static boolean isOfThree(int first, byte second, byte third) {
        int upper = ((first & 0x0f) << 1) | ((second & 0x20) >> 5);
        return isContinuing(second) && isContinuing(third) && upper != 0 && upper != 0x1b;
    }

    /** Neither a form that is too long nor more than Unicode has. */
    private static boolean isOfFour(int first, byte second, byte third, byte fourth) {
        int plane = ((first & 0x0f) << 2) | ((second & 0x30) >> 4);
        return isContinuing(second) && isContinuing(third) && isContinuing(fourth) && plane >= 1 && plane <= 0x10;
    }
}
