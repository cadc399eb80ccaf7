package dev.parley.core.engine.lib0;

import dev.parley.core.engine.MalformedInput;

/**
 * A column of numbers, kept as differences to the one before, in which a run of equal differences takes the room of one. Behind the
 * last of them one reads it again, as with lib0. What leads beyond 2^53 - 1 is malformed.
 *
 * <pre>{@code
 * var column = new IntDiffOptRleDecoder(new Decoder(bytes));
 * column.read(); // 10
 * column.read(); // 11
 * }</pre>
 */
public final class IntDiffOptRleDecoder {
    private final Decoder in;
    private long value;
    private long difference;

    /** How often the difference is still to be added. */
    private long left;

    public IntDiffOptRleDecoder(Decoder column) {
        this.in = column;
    }

    /** The next number, -(2^53 - 1) to 2^53 - 1. */
    public long read() throws MalformedInput {
        if (left == 0) {
            readRun();
        }
        left--;
        value += difference;
        if (Math.abs(value) > Decoder.MAX_VAR_UINT) {
            throw new MalformedInput(
                    "expected differences that lead to at most 2^53 - 1, found others before byte " + in.position());
        }
        return value;
    }

    private void readRun() throws MalformedInput {
        if (!in.hasMore()) {
            difference = 0;
            left = 1;
            return;
        }
        long written = in.readWideVarInt();
        if (written == Decoder.NEGATIVE_ZERO) {
            written = 0;
        }
        difference = written >> 1;
        left = (written & 1) == 0 ? 1 : in.readVarUint() + 2;
    }
}
