package dev.parley.core.engine.struct;

import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.StateVector;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.update.UpdateWriter;
import dev.parley.core.engine.update.Updates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes what a document has, or what a transaction changed, as an update. */
public final class StateWriter {
    private static final Comparator<Client> HIGHEST_FIRST = Comparator.comparingLong((Client client) -> -client.id);

    private StateWriter() {}

    /** What a transaction changed; its deletions are in order. */
    public static byte[] changes(Ledger ledger, UpdateFormat format) {
        var out = UpdateWriter.of(format);
        var touched = ledger.touched;
        if (touched.size() > 1) {
            touched = new ArrayList<>(touched);
            touched.sort(HIGHEST_FIRST);
        }
        out.number(touched.size());
        for (var client : touched) {
            StructWriter.writeFrom(out, client, ledger.before(client), null);
        }
        ledger.deletions.write(out);
        return out.toBytes();
    }

    /** Everything beyond a state vector, all deletions, and what waits. */
    public static byte[] since(Store store, StateVector known, UpdateFormat format) {
        var state = known(store, known, format);
        return store.waiting().isEmpty() ? state : withWaiting(store.waiting(), state, known, format);
    }

    private static byte[] known(Store store, StateVector known, UpdateFormat format) {
        var clients = store.clients().highestFirst();
        int lacking = 0;
        int structs = 0;
        for (var client : clients) {
            long from = known.clock(client.id);
            if (client.state() > from) {
                lacking++;
                structs += client.countFrom(client.find(from));
            }
        }
        var out = UpdateWriter.of(format, structs);
        // Everything is looked at once: a large document doesn't stay in the processor's caches for a second walk.
        var deletions = new Deletions();
        out.number(lacking);
        for (var client : clients) {
            long from = known.clock(client.id);
            if (client.state() > from) {
                deletions.addOf(client, client.first(), client.find(from));
                StructWriter.writeFrom(out, client, from, deletions);
            } else {
                deletions.addOf(client, client.first(), Client.NOWHERE);
            }
        }
        deletions.write(out);
        return out.toBytes();
    }

    private static byte[] withWaiting(Waiting waiting, byte[] state, StateVector known, UpdateFormat format) {
        try {
            List<byte[]> all = new ArrayList<>();
            all.add(state);
            if (waiting.deletions().length > 0) {
                all.add(Updates.convert(waiting.deletions(), UpdateFormat.V2, format, Limits.trusted()));
            }
            if (waiting.structs().length > 0) {
                var lacking = Updates.diff(waiting.structs(), known, UpdateFormat.V2, Limits.trusted());
                all.add(Updates.convert(lacking, UpdateFormat.V2, format, Limits.trusted()));
            }
            return Updates.merge(all, format, Limits.trusted());
        } catch (MalformedInput e) {
            throw new IllegalStateException("what waits was written here", e);
        }
    }
}
