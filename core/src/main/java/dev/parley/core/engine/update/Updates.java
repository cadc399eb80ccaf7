package dev.parley.core.engine.update;

import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.StateVector;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.struct.Client;
import dev.parley.core.engine.struct.Skip;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with updates when there is no document: a log can be compacted, a late joiner served, and a format changed
 * without loading anything. The bytes that come out are those of Yjs 13.6.
 *
 * <pre>{@code
 * byte[] all = Updates.merge(log, UpdateFormat.V1);
 * byte[] lacking = Updates.diff(all, StateVector.decode(theirs), UpdateFormat.V1);
 * }</pre>
 *
 * <p>All updates are read to their end and checked, so that what comes out is well-formed; a {@link MalformedInput} says what is
 * wrong. Without {@link Limits} the standard ones count. What a document would refuse, like an item that refers to a later one of
 * its own client, is refused here as well.
 */
public final class Updates {
    /** The clocks that an update speaks of, holes included: each client's first one, and the one behind its last. */
    public record Span(Map<Long, Long> from, Map<Long, Long> to) {
        public Span {
            from = Collections.unmodifiableMap(new LinkedHashMap<>(from));
            to = Collections.unmodifiableMap(new LinkedHashMap<>(to));
        }
    }

    private Updates() {}

    /**
     * One update that does what all of these do, in whatever order they were made. Clocks that are in none of them, between others
     * that are, become holes. One update alone comes back as it is.
     */
    public static byte[] merge(List<byte[]> updates, UpdateFormat format) throws MalformedInput {
        return merge(updates, format, Limits.standard());
    }

    public static byte[] merge(List<byte[]> updates, UpdateFormat format, Limits limits) throws MalformedInput {
        return updates.size() == 1 ? checked(updates.get(0), format, limits) : Merging.merge(updates, format, limits);
    }

    /** What of an update somebody lacks who has come so far, and all of its deletions. */
    public static byte[] diff(byte[] update, StateVector known, UpdateFormat format) throws MalformedInput {
        return diff(update, known, format, Limits.standard());
    }

    public static byte[] diff(byte[] update, StateVector known, UpdateFormat format, Limits limits)
            throws MalformedInput {
        var structs = new StructStream(update, format, limits);
        var out = new BlockWriter(format);
        Client client = null;
        boolean lacking = false;
        long clock = 0;
        for (var struct = structs.next(); struct != null; struct = structs.next()) {
            if (struct.client != client) {
                client = struct.client;
                clock = known.clock(client.id);
                lacking = false;
            }
            if (lacking) {
                out.write(struct);
            } else if (struct.end() > clock && !(struct instanceof Skip)) {
                lacking = true;
                out.write(struct, Math.max(0, clock - struct.clock));
            }
        }
        return out.finish(structs.deletions());
    }

    /**
     * How far somebody has come who has nothing but this update: for each client that it has from the start, the clock behind the
     * last struct before a hole.
     */
    public static StateVector stateVectorOf(byte[] update, UpdateFormat format) throws MalformedInput {
        return stateVectorOf(update, format, Limits.standard());
    }

    public static StateVector stateVectorOf(byte[] update, UpdateFormat format, Limits limits) throws MalformedInput {
        var structs = new StructStream(update, format, limits);
        var clocks = new LinkedHashMap<Long, Long>();
        Client client = null;
        long clock = 0;
        for (var struct = structs.next(); struct != null; struct = structs.next()) {
            if (struct.client != client) {
                note(clocks, client, clock);
                client = struct.client;
                clock = clocks.getOrDefault(client.id, 0L);
            }
            if (struct.clock == clock && !(struct instanceof Skip)) {
                clock = struct.end();
            }
        }
        note(clocks, client, clock);
        structs.deletions();
        // Of a client that has used up all clocks nobody can say so; that its last one is missing does no harm.
        clocks.replaceAll((id, end) -> Math.min(end, Decoder.MAX_VAR_UINT));
        return StateVector.of(clocks);
    }

    private static void note(Map<Long, Long> clocks, @Nullable Client client, long clock) {
        if (client != null && clock > 0) {
            clocks.put(client.id, clock);
        }
    }

    /** Which clocks an update speaks of, in the order of its clients. */
    public static Span spanOf(byte[] update, UpdateFormat format) throws MalformedInput {
        return spanOf(update, format, Limits.standard());
    }

    public static Span spanOf(byte[] update, UpdateFormat format, Limits limits) throws MalformedInput {
        var structs = new StructStream(update, format, limits);
        var from = new LinkedHashMap<Long, Long>();
        var to = new LinkedHashMap<Long, Long>();
        Client client = null;
        long end = 0;
        for (var struct = structs.next(); struct != null; struct = structs.next()) {
            if (struct.client != client) {
                note(to, client, end);
                client = struct.client;
                from.put(client.id, struct.clock);
            }
            end = struct.end();
        }
        note(to, client, end);
        structs.deletions();
        return new Span(from, to);
    }

    /** The same update in another format. */
    public static byte[] convert(byte[] update, UpdateFormat from, UpdateFormat to) throws MalformedInput {
        return convert(update, from, to, Limits.standard());
    }

    public static byte[] convert(byte[] update, UpdateFormat from, UpdateFormat to, Limits limits)
            throws MalformedInput {
        if (from == to) {
            return checked(update, from, limits);
        }
        var structs = new StructStream(update, from, limits);
        var out = new BlockWriter(to);
        for (var struct = structs.next(); struct != null; struct = structs.next()) {
            out.write(struct);
        }
        return out.finish(structs.deletions());
    }

    /** Whether an update changes no document: it has neither structs, but for holes, nor deletions. */
    public static boolean isEmpty(byte[] update, UpdateFormat format) throws MalformedInput {
        return isEmpty(update, format, Limits.standard());
    }

    public static boolean isEmpty(byte[] update, UpdateFormat format, Limits limits) throws MalformedInput {
        var structs = new StructStream(update, format, limits);
        boolean empty = true;
        for (var struct = structs.next(); struct != null; struct = structs.next()) {
            empty &= struct instanceof Skip;
        }
        return structs.deletions().isEmpty() && empty;
    }

    private static byte[] checked(byte[] update, UpdateFormat format, Limits limits) throws MalformedInput {
        isEmpty(update, format, limits);
        return update.clone();
    }
}
