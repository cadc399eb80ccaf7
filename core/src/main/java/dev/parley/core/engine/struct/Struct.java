package dev.parley.core.engine.struct;

/** What a client's clocks are spent on: an item, a deleted range of which nothing is left, or, in updates only, a hole. */
public abstract sealed class Struct permits Item, Gc, Skip {
    static final int DELETED = 1;

    /** Kept from being collected, because an undo manager may bring it back. */
    static final int KEEP = 2;

    /** Its content adds to the length that users see. */
    static final int COUNTABLE = 4;

    /** An undo manager has made a copy of it, which {@code Store} knows. */
    static final int REDONE = 8;

    public final Client client;
    public long clock;
    byte flags;

    Struct(Client client, long clock) {
        this.client = client;
        this.clock = clock;
    }

    /** How many clocks it takes. */
    public abstract long length();

    public final long end() {
        return clock + length();
    }

    public final boolean isDeleted() {
        return (flags & DELETED) != 0;
    }
}
