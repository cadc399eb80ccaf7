package dev.parley.core.engine.struct;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keyed values of a type: for each key the rightmost item of its chain, which knows the key. In the order in which the keys
 * came; a few are searched one by one, more through a table of places.
 */
final class Entries {
    private static final int SEARCHED = 8;

    /** With fair hashes hardly ever more than a dozen. */
    private static final int MOST_PROBES = 64;

    private static final int[] NO_TABLE = {};

    private Item[] items = new Item[2];
    private int size;

    /** Open addressing: one more than the place of an item, 0 for nothing. */
    private int[] table = NO_TABLE;

    /** The places by key instead, once too many keys wanted the same slot. */
    private @Nullable Map<String, Integer> crowded;

    int size() {
        return size;
    }

    Item at(int place) {
        return items[place];
    }

    @Nullable
    Item get(String key) {
        int place = find(key);
        return place < 0 ? null : items[place];
    }

    /** Sets the rightmost item of its key. */
    void put(Item item) {
        String key = keyOf(item);
        int place = find(key);
        if (place >= 0) {
            items[place] = item;
            return;
        }
        if (size == items.length) {
            items = Arrays.copyOf(items, size + (size >> 1) + 1);
        }
        items[size++] = item;
        if (size > SEARCHED) {
            if (crowded == null && size * 2 > table.length) {
                rebuild();
            } else {
                enter(key, size);
            }
        }
    }

    /** Takes out the keys whose items their clients don't have any more: those that came last. */
    void removeLost() {
        while (size > 0 && items[size - 1].clock >= items[size - 1].client.state()) {
            size--;
            forget(keyOf(items[size]), size + 1);
            clear(size);
        }
        if (size <= SEARCHED) {
            table = NO_TABLE;
            crowded = null;
        }
    }

    /** What came last can just be taken out of the table: nothing stands behind it because of it. */
    private void forget(String key, int value) {
        if (crowded != null) {
            crowded.remove(key);
        } else if (table.length > 0) {
            int mask = table.length - 1;
            int at = slot(key) & mask;
            while (table[at] != value) {
                at = (at + 1) & mask;
            }
            table[at] = 0;
        }
    }

    /** Behind its size there is nothing. */
    @SuppressWarnings("NullAway")
    private void clear(int place) {
        items[place] = null;
    }

    private int find(String key) {
        if (crowded != null) {
            return crowded.getOrDefault(key, -1);
        }
        if (table.length == 0) {
            for (int i = 0; i < size; i++) {
                String other = items[i].key;
                if (key.equals(other)) {
                    return i;
                }
            }
            return -1;
        }
        int mask = table.length - 1;
        for (int slot = slot(key) & mask; table[slot] != 0; slot = (slot + 1) & mask) {
            if (key.equals(items[table[slot] - 1].key)) {
                return table[slot] - 1;
            }
        }
        return -1;
    }

    private void rebuild() {
        crowded = null;
        if (size <= SEARCHED) {
            table = NO_TABLE;
            return;
        }
        table = new int[Integer.highestOneBit(size) << 2];
        for (int i = 0; i < size; i++) {
            enter(keyOf(items[i]), i + 1);
        }
    }

    private void enter(String key, int value) {
        if (crowded != null) {
            crowded.put(key, value - 1);
            return;
        }
        int mask = table.length - 1;
        int first = slot(key);
        int probes = 0;
        while (table[(first + probes) & mask] != 0) {
            probes++;
        }
        table[(first + probes) & mask] = value;
        if (probes > MOST_PROBES) {
            crowd();
        }
    }

    /** Keys with the same hash are easy to make; a map of the JDK stays fast all the same. */
    private void crowd() {
        Map<String, Integer> places = HashMap.newHashMap(size);
        for (int i = 0; i < size; i++) {
            places.put(keyOf(items[i]), i);
        }
        crowded = places;
        table = NO_TABLE;
    }

    private static int slot(String key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }

    private static String keyOf(Item item) {
        String key = item.key;
        if (key == null) {
            throw new IllegalStateException("an item without a key: " + item);
        }
        return key;
    }
}
