package dev.parley.core.engine.struct;

import dev.parley.core.engine.Snapshot;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.update.UpdateWriter;

/** Writes a document as it was at a snapshot. */
public final class Restoring {
    private Restoring() {}

    /** An update of format 2; only in a document that keeps what is deleted. */
    public static byte[] update(Ledger ledger, Snapshot snapshot) {
        var out = UpdateWriter.of(UpdateFormat.V2);
        var clients = ledger.store.clients();
        var states = snapshot.state().asMap();
        states.forEach((id, clock) -> {
            var client = clients.get(id);
            if (client == null || client.state() < clock) {
                throw new IllegalArgumentException("the snapshot is of another document, or from the future");
            }
            if (clock < client.state()) {
                Splitting.startingAt(ledger, client, clock);
            }
        });
        out.number(states.values().stream().filter(clock -> clock > 0).count());
        states.forEach((id, clock) -> {
            var client = clients.get(id);
            if (client != null && clock > 0) {
                write(out, client, clock);
            }
        });
        snapshot.deleted().write(out);
        return out.toBytes();
    }

    private static void write(UpdateWriter out, Client client, long end) {
        int last = client.find(end - 1);
        int behind = client.next(last);
        out.number(client.countFrom(client.first()) - (behind == Client.NOWHERE ? 0 : client.countFrom(behind)));
        out.client(client.id);
        out.number(0);
        for (int place = client.first(); place != behind; place = client.next(place)) {
            StructWriter.write(out, client.get(place), 0);
        }
    }
}
