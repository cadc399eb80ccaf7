package dev.parley.core.engine.struct;

import org.jspecify.annotations.Nullable;

/**
 * A piece of content in a list or under a key. {@code origin} and {@code rightOrigin} are its neighbours at the time it was made
 * and never change; {@code left} and {@code right} are those of now.
 *
 * <p>Documents consist of little else, so its fields are counted: 72 bytes with compact object headers.
 */
public final class Item extends Struct {
    int length;

    /** The client of the last unit to the left when this was made; null if this was made at the start. */
    @Nullable
    Client originClient;

    @Nullable
    Client rightOriginClient;

    long originClock;
    long rightOriginClock;

    @Nullable
    Item left;

    @Nullable
    Item right;

    @Nullable
    Parent parent;

    /** Under which key it stands; null in a list. */
    @Nullable
    String key;

    Content content;

    public Item(Client client, long clock, Content content, int length) {
        super(client, clock);
        this.content = content;
        this.length = length;
        if (content.countable()) {
            flags |= COUNTABLE;
        }
    }

    @Override
    public long length() {
        return length;
    }

    /** The same as {@link #length()} for those who know that it is an item. */
    public int size() {
        return length;
    }

    public Content content() {
        return content;
    }

    public @Nullable Item left() {
        return left;
    }

    public @Nullable Item right() {
        return right;
    }

    public @Nullable String key() {
        return key;
    }

    /** The type that it stands in; only for an item that is in a document. */
    public Branch branch() {
        return switch (parent) {
            case Branch branch -> branch;
            case Run run -> run.branch;
            case null, default -> throw new IllegalStateException("not in a document: " + this);
        };
    }

    public boolean countable() {
        return (flags & COUNTABLE) != 0;
    }

    /** Neither deleted nor without a length of its own: what a user counts. */
    public boolean visible() {
        return (flags & (COUNTABLE | DELETED)) == COUNTABLE;
    }

    public boolean keep() {
        return (flags & KEEP) != 0;
    }

    public void keep(boolean keep) {
        flags = (byte) (keep ? flags | KEEP : flags & ~KEEP);
    }

    boolean redone() {
        return (flags & REDONE) != 0;
    }

    void markDeleted() {
        flags |= DELETED;
    }

    void unmarkDeleted() {
        flags &= ~DELETED;
    }

    /** The clock of its last unit. */
    public long lastClock() {
        return clock + length - 1;
    }

    /** Whether two such IDs are the same, both missing included. */
    static boolean same(@Nullable Client one, long oneClock, @Nullable Client other, long otherClock) {
        return one == other && (one == null || oneClock == otherClock);
    }

    boolean sameOrigin(Item other) {
        return same(originClient, originClock, other.originClient, other.originClock);
    }

    boolean sameRightOrigin(Item other) {
        return same(rightOriginClient, rightOriginClock, other.rightOriginClient, other.rightOriginClock);
    }

    void origin(@Nullable Item item) {
        originClient = item == null ? null : item.client;
        originClock = item == null ? 0 : item.lastClock();
    }

    void rightOrigin(@Nullable Item item) {
        rightOriginClient = item == null ? null : item.client;
        rightOriginClock = item == null ? 0 : item.clock;
    }

    /** Sets what the content says about the item; for a content that takes the place of another. */
    void content(Content content) {
        this.content = content;
        flags = (byte) (content.countable() ? flags | COUNTABLE : flags & ~COUNTABLE);
    }

    @Override
    public String toString() {
        return "item " + client.id + ":" + clock + "+" + length + " " + content;
    }
}
