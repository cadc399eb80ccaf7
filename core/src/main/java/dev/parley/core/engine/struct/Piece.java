package dev.parley.core.engine.struct;

import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.update.UpdateWriter;
import java.util.Arrays;
import java.util.List;

/**
 * A few structs of one client, one behind the other, of which the first one can't be placed yet. They wait as bytes, and in small
 * pieces: what is tried again is read again.
 */
final class Piece {
    /** What it takes beside its bytes: itself, and its places under what it needs. */
    private static final int OVERHEAD = 256;

    private static final int MOST_STRUCTS = 64;

    static final long NOBODY = -1;

    final long client;
    final long clock;

    /** An update of format 2 without deletions. */
    final byte[] update;

    private final int structs;

    /** The clock of the second struct, or of what would come then. */
    final long second;

    /** Beyond which clock its own client must get: then it is its turn, or was already by other means. */
    final long own;

    /** Whom else the first struct needs; {@link #NOBODY} if there is a hole before it. */
    final long needed;

    /** Which clock of that client. */
    final long neededClock;

    private Piece(List<Struct> structs) {
        var first = structs.get(0);
        long state = first.client.state();
        this.client = first.client.id;
        this.clock = first.clock;
        this.update = write(structs);
        this.structs = structs.size();
        this.second = first.end();
        boolean hole = first.clock > state;
        this.own = hole ? first.clock - 1 : state;
        var missing = !hole && first instanceof Item item ? Integration.missing(item) : null;
        this.needed = missing == null ? NOBODY : missing.id;
        this.neededClock = missing == null ? 0 : Integration.clockMissing((Item) first);
    }

    /** Cuts what is left of a client into pieces. */
    static void cut(List<Struct> left, List<Piece> pieces) {
        int from = 0;
        while (from < left.size()) {
            if (left.get(from) instanceof Skip) {
                from++;
                continue;
            }
            int to = Math.min(left.size(), from + MOST_STRUCTS);
            pieces.add(new Piece(left.subList(from, to)));
            from = to;
        }
    }

    private static byte[] write(List<Struct> structs) {
        var out = UpdateWriter.of(UpdateFormat.V2);
        var first = structs.get(0);
        out.number(1);
        out.number(structs.size());
        out.client(first.client.id);
        out.number(first.clock);
        structs.forEach(struct -> StructWriter.write(out, struct, 0));
        out.number(0);
        return out.toBytes();
    }

    long weight() {
        return (long) OVERHEAD + update.length;
    }

    boolean isSame(Piece other) {
        return clock == other.clock && client == other.client && Arrays.equals(update, other.update);
    }

    boolean isAlone() {
        return structs == 1;
    }
}
