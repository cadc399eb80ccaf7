package dev.parley.core.engine.update;

import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.struct.Clients;
import dev.parley.core.engine.struct.Deletions;
import dev.parley.core.engine.struct.Gc;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Skip;
import dev.parley.core.engine.struct.Splitting;
import dev.parley.core.engine.struct.Spoken;
import dev.parley.core.engine.struct.Struct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Puts several updates together. The one whose next struct comes first (highest client, then lowest clock) is asked in turn, and
 * what it has beyond the struct that was taken last is taken.
 *
 * <p>Yjs keeps the updates in a list and sorts it again for each turn, with a sort that leaves ties as they are. As only the first
 * one changes in a turn, of several at the same place the one that had the latest turn is first, and of those that had none, the
 * one that was given first. A heap that knows this gives the same bytes, without the time that grows with the square.
 */
final class Merging {
    private static final Comparator<Struct> FIRST_TO_LAST =
            Comparator.comparingLong((Struct struct) -> -struct.client.id).thenComparingLong(struct -> struct.clock);

    private final List<byte[]> updates;
    private final UpdateFormat format;
    private final Limits limits;
    private final Spoken clients = new Spoken(new Clients());
    private final PriorityQueue<MergeSource> sources = new PriorityQueue<>();
    private final Deletions deletions = new Deletions();
    private final BlockWriter out;

    /** Not written yet, as it may become longer. */
    private @Nullable Struct pending;

    private long turns;
    private int deletionsToOrder = 1024;

    /**
     * As many as one update may have, and one more for each byte: no honest update needs more, and a thousand small ones that
     * claim to hold millions each are found out.
     */
    private long structsLeft;

    private Merging(List<byte[]> updates, UpdateFormat format, Limits limits) {
        this.updates = updates;
        this.format = format;
        this.limits = limits;
        this.out = new BlockWriter(format);
        this.structsLeft = limits.structs();
        updates.forEach(update -> structsLeft += update.length);
    }

    static byte[] merge(List<byte[]> updates, UpdateFormat format, Limits limits) throws MalformedInput {
        var merged = new Merging(updates, format, limits).merge();
        if (merged == null) {
            var ordered = new Merging(updates, format, limits).inOrder();
            merged = new Merging(ordered, format, limits).merge();
        }
        if (merged == null) {
            throw new IllegalStateException("updates that were put in order are out of order");
        }
        return merged;
    }

    /** Null if structs of an update come in an order in which some of them would be lost, as they are with Yjs. */
    private byte @Nullable [] merge() throws MalformedInput {
        for (var update : updates) {
            sources.add(new MergeSource(update, format, sources.size()));
        }
        boolean inOrder = true;
        for (var source = sources.poll(); source != null && inOrder; source = sources.poll()) {
            source.open(format, limits, clients);
            while (source.next() != null && isFirst(source)) {
                take(source);
                source.rank(--turns);
            }
            if (source.next() != null) {
                sources.add(source);
            } else {
                delete(source.deletions());
            }
            inOrder = source.inOrder();
        }
        if (!inOrder) {
            return null;
        }
        if (pending != null) {
            out.write(pending);
        }
        deletions.putInOrder();
        return out.finish(deletions);
    }

    private boolean isFirst(MergeSource source) {
        var other = sources.peek();
        return other == null || source.compareTo(other) < 0;
    }

    /** The ranges of a document that was sent a thousand times are kept a few times at most. */
    private void delete(Deletions more) {
        more.addTo(deletions);
        if (deletions.size() > deletionsToOrder) {
            deletions.putInOrder();
            deletionsToOrder = 2 * deletions.size() + 1024;
        }
    }

    /** One turn. */
    private void take(MergeSource source) throws MalformedInput {
        var next = source.next();
        if (pending == null) {
            pending = next;
            advance(source);
        } else if (!goOn(source, pending)) {
            return;
        }
        next = source.next();
        while (next != null && pending != null && next.client == pending.client && next.clock == pending.end()) {
            replacePending(pending, next);
            advance(source);
            next = source.next();
        }
    }

    /** Takes what a source has beyond the struct that is pending; false if it is another one's turn before that. */
    private boolean goOn(MergeSource source, Struct pending) throws MalformedInput {
        var first = source.next();
        var next = first;
        while (next != null && next.client == pending.client && next.end() <= pending.end()) {
            advance(source);
            next = source.next();
        }
        if (next == null || first == null || next.client != first.client) {
            return false;
        }
        if (next.client != pending.client) {
            replacePending(pending, next);
            advance(source);
            return true;
        }
        long ahead = next.clock - pending.end();
        if (ahead > 0) {
            if (next != first) {
                return false;
            }
            replacePending(pending, new Skip(pending.client, pending.end(), ahead));
        } else if (pending instanceof Gc && next instanceof Gc && next.end() - pending.clock <= Decoder.MAX_VAR_UINT) {
            // The source keeps it and drops it in its next turn: that is when others at the same place come before it.
            this.pending = new Gc(pending.client, pending.clock, next.end() - pending.clock);
        } else {
            replacePending(pending, ahead == 0 ? next : behind(next, -ahead));
            advance(source);
        }
        return true;
    }

    private void replacePending(Struct old, Struct struct) {
        out.write(old);
        pending = struct;
    }

    private void advance(MergeSource source) throws MalformedInput {
        count();
        source.advance();
    }

    private void count() throws MalformedInput {
        if (structsLeft-- == 0) {
            throw new MalformedInput("more structs than updates of this size may have");
        }
    }

    private static Struct behind(Struct struct, long offset) {
        return switch (struct) {
            case Item item -> Splitting.cut(item, (int) offset);
            case Gc gc -> new Gc(gc.client, gc.clock + offset, gc.length() - offset);
            case Skip skip -> new Skip(skip.client, skip.clock + offset, skip.length() - offset);
        };
    }

    /** The same updates, each with the highest client and the lowest clocks first. Not lazily, but hardly anybody needs it. */
    private List<byte[]> inOrder() throws MalformedInput {
        var ordered = new ArrayList<byte[]>();
        for (var update : updates) {
            ordered.add(inOrder(update));
        }
        return ordered;
    }

    private byte[] inOrder(byte[] update) throws MalformedInput {
        var stream = new StructStream(update, format, limits);
        var structs = new ArrayList<Struct>();
        for (var struct = stream.next(); struct != null; struct = stream.next()) {
            count();
            if (!(struct instanceof Skip)) {
                structs.add(struct);
            }
        }
        structs.sort(FIRST_TO_LAST);
        var ordered = new BlockWriter(format);
        structs.forEach(ordered::write);
        return ordered.finish(stream.deletions());
    }
}
