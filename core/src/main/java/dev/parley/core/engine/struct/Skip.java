package dev.parley.core.engine.struct;

/** A hole in an update: clocks of which it tells nothing. */
public final class Skip extends Struct {
    private final long length;

    public Skip(Client client, long clock, long length) {
        super(client, clock);
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }
}
