package dev.parley.core.engine.lib0;

import dev.parley.core.engine.MalformedInput;

/**
 * A column of bytes, each with the length of its run behind it. The length of the last run is not written: the last byte can be
 * read for ever, and a 0 if there is none, as with lib0.
 *
 * <pre>{@code
 * var column = new RleByteDecoder(new Decoder(bytes));
 * column.read(); // 3
 * column.read(); // 3
 * }</pre>
 */
public final class RleByteDecoder {
    private final Decoder in;
    private int value;

    /** How often the byte is still to be given. */
    private long left;

    public RleByteDecoder(Decoder column) {
        this.in = column;
    }

    /** The next byte, 0 to 255. */
    public int read() throws MalformedInput {
        if (left == 0) {
            value = in.hasMore() ? in.readByte() : 0;
            left = in.hasMore() ? in.readVarUint() + 1 : Long.MAX_VALUE;
        }
        left--;
        return value;
    }
}
