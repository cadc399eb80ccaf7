package dev.parley.core.engine.struct;

import dev.parley.core.engine.update.UpdateWriter;

/**
 * What an item holds. How much of it is the item's to say: contents of more than one unit don't know their own length, so that
 * neither typing nor deleting needs a new object.
 */
public abstract sealed class Content
        permits AnyContent,
                BinaryContent,
                DeletedContent,
                DocContent,
                EmbedContent,
                FormatContent,
                JsonContent,
                TextContent,
                TypeContent {
    /** The number of the kind, as in the bytes. */
    public abstract int reference();

    /** Whether it adds to the length that users see. */
    boolean countable() {
        return true;
    }

    /** Writes the units from {@code from} up to, but without, {@code to}. */
    public abstract void write(UpdateWriter out, int from, int to);

    /** The units before {@code at}, of {@code length} in all. This content stays whole, in case that the split is taken back. */
    Content before(int at, int length) {
        throw new IllegalStateException("a content of one unit can't be split");
    }

    /** The units from {@code at} on, of {@code length} in all. To be asked before {@link #before}. */
    Content from(int at, int length) {
        throw new IllegalStateException("a content of one unit can't be split");
    }

    /** Whether a split there would part a pair of surrogates, so that Yjs replaces both halves. */
    boolean cutsPair(int at) {
        return false;
    }

    /** The same content for another item, of {@code length} units. Types and documents are new ones, and empty. */
    Content copy(int length) {
        return this;
    }

    /** Whether {@link #joined} can be asked. */
    boolean joins(Content next) {
        return false;
    }

    /**
     * This content and another behind it. Both are not used any more. {@code expected} is how many units there will be in the
     * end, if more are to follow.
     */
    Content joined(int length, Content next, int nextLength, int expected) {
        throw new IllegalStateException("contents of this kind stay apart");
    }
}
