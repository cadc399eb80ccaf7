package dev.parley.core.engine.type;

import dev.parley.core.engine.Input;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.Deleting;
import dev.parley.core.engine.struct.Integration;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Ledger;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reading and changing the keys of a map, or the attributes of another type. */
final class MapEdit {
    private MapEdit() {}

    static void set(Ledger ledger, Branch branch, String key, Input value) {
        var content = Contents.of(value);
        Integration.insert(ledger, branch, branch.store().key(key), branch.entry(key), null, content, 1);
        Contents.fill(ledger, value, content);
    }

    static void delete(Ledger ledger, Branch branch, String key) {
        var item = branch.entry(key);
        if (item != null) {
            Deleting.delete(ledger, item);
        }
    }

    static void clear(Ledger ledger, Branch branch) {
        branch.entries(item -> Deleting.delete(ledger, item));
    }

    static @Nullable Value get(Branch branch, String key) {
        var item = branch.entry(key);
        return item == null || item.isDeleted() ? null : shown(item);
    }

    /** Bytes from outside can put a format under a key, which has no value: Yjs shows the key as undefined. */
    private static Value shown(Item item) {
        var value = Views.last(item);
        return value == null ? Any.UNDEFINED : value;
    }

    /** The keys and values of now; a view, which can't be changed. */
    static Map<String, Value> view(Branch branch) {
        return new AbstractMap<>() {
            @Override
            public @Nullable Value get(@Nullable Object key) {
                return key instanceof String name ? MapEdit.get(branch, name) : null;
            }

            @Override
            public boolean containsKey(@Nullable Object key) {
                return get(key) != null;
            }

            @Override
            public Set<Entry<String, Value>> entrySet() {
                return new Entries(branch);
            }
        };
    }

    private static final class Entries extends AbstractSet<Map.Entry<String, Value>> {
        private final Branch branch;

        Entries(Branch branch) {
            this.branch = branch;
        }

        @Override
        public int size() {
            int size = 0;
            for (int i = 0; i < branch.entryCount(); i++) {
                if (!branch.entryAt(i).isDeleted()) {
                    size++;
                }
            }
            return size;
        }

        @Override
        public Iterator<Map.Entry<String, Value>> iterator() {
            return new Iterator<>() {
                private int place;
                private Map.@Nullable Entry<String, Value> next = advance();

                private Map.@Nullable Entry<String, Value> advance() {
                    while (place < branch.entryCount()) {
                        var item = branch.entryAt(place++);
                        var key = item.key();
                        if (key != null && !item.isDeleted()) {
                            return Map.entry(key, shown(item));
                        }
                    }
                    return null;
                }

                @Override
                public boolean hasNext() {
                    return next != null;
                }

                @Override
                public Map.Entry<String, Value> next() {
                    var current = next;
                    if (current == null) {
                        throw new NoSuchElementException();
                    }
                    next = advance();
                    return current;
                }
            };
        }
    }
}
