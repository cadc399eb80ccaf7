package dev.parley.core.engine.struct;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.core.engine.update.UpdateWriter;
import java.util.Arrays;

/** Text of units below 256. */
public final class Latin1Content extends TextContent {
    private byte[] units;
    private int offset;

    public Latin1Content(byte[] units, int offset) {
        this.units = units;
        this.offset = offset;
    }

    @Override
    Content copy(int length) {
        return new Latin1Content(Arrays.copyOfRange(units, start(), start() + length), OWNED);
    }

    private int start() {
        return offset == OWNED ? 0 : offset;
    }

    @Override
    public char charAt(int index) {
        return (char) (units[start() + index] & 0xff);
    }

    @Override
    public void appendTo(StringBuilder text, int from, int to) {
        text.append(substring(from, to));
    }

    @Override
    public String substring(int from, int to) {
        return new String(units, start() + from, to - from, ISO_8859_1);
    }

    @Override
    public void write(UpdateWriter out, int from, int to) {
        out.latin1(units, start() + from, to - from);
    }

    @Override
    Content before(int at, int length) {
        if (length - at > SHARED_FROM) {
            offset = start();
        } else if (at < units.length - at) {
            return new Latin1Content(Arrays.copyOfRange(units, start(), start() + at), OWNED);
        }
        return this;
    }

    @Override
    Content from(int at, int length) {
        int start = start() + at;
        return length - at > SHARED_FROM
                ? new Latin1Content(units, start)
                : new Latin1Content(Arrays.copyOfRange(units, start, start() + length), OWNED);
    }

    @Override
    boolean joins(Content next) {
        return next instanceof TextContent;
    }

    @Override
    Content joined(int length, Content next, int nextLength, int expected) {
        if (!(next instanceof Latin1Content latin1)) {
            return toUtf16(length, Math.max(expected, length + nextLength)).joined(length, next, nextLength, expected);
        }
        if (isSame(latin1.units, units) && latin1.start() == start() + length) {
            // They were cut apart, and nothing was written since.
            return this;
        }
        int needed = length + nextLength;
        if (offset != OWNED || units.length < needed) {
            int capacity = expected > needed ? expected : grown(length, needed);
            var larger = new byte[capacity];
            System.arraycopy(units, start(), larger, 0, length);
            units = larger;
            offset = OWNED;
        }
        System.arraycopy(latin1.units, latin1.start(), units, length, nextLength);
        return this;
    }

    private Utf16Content toUtf16(int length, int capacity) {
        var chars = new char[capacity];
        for (int i = 0; i < length; i++) {
            chars[i] = charAt(i);
        }
        return new Utf16Content(chars, OWNED);
    }
}
