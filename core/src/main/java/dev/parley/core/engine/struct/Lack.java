package dev.parley.core.engine.struct;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What structs that wait are waiting for. Yjs notes where a client stood whom they need more of, and tries again whenever it has
 * got on; others can see that, so it is noted here as well. What would really help is noted beside it: until something of that is
 * there, trying again could only fail.
 */
final class Lack {
    /** As Yjs has it: which clock of a client has to be there before something is tried again. */
    private final Map<Long, Long> missing = new LinkedHashMap<>(1);

    /** The clients of those whose clock there is where they stood, rather than one that is needed. */
    private final Set<Long> followed = new HashSet<>(1);

    /** For each client the first clock that would allow some struct to go on. */
    private final Map<Long, Long> needed = new HashMap<>(1);

    /** A client has a hole before this clock. */
    void hole(Client client, long clock) {
        missing.merge(client.id, clock - 1, Math::min);
        need(client, clock - 1);
    }

    /** Somebody refers to this clock of a client, who isn't there yet. */
    void reference(Client client, long clock) {
        missing.merge(client.id, client.state(), Math::min);
        followed.add(client.id);
        need(client, clock);
    }

    /** If a client gets beyond this clock, it is worth while to try again. */
    void need(Client client, long clock) {
        needed.merge(client.id, clock, Math::min);
    }

    void add(Lack other) {
        other.missing.forEach((client, clock) -> missing.merge(client, clock, Math::min));
        followed.addAll(other.followed);
        other.needed.forEach((client, clock) -> needed.merge(client, clock, Math::min));
    }

    Map<Long, Long> missing() {
        return missing;
    }

    /** Whether Yjs would try again, now that these clients have got on. */
    boolean concerns(List<Client> clients) {
        return any(missing, clients);
    }

    /** Whether something that is really needed has come, from the clients that a transaction touched or from any. */
    boolean isLess(Ledger ledger, boolean fromAny) {
        return fromAny
                ? needed.entrySet().stream().anyMatch(need -> isBeyond(ledger, need.getKey(), need.getValue()))
                : any(needed, ledger.touched);
    }

    private static boolean isBeyond(Ledger ledger, long id, long clock) {
        @Nullable Client client = ledger.store.clients().get(id);
        return client != null && client.state() > clock;
    }

    private static boolean any(Map<Long, Long> clocks, List<Client> clients) {
        for (var client : clients) {
            var clock = clocks.get(client.id);
            if (clock != null && clock < client.state()) {
                return true;
            }
        }
        return false;
    }

    /** What one would find by trying again, if nothing that is really needed has come. */
    void renew(Ledger ledger, boolean any) {
        if (any) {
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
