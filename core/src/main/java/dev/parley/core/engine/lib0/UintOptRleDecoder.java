package dev.parley.core.engine.lib0;

import dev.parley.core.engine.MalformedInput;

/**
 * A column of numbers from 0 on, in which a run of equal ones takes the room of one. Behind the last of them one reads 0, as with
 * lib0: what is taken for an update has to be the same here as there.
 *
 * <pre>{@code
 * var column = new UintOptRleDecoder(new Decoder(bytes));
 * column.read(); // 7
 * column.read(); // 7
 * }</pre>
 */
public final class UintOptRleDecoder {
    private final Decoder in;
    private long value;

    /** How often the value is still to be given. */
    private long left;

    public UintOptRleDecoder(Decoder column) {
        this.in = column;
    }

    public long read() throws MalformedInput {
        if (left == 0) {
            readRun();
        }
        left--;
        return value;
    }

    private void readRun() throws MalformedInput {
        if (!in.hasMore()) {
            value = 0;
            left = 1;
            return;
        }
        long written = in.readVarInt();
        if (written >= 0) {
            value = written;
            left = 1;
        } else {
            // A minus, also that of -0, says that the length of the run follows.
            value = written == Decoder.NEGATIVE_ZERO ? 0 : -written;
            left = in.readVarUint() + 2;
        }
    }
}
