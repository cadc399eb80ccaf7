package dev.parley.core.engine.struct;

/**
 * A stretch of text in UTF-16 units, one byte each as long as all are Latin-1. Typing appends in place. Splitting a long stretch
 * shares its array, so that neither a thousand splits nor a thousand appends copy it a thousand times.
 */
public abstract sealed class TextContent extends Content permits Latin1Content, Utf16Content {
    static final int REFERENCE = 4;

    /** Pieces up to this many units are copied when split: sharing would keep the whole array alive for them. */
    static final int SHARED_FROM = 1024;

    /** As an offset: the array is nobody else's and the text starts at its start, so there may be room behind the text. */
    public static final int OWNED = -1;

    static final char REPLACEMENT = '\ufffd';

    public static TextContent of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return new Utf16Content(text.toCharArray(), OWNED);
            }
        }
        var units = new byte[text.length()];
        for (int i = 0; i < units.length; i++) {
            units[i] = (byte) text.charAt(i);
        }
        return new Latin1Content(units, OWNED);
    }

    @Override
    public int reference() {
        return REFERENCE;
    }

    public abstract char charAt(int index);

    public abstract void appendTo(StringBuilder text, int from, int to);

    public abstract String substring(int from, int to);

    /** How large an array gets that held {@code size} units and must hold {@code needed}. */
    static int grown(int size, int needed) {
        return Math.max(needed, size + (size >> 1) + 8);
    }

    /** Whether two texts keep their units in one array: that is what it is about, and not what stands there. */
    @SuppressWarnings("ReferenceEquality")
    static boolean isSame(Object units, Object others) {
        return units == others;
    }
}
