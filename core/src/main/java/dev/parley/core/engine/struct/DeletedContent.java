package dev.parley.core.engine.struct;

import dev.parley.core.engine.update.UpdateWriter;

/** What was here is deleted and forgotten; the item keeps its place. */
public final class DeletedContent extends Content {
    public static final DeletedContent INSTANCE = new DeletedContent();

    static final int REFERENCE = 1;

    private DeletedContent() {}

    @Override
    public int reference() {
        return REFERENCE;
    }

    @Override
    boolean countable() {
        return false;
    }

    @Override
    public void write(UpdateWriter out, int from, int to) {
        out.length(to - from);
    }

    @Override
    Content before(int at, int length) {
        return this;
    }

    @Override
    Content from(int at, int length) {
        return this;
    }

    @Override
    boolean joins(Content next) {
        return next == this;
    }

    @Override
    Content joined(int length, Content next, int nextLength, int expected) {
        return this;
    }
}
