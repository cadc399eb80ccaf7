package dev.parley.core.engine.struct;

import dev.parley.core.engine.update.UpdateWriter;
import java.util.Arrays;

/** Text with at least one unit from 256 on, or that once had one. */
public final class Utf16Content extends TextContent {
    private char[] units;
    private int offset;

    public Utf16Content(char[] units, int offset) {
        this.units = units;
        this.offset = offset;
    }

    @Override
    Content copy(int length) {
        return new Utf16Content(Arrays.copyOfRange(units, start(), start() + length), OWNED);
    }

    private int start() {
        return offset == OWNED ? 0 : offset;
    }

    @Override
    public char charAt(int index) {
        return units[start() + index];
    }

    @Override
    public void appendTo(StringBuilder text, int from, int to) {
        text.append(units, start() + from, to - from);
    }

    @Override
    public String substring(int from, int to) {
        return new String(units, start() + from, to - from);
    }

    @Override
    public void write(UpdateWriter out, int from, int to) {
        out.utf16(units, start() + from, to - from);
    }

    @Override
    boolean cutsPair(int at) {
        return Character.isHighSurrogate(charAt(at - 1));
    }

    @Override
    Content before(int at, int length) {
        if (cutsPair(at)) {
            var damaged = Arrays.copyOfRange(units, start(), start() + at);
            damaged[at - 1] = REPLACEMENT;
            return new Utf16Content(damaged, OWNED);
        }
        if (length - at > SHARED_FROM) {
            offset = start();
        } else if (at < units.length - at) {
            return new Utf16Content(Arrays.copyOfRange(units, start(), start() + at), OWNED);
        }
        return this;
    }

    @Override
    Content from(int at, int length) {
        int start = start() + at;
        if (!cutsPair(at)) {
            return length - at > SHARED_FROM
                    ? new Utf16Content(units, start)
                    : new Utf16Content(Arrays.copyOfRange(units, start, start() + length), OWNED);
        }
        var rest = Arrays.copyOfRange(units, start, start() + length);
        rest[0] = REPLACEMENT;
        return new Utf16Content(rest, OWNED);
    }

    @Override
    boolean joins(Content next) {
        return next instanceof TextContent;
    }

    @Override
    Content joined(int length, Content next, int nextLength, int expected) {
        if (next instanceof Utf16Content utf16 && isSame(utf16.units, units) && utf16.start() == start() + length) {
            // They were cut apart, and nothing was written since.
            return this;
        }
        int needed = length + nextLength;
        if (offset != OWNED || units.length < needed) {
            int capacity = expected > needed ? expected : grown(length, needed);
            var larger = new char[capacity];
            System.arraycopy(units, start(), larger, 0, length);
            units = larger;
            offset = OWNED;
        }
        switch (next) {
            case Utf16Content utf16 -> System.arraycopy(utf16.units, utf16.start(), units, length, nextLength);
            case Latin1Content latin1 -> {
                for (int i = 0; i < nextLength; i++) {
                    units[length + i] = latin1.charAt(i);
                }
            }
            default -> throw new IllegalStateException("text joins text only");
        }
        return this;
    }
}
