package dev.parley.core.engine.struct;

import dev.parley.core.engine.update.UpdateWriter;

/** Bytes as a value of their own. */
public final class BinaryContent extends Content {
    static final int REFERENCE = 3;

    private final byte[] bytes;

    public BinaryContent(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int reference() {
        return REFERENCE;
    }

    @Override
    public void write(UpdateWriter out, int from, int to) {
        out.bytes(bytes);
    }
}
