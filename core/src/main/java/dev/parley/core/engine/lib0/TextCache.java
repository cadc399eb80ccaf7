package dev.parley.core.engine.lib0;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal short texts the same string, and makes none for those that it knows: ten thousand messages have the same five keys.
 * It has a place for each of a few, where the last one stays.
 *
 * <pre>{@code
 * var known = new TextCache();
 * String key = in.readVarString(known);
 * String again = known.same("author"); // the string that was read, if it said author
 * }</pre>
 */
public final class TextCache {
    private static final int PLACES = 128;
    private static final int LONGEST = 40;
    private static final byte[][] NO_BYTES = {};
    private static final @Nullable String[] NO_TEXTS = {};

    private byte[][] bytes = NO_BYTES;
    private @Nullable String[] texts = NO_TEXTS;

    /** The text of these bytes, if they are few and ASCII, else null. */
    @Nullable
    String ascii(byte[] source, int from, int to) {
        if (to - from > LONGEST) {
            return null;
        }
        int hash = 0;
        int all = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + source[i];
            all |= source[i];
        }
        if (all < 0) {
            return null;
        }
        if (texts.length == 0) {
            bytes = new byte[PLACES][];
            texts = new @Nullable String[PLACES];
        }
        int place = (hash ^ (hash >>> 7) ^ (hash >>> 14)) & (PLACES - 1);
        var known = texts[place];
        if (known != null && Arrays.equals(bytes[place], 0, bytes[place].length, source, from, to)) {
            return known;
        }
        var text = new String(source, from, to - from, ISO_8859_1);
        bytes[place] = Arrays.copyOfRange(source, from, to);
        texts[place] = text;
        return text;
    }

    /** The same text, or one that is equal and was there before. */
    public String same(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        var source = text.getBytes(ISO_8859_1);
        var known = ascii(source, 0, source.length);
        return known != null && known.equals(text) ? known : text;
    }
}
