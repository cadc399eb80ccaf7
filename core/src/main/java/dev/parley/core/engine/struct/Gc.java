package dev.parley.core.engine.struct;

/** A deleted range of which neither content nor links are left. */
public final class Gc extends Struct {
    long length;

    public Gc(Client client, long clock, long length) {
        super(client, clock);
        this.length = length;
        this.flags = DELETED;
    }

    @Override
    public long length() {
        return length;
    }
}
