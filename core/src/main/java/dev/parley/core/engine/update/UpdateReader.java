package dev.parley.core.engine.update;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.TextCache;
import dev.parley.core.engine.struct.TextContent;

/** Reads the fields of an update, each from the place that its format has for it. The order of calls is that of format 1. */
public abstract sealed class UpdateReader permits V1Reader, V2Reader {
    /** What both formats write plainly, one behind the other. */
    final Decoder rest;

    /** The client of the ID read last: IDs come by the thousand, and need no object each. */
    protected long idClient;

    protected long idClock;

    UpdateReader(Decoder rest) {
        this.rest = rest;
    }

    public static UpdateReader of(byte[] update, UpdateFormat format) throws MalformedInput {
        return switch (format) {
            case V1 -> new V1Reader(new Decoder(update));
            case V2 -> new V2Reader(new Decoder(update));
        };
    }

    /** For deletions and state vectors that stand alone, which have no columns in either format. */
    public static UpdateReader ofPlain(byte[] bytes, UpdateFormat format) throws MalformedInput {
        return switch (format) {
            case V1 -> new V1Reader(new Decoder(bytes));
            case V2 -> V2Reader.withoutColumns(new Decoder(bytes));
        };
    }

    public final long idClient() {
        return idClient;
    }

    public final long idClock() {
        return idClock;
    }

    /** What is still to be read plainly; for values, which are there in both formats. */
    public final Decoder rest() {
        return rest;
    }

    public final long number() throws MalformedInput {
        return rest.readVarUint();
    }

    public abstract long client() throws MalformedInput;

    public abstract int info() throws MalformedInput;

    /** Reads an ID into {@link #idClient} and {@link #idClock}. */
    public abstract void leftId() throws MalformedInput;

    /** Reads an ID into {@link #idClient} and {@link #idClock}. */
    public abstract void rightId() throws MalformedInput;

    public abstract boolean parentIsRoot() throws MalformedInput;

    public abstract int typeReference() throws MalformedInput;

    public abstract long length() throws MalformedInput;

    public abstract String string() throws MalformedInput;

    /** A text that may have been there before: a name, or the key of an entry. */
    public abstract String name(TextCache known) throws MalformedInput;

    /** The length of what {@link #text} reads, in UTF-16 units, is {@link #textLength}. */
    public abstract TextContent text() throws MalformedInput;

    public abstract int textLength();

    public abstract String key(TextCache known) throws MalformedInput;

    public abstract Any json(int maxDepth) throws MalformedInput;

    public final byte[] bytes() throws MalformedInput {
        return rest.readVarBytes();
    }

    public abstract void startRanges();

    /** The clock of the next range of deletions. */
    public abstract long rangeClock() throws MalformedInput;

    public abstract long rangeLength() throws MalformedInput;
}
