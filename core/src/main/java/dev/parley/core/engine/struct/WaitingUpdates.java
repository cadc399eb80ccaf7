package dev.parley.core.engine.struct;

import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.update.BlockWriter;
import dev.parley.core.engine.update.StructStream;
import dev.parley.core.engine.update.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What waits, as it came: where two updates have the same structs in other cuts, which of them count depends on their order. They are
 * put together, and what was placed meanwhile is left out, when somebody asks for it.
 */
final class WaitingUpdates {
    private static final byte[] NO_BYTES = {};

    /** So much that was placed may stay. */
    private static final int SPARE = 1 << 16;

    private List<byte[]> updates = new ArrayList<>(1);
    private long bytes;

    /** How many came since the last commit: one or none. */
    private int added;

    private boolean outdated;

    void add(byte[] update) {
        updates.add(update);
        bytes += update.length;
        added++;
    }

    /** Some of it doesn't wait any more. */
    void outdated() {
        outdated = true;
    }

    /** With so much waiting at most, from these clocks on. */
    void commit(long weight, LongUnaryOperator firstClock) {
        added = 0;
        if (weight == 0 || bytes > 2 * weight + SPARE) {
            asOne(firstClock);
        }
    }

    void takeBack() {
        for (; added > 0; added--) {
            bytes -= updates.removeLast().length;
        }
    }

    /** One update of format 2, empty if nothing waits; {@code firstClock} says from which clock on a client still waits. */
    byte[] asOne(LongUnaryOperator firstClock) {
        if (updates.size() > 1 || outdated) {
            var one = merged(updates);
            if (outdated) {
                one = without(one, firstClock);
            }
            updates = new ArrayList<>(1);
            if (one.length > 0) {
                updates.add(one);
            }
            bytes = one.length;
            outdated = false;
        }
        return updates.isEmpty() ? NO_BYTES : updates.getFirst();
    }

    static byte[] merged(List<byte[]> updates) {
        try {
            return Updates.merge(updates, UpdateFormat.V2, Limits.trusted());
        } catch (MalformedInput e) {
            throw new IllegalStateException("what waits was written here", e);
        }
    }

    private static byte[] without(byte[] update, LongUnaryOperator firstClock) {
        try {
            var structs = new StructStream(update, UpdateFormat.V2, Limits.trusted());
            var out = new BlockWriter(UpdateFormat.V2);
            boolean any = false;
            @Nullable Client client = null;
            boolean waits = false;
            long first = 0;
            for (var struct = structs.next(); struct != null; struct = structs.next()) {
                if (struct.client != client) {
                    client = struct.client;
                    first = firstClock.applyAsLong(client.id);
                    waits = false;
                }
                waits |= !(struct instanceof Skip) && struct.end() > first;
                if (waits) {
                    out.write(struct);
                    any = true;
                }
            }
            return any ? out.finish(structs.deletions()) : NO_BYTES;
        } catch (MalformedInput e) {
            throw new IllegalStateException("what waits was written here", e);
        }
    }
}
