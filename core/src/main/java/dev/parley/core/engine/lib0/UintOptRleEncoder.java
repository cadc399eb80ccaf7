package dev.parley.core.engine.lib0;

/**
 * Writes what {@link UintOptRleDecoder} reads.
 *
 * <pre>{@code
 * var column = new UintOptRleEncoder();
 * column.write(7);
 * column.write(7);
 * column.writeTo(out);
 * }</pre>
 */
public final class UintOptRleEncoder {
    private final Encoder runs = new Encoder();
    private long value;

    /** How often the value came in a row. */
    private long length;

    /** Adds a number from 0 to 2^53 - 1. */
    public void write(long next) {
        if (next == value) {
            length++;
            return;
        }
        if (next < 0 || next > Decoder.MAX_VAR_UINT) {
            throw new IllegalArgumentException("a column takes 0 to 2^53 - 1, not " + next);
        }
        writeRun(runs);
        value = next;
        length = 1;
    }

    /** Writes the whole column. More can be added afterwards. */
    public void writeTo(Encoder out) {
        out.writeBytes(runs.array(), 0, runs.size());
        writeRun(out);
    }

    private void writeRun(Encoder out) {
        if (length == 1) {
            out.writeVarInt(value);
        } else if (length > 1) {
            out.writeVarInt(value == 0 ? Decoder.NEGATIVE_ZERO : -value);
            out.writeVarUint(length - 2);
        }
    }
}
