package dev.parley.core.engine.lib0;

/**
 * Writes what {@link IntDiffOptRleDecoder} reads.
 *
 * <pre>{@code
 * var column = new IntDiffOptRleEncoder();
 * column.write(10);
 * column.write(11);
 * column.writeTo(out);
 * }</pre>
 */
public final class IntDiffOptRleEncoder {
    private final Encoder runs = new Encoder();
    private long value;
    private long difference;

    /** How often the difference came in a row. */
    private long length;

    /** Adds a number from -(2^53 - 1) to 2^53 - 1. */
    public void write(long next) {
        if (Math.abs(next) > Decoder.MAX_VAR_UINT || next == Long.MIN_VALUE) {
            throw new IllegalArgumentException("a column takes -(2^53 - 1) to 2^53 - 1, not " + next);
        }
        if (next - value == difference) {
            length++;
        } else {
            writeRun(runs);
            difference = next - value;
            length = 1;
        }
        value = next;
    }

    /** Writes the whole column. More can be added afterwards. */
    public void writeTo(Encoder out) {
        out.writeBytes(runs.array(), 0, runs.size());
        writeRun(out);
    }

    private void writeRun(Encoder out) {
        if (length == 1) {
            out.writeWideVarInt(2 * difference);
        } else if (length > 1) {
            out.writeWideVarInt(2 * difference + 1);
            out.writeVarUint(length - 2);
        }
    }
}
