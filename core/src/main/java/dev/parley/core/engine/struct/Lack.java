package dev.parley.core.engine.struct;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Yjs notes as missing: a clock of each client of whom more is needed, beyond which it tries all that waits again. Mostly that
 * is where the client stood, and not the clock that is needed; so it moves with the client. Others can see it.
 */
final class Lack {
    private final Map<Long, Long> missing = new LinkedHashMap<>(1);

    /** The clients whose clock there is where they stood. */
    private final Set<Long> followed = new HashSet<>(1);

    /** Who was referred to last: mostly it is the same one again. */
    private long latest = -1;

    /** A client has a hole before this clock. */
    void hole(long client, long clock) {
        missing.merge(client, clock - 1, Math::min);
    }

    /** Somebody refers to what a client hasn't written, who stands here. */
    void reference(long client, long state) {
        if (client != latest) {
            latest = client;
            missing.merge(client, state, Math::min);
            followed.add(client);
        }
    }

    void add(Lack other) {
        other.missing.forEach((client, clock) -> missing.merge(client, clock, Math::min));
        followed.addAll(other.followed);
    }

    Map<Long, Long> missing() {
        return missing;
    }

    /** Whether Yjs would try again, now that these clients have got on. */
    boolean concerns(List<Client> clients) {
        for (var client : clients) {
            var clock = missing.get(client.id);
            if (clock != null && clock < client.state()) {
                return true;
            }
        }
        return false;
    }

    /** Whether Yjs would try again with the next update, whatever that brings. */
    boolean isMet(Clients clients) {
        return missing.entrySet().stream().anyMatch(entry -> {
            @Nullable Client client = clients.get(entry.getKey());
            return client != null && entry.getValue() < client.state();
        });
    }

    /** What Yjs finds when it tries again in vain: the same, as it stands now for the clients that were touched, or for all. */
    void renew(Ledger ledger, boolean all) {
        if (all) {
            for (long id : followed) {
                @Nullable Client client = ledger.store.clients().get(id);
                missing.put(id, client == null ? 0 : client.state());
            }
            return;
        }
        for (var client : ledger.touched) {
            if (followed.contains(client.id)) {
                missing.put(client.id, client.state());
            }
        }
    }
}
