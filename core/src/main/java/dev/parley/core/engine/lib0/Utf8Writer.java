package dev.parley.core.engine.lib0;

/**
 * Writes units of text as UTF-8 into an array that has the room; a lone surrogate becomes U+FFFD, as JavaScript's TextEncoder has
 * it. What exists twice does so because the units of a String cannot be had as an array without copying them.
 */
final class Utf8Writer {
    /** U+FFFD. */
    static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

    private static final byte QUESTION_MARK = '?';

    private Utf8Writer() {}

    /** How many bytes these units take. */
    static long length(char[] units, int from, int to) {
        long length = (long) to - from;
        for (int i = from; i < to; i++) {
            char unit = units[i];
            if (isSurrogate(unit) && isPair(unit, i + 1 < to ? units[i + 1] : 0)) {
                length += 2;
                i++;
            } else {
                length += more(unit);
            }
        }
        return length;
    }

    static long length(String units, int from, int to) {
        long length = (long) to - from;
        for (int i = from; i < to; i++) {
            char unit = units.charAt(i);
            if (isSurrogate(unit) && isPair(unit, i + 1 < to ? units.charAt(i + 1) : 0)) {
                length += 2;
                i++;
            } else {
                length += more(unit);
            }
        }
        return length;
    }

    /** Answers where the bytes end. */
    static int write(char[] units, int from, int to, byte[] bytes, int at) {
        int end = at;
        for (int i = from; i < to; i++) {
            char unit = units[i];
            if (unit < 0x80) {
                bytes[end++] = (byte) unit;
            } else if (!isSurrogate(unit)) {
                end = writeSingle(unit, bytes, end);
            } else if (isPair(unit, i + 1 < to ? units[i + 1] : 0)) {
                end = writePair(unit, units[++i], bytes, end);
            } else {
                end = writeReplacement(bytes, end);
            }
        }
        return end;
    }

    static int write(String units, int from, int to, byte[] bytes, int at) {
        int end = at;
        for (int i = from; i < to; i++) {
            char unit = units.charAt(i);
            if (unit < 0x80) {
                bytes[end++] = (byte) unit;
            } else if (!isSurrogate(unit)) {
                end = writeSingle(unit, bytes, end);
            } else if (isPair(unit, i + 1 < to ? units.charAt(i + 1) : 0)) {
                end = writePair(unit, units.charAt(++i), bytes, end);
            } else {
                end = writeReplacement(bytes, end);
            }
        }
        return end;
    }

    /** Units of one byte each. */
    static int writeLatin1(byte[] units, int from, int to, byte[] bytes, int at) {
        int end = at;
        for (int i = from; i < to; i++) {
            int unit = units[i];
            if (unit >= 0) {
                bytes[end++] = (byte) unit;
            } else {
                bytes[end] = (byte) (0xc0 | ((unit & 0xff) >> 6));
                bytes[end + 1] = (byte) (0x80 | (unit & 0x3f));
                end += 2;
            }
        }
        return end;
    }

    /**
     * Whether what Java has made of a text is what JavaScript would make of it: Java is much faster, but puts a question mark for a
     * lone surrogate. May answer no where it is.
     */
    static boolean isFaithful(byte[] utf8, String text) {
        int questionMark = Utf8.indexOf(QUESTION_MARK, utf8, 0, utf8.length);
        while (questionMark < utf8.length) {
            if (utf8.length != text.length() || text.charAt(questionMark) != QUESTION_MARK) {
                return false;
            }
            questionMark = Utf8.indexOf(QUESTION_MARK, utf8, questionMark + 1, utf8.length);
        }
        return true;
    }

    private static boolean isSurrogate(char unit) {
        return (unit & 0xf800) == 0xd800;
    }

    private static boolean isPair(char unit, int next) {
        return unit < Character.MIN_LOW_SURROGATE && (next & 0xfc00) == Character.MIN_LOW_SURROGATE;
    }

    /** How many bytes a single unit takes behind its first. */
    private static int more(char unit) {
        return unit < 0x80 ? 0 : unit < 0x800 ? 1 : 2;
    }

    private static int writePair(char high, char low, byte[] bytes, int at) {
        int point = Character.toCodePoint(high, low);
        bytes[at] = (byte) (0xf0 | (point >> 18));
        bytes[at + 1] = (byte) (0x80 | ((point >> 12) & 0x3f));
        bytes[at + 2] = (byte) (0x80 | ((point >> 6) & 0x3f));
        bytes[at + 3] = (byte) (0x80 | (point & 0x3f));
        return at + 4;
    }

    private static int writeSingle(char unit, byte[] bytes, int at) {
        if (unit < 0x800) {
            bytes[at] = (byte) (0xc0 | (unit >> 6));
            bytes[at + 1] = (byte) (0x80 | (unit & 0x3f));
            return at + 2;
        }
        bytes[at] = (byte) (0xe0 | (unit >> 12));
        bytes[at + 1] = (byte) (0x80 | ((unit >> 6) & 0x3f));
        bytes[at + 2] = (byte) (0x80 | (unit & 0x3f));
        return at + 3;
    }

    private static int writeReplacement(byte[] bytes, int at) {
        System.arraycopy(REPLACEMENT, 0, bytes, at, REPLACEMENT.length);
        return at + REPLACEMENT.length;
    }
}
