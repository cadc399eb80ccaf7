package dev.parley.core.engine.type;

import dev.parley.core.engine.Snapshot;
import dev.parley.core.engine.struct.Client;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Ledger;
import dev.parley.core.engine.struct.Splitting;
import org.jspecify.annotations.Nullable;

/** A document as of a snapshot, seen from its items. */
final class Moments {
    private Moments() {}

    static boolean shows(Snapshot snapshot, Item item) {
        long client = item.client.id;
        return item.clock < snapshot.state().clock(client)
                && !snapshot.deleted().has(client, item.clock);
    }

    /** Makes items begin and end where the snapshot sees a difference. */
    static void split(Ledger ledger, Snapshot snapshot) {
        var clients = ledger.store().clients();
        snapshot.state().asMap().forEach((id, clock) -> split(ledger, clients.get(id), clock));
        snapshot.deleted()
                .asMap()
                .forEach((id, ranges) -> ranges.forEach(range -> {
                    split(ledger, clients.get(id), range.clock());
                    split(ledger, clients.get(id), range.clock() + range.length());
                }));
    }

    private static void split(Ledger ledger, @Nullable Client client, long clock) {
        if (client != null && clock < client.state()) {
            Splitting.startingAt(ledger, client, clock);
        }
    }
}
