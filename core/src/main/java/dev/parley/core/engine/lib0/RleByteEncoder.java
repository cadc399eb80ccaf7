package dev.parley.core.engine.lib0;

/**
 * Writes what {@link RleByteDecoder} reads.
 *
 * <pre>{@code
 * var column = new RleByteEncoder();
 * column.write(3);
 * column.write(3);
 * column.writeTo(out);
 * }</pre>
 */
public final class RleByteEncoder {
    private final Encoder runs = new Encoder();
    private int value;

    /** How often the byte came in a row. */
    private long length;

    /** Adds a byte, 0 to 255. */
    public void write(int next) {
        if (next == value && length > 0) {
            length++;
            return;
        }
        if (length > 0) {
            runs.writeVarUint(length - 1);
        }
        runs.writeByte(next);
        value = next;
        length = 1;
    }

    /** Writes the whole column. More can be added afterwards. */
    public void writeTo(Encoder out) {
        out.writeBytes(runs.array(), 0, runs.size());
    }
}
