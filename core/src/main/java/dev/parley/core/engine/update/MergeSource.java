package dev.parley.core.engine.update;

import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.struct.Deletions;
import dev.parley.core.engine.struct.Skip;
import dev.parley.core.engine.struct.Spoken;
import dev.parley.core.engine.struct.Struct;
import org.jspecify.annotations.Nullable;

/**
 * One of the updates that are merged, with its next struct, holes left out. Until its turn comes it is only bytes: of ten thousand
 * updates a few are open at the same time.
 */
final class MergeSource implements Comparable<MergeSource> {
    private final byte[] update;

    /** Where the next struct starts; while this isn't open, a place that doesn't come after that one. */
    private long client = -1;

    private long clock;

    /** Who comes first if two sources are at the same place. */
    private long rank;

    private @Nullable StructStream structs;
    private @Nullable Struct next;
    private boolean inOrder = true;

    MergeSource(byte[] update, UpdateFormat format, long rank) throws MalformedInput {
        this.update = update;
        this.rank = rank;
        var in = UpdateReader.of(update, format);
        long structs = 0;
        for (long blocks = in.number(); blocks > 0 && structs == 0; blocks--) {
            structs = in.number();
            client = in.client();
            clock = in.number();
        }
    }

    void open(UpdateFormat format, Limits limits, Spoken clients) throws MalformedInput {
        if (structs == null) {
            structs = new StructStream(update, format, limits, clients);
            client = Long.MAX_VALUE;
            clock = 0;
            advance();
        }
    }

    @Nullable
    Struct next() {
        return next;
    }

    void advance() throws MalformedInput {
        var stream = opened();
        do {
            next = stream.next();
        } while (next instanceof Skip);
        if (next != null) {
            long id = next.client.id;
            inOrder &= id < client || (id == client && next.clock >= clock);
            client = id;
            clock = next.clock;
        }
    }

    /** Whether clients, and the clocks of each, have come in the order in which merging takes them. */
    boolean inOrder() {
        return inOrder;
    }

    void rank(long rank) {
        this.rank = rank;
    }

    Deletions deletions() throws MalformedInput {
        return opened().deletions();
    }

    private StructStream opened() {
        if (structs == null) {
            throw new IllegalStateException("not open yet");
        }
        return structs;
    }

    @Override
    public int compareTo(MergeSource other) {
        if (client != other.client) {
            return Long.compare(other.client, client);
        }
        return clock != other.clock ? Long.compare(clock, other.clock) : Long.compare(rank, other.rank);
    }
}
