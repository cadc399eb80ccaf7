package dev.parley.core.engine.struct;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The clients that have written something in a document, by number. */
public final class Clients {
    private static final Comparator<Client> HIGHEST_FIRST = (one, other) -> Long.compare(other.id, one.id);

    /** With fair numbers hardly ever more than a dozen. */
    private static final int MOST_PROBES = 64;

    /** Open addressing; its length is a power of two, and at least half of it is empty. */
    private @Nullable Client[] table = new @Nullable Client[4];

    /** The clients instead of the table, once too many numbers wanted the same slot: one can choose them so. */
    private @Nullable Map<Long, Client> crowded;

    private int size;

    /** Most clients come one after the other from the same person. */
    private @Nullable Client latest;

    private Client @Nullable [] sorted;

    public int size() {
        return size;
    }

    public @Nullable Client get(long id) {
        var last = latest;
        if (last != null && last.id == id) {
            return last;
        }
        if (crowded != null) {
            return crowded.get(id);
        }
        int mask = table.length - 1;
        int slot = slot(id) & mask;
        for (var client = table[slot]; client != null; client = table[slot]) {
            if (client.id == id) {
                latest = client;
                return client;
            }
            slot = (slot + 1) & mask;
        }
        return null;
    }

    void add(Client client) {
        if (crowded == null && (size + 1) * 2 > table.length) {
            var old = table;
            table = new @Nullable Client[old.length * 2];
            for (var entry : old) {
                if (entry != null) {
                    enter(entry);
                }
            }
        }
        enter(client);
        size++;
        sorted = null;
    }

    /** Takes out a client that is known no more. */
    void remove(Client client) {
        if (crowded != null) {
            crowded.remove(client.id);
        } else {
            removeFromTable(client);
        }
        size--;
        latest = null;
        sorted = null;
    }

    /** Whoever stands behind it, and would have stood here, moves up. */
    private void removeFromTable(Client client) {
        int mask = table.length - 1;
        int free = slot(client.id) & mask;
        while (table[free] != client) {
            free = (free + 1) & mask;
        }
        int at = (free + 1) & mask;
        for (var other = table[at]; other != null; other = table[at]) {
            int distance = (at - slot(other.id)) & mask;
            if (distance >= ((at - free) & mask)) {
                table[free] = other;
                free = at;
            }
            at = (at + 1) & mask;
        }
        table[free] = null;
    }

    private void enter(Client client) {
        if (crowded != null) {
            crowded.put(client.id, client);
            return;
        }
        int mask = table.length - 1;
        int first = slot(client.id);
        int probes = 0;
        while (table[(first + probes) & mask] != null) {
            probes++;
        }
        table[(first + probes) & mask] = client;
        if (probes > MOST_PROBES) {
            Map<Long, Client> all = HashMap.newHashMap(table.length);
            Arrays.stream(table).filter(Objects::nonNull).forEach(entry -> all.put(entry.id, entry));
            crowded = all;
            table = new @Nullable Client[0];
        }
    }

    private static int slot(long id) {
        long hash = id * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32);
    }

    /** All of them from the highest number to the lowest, as they are written. Not to be changed. */
    public Client[] highestFirst() {
        var known = sorted;
        if (known == null) {
            known = new Client[size];
            int i = 0;
            for (var client : crowded == null ? Arrays.asList(table) : crowded.values()) {
                if (client != null) {
                    known[i++] = client;
                }
            }
            Arrays.sort(known, HIGHEST_FIRST);
            sorted = known;
        }
        return known;
    }
}
