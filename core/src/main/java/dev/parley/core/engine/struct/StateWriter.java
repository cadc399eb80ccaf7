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
            StructWriter.writeFrom(out, client, ledger.before(client));
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
        var out = UpdateWriter.of(format);
        var clients = store.clients().highestFirst();
        var lacking = new ArrayList<Client>();
        for (var client : clients) {
            if (client.state() > known.clock(client.id)) {
                lacking.add(client);
            }
        }
        out.number(lacking.size());
        for (var client : lacking) {
            StructWriter.writeFrom(out, client, known.clock(client.id));
        }
        Deletions.of(store.clients()).write(out);
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
