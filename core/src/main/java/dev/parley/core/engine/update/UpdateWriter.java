package dev.parley.core.engine.update;

import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.Encoder;

/** Writes the fields of an update, each in the place that its format has for it. The order of calls is that of format 1. */
public abstract sealed class UpdateWriter permits V1Writer, V2Writer {
    private static final int LEAST_ROOM = 64;
    private static final int MOST_ROOM = 16 << 20;

    /** What both formats write plainly, one behind the other. */
    final Encoder rest;

    UpdateWriter(Encoder rest) {
        this.rest = rest;
    }

    static int room(int bytesPerStruct, int structs) {
        return Math.clamp((long) bytesPerStruct * structs, LEAST_ROOM, MOST_ROOM);
    }

    public static UpdateWriter of(UpdateFormat format) {
        return of(format, 1);
    }

    /** With room for about so many structs before it has to grow. */
    public static UpdateWriter of(UpdateFormat format, int structs) {
        return switch (format) {
            case V1 -> new V1Writer(structs);
            case V2 -> new V2Writer(structs);
        };
    }

    public abstract byte[] toBytes();

    /** Only what was written plainly: for deletions and state vectors that stand alone, which have no columns in either format. */
    public final byte[] toPlainBytes() {
        return rest.toBytes();
    }

    final int plainSize() {
        return rest.size();
    }

    /** Puts the number of blocks in front of all that was written plainly, and in front of each block the number of its structs. */
    final void insertCounts(int[] starts, long[] counts) {
        var blocks = rest.toBytes();
        rest.clear();
        rest.writeVarUint(starts.length);
        for (int i = 0; i < starts.length; i++) {
            int end = i + 1 < starts.length ? starts[i + 1] : blocks.length;
            rest.writeVarUint(counts[i]);
            rest.writeBytes(blocks, starts[i], end - starts[i]);
        }
    }

    /** A count, a first clock, or the length of a hole. */
    public final void number(long value) {
        rest.writeVarUint(value);
    }

    public abstract void client(long client);

    public abstract void info(int info);

    public abstract void leftId(long client, long clock);

    public abstract void rightId(long client, long clock);

    public abstract void parentIsRoot(boolean root);

    public abstract void typeReference(int reference);

    public abstract void length(long length);

    public abstract void string(String text);

    public abstract void latin1(byte[] units, int from, int length);

    public abstract void utf16(char[] units, int from, int length);

    public abstract void key(String key);

    public abstract void json(Any value);

    public abstract void any(Any value);

    /** Values that are in their written form already. */
    public final void packedAny(byte[] packed, int from, int length) {
        rest.writeBytes(packed, from, length);
    }

    public final void bytes(byte[] bytes) {
        rest.writeVarBytes(bytes);
    }

    /** A client's number in a set of deletions, where format 2 keeps no columns. */
    public final void deletingClient(long client, int ranges) {
        rest.writeVarUint(client);
        rest.writeVarUint(ranges);
        startRanges();
    }

    abstract void startRanges();

    /** The ranges of a client come in order and don't touch. */
    public abstract void range(long clock, long length);
}
