package dev.parley.core.engine.struct;

import dev.parley.core.engine.update.UpdateWriter;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Deletions of what isn't there yet. A client's all lie behind what it has written, so that those whose time has come are its
 * first ones: however many wait, a change costs what it sets free.
 */
final class WaitingDeletions {
    /** Ranges of one client by rising clock, which don't touch each other. */
    private static final class Ranges {
        private long[] clocks = new long[1];
        private long[] ends = new long[1];
        private int first;
        private int last;

        /** The first range that ends at this clock or later. */
        private int reaching(long clock) {
            int low = first;
            int high = last;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (ends[middle] < clock) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        boolean covers(long clock, long end) {
            int i = reaching(clock);
            return i < last && clocks[i] <= clock && end <= ends[i];
        }

        /** Adds ranges that are in order, and answers by how many there are more now. */
        int add(Deletions more, int from, int to) {
            int before = last - first;
            int low = reaching(more.clock(from));
            int high = low;
            while (high < last && clocks[high] <= more.end(to - 1)) {
                high++;
            }
            var merged = new Ranges();
            merged.clocks = new long[high - low + to - from];
            merged.ends = new long[high - low + to - from];
            for (int old = low, next = from; old < high || next < to; ) {
                if (next == to || (old < high && clocks[old] <= more.clock(next))) {
                    merged.append(clocks[old], ends[old++]);
                } else {
                    merged.append(more.clock(next), more.end(next++));
                }
            }
            replace(low, high, merged);
            return last - first - before;
        }

        /** What starts at the end of the last one or before becomes a part of it. */
        private void append(long clock, long end) {
            if (last > 0 && clock <= ends[last - 1]) {
                ends[last - 1] = Math.max(ends[last - 1], end);
            } else {
                clocks[last] = clock;
                ends[last++] = end;
            }
        }

        private void replace(int low, int high, Ranges by) {
            int newLast = last + by.last - (high - low);
            if (newLast > clocks.length) {
                // What is free in front is used before the arrays grow.
                int size = newLast - first;
                int room = size > clocks.length / 2 ? size + (size >> 1) : clocks.length;
                clocks = replaced(clocks, low, high, by.clocks, by.last, room);
                ends = replaced(ends, low, high, by.ends, by.last, room);
                first = 0;
                last = size;
                return;
            }
            System.arraycopy(clocks, high, clocks, low + by.last, last - high);
            System.arraycopy(ends, high, ends, low + by.last, last - high);
            System.arraycopy(by.clocks, 0, clocks, low, by.last);
            System.arraycopy(by.ends, 0, ends, low, by.last);
            last = newLast;
        }

        private long[] replaced(long[] old, int low, int high, long[] by, int count, int room) {
            var replaced = new long[room];
            System.arraycopy(old, first, replaced, 0, low - first);
            System.arraycopy(by, 0, replaced, low - first, count);
            System.arraycopy(old, high, replaced, low - first + count, last - high);
            return replaced;
        }

        void addBelow(Client client, Deletions ready) {
            for (int i = first; i < last && clocks[i] < client.state(); i++) {
                ready.add(client, clocks[i], Math.min(ends[i], client.state()) - clocks[i]);
            }
        }

        /** Answers by how many there are fewer now. */
        int removeBelow(long state) {
            int before = first;
            while (first < last && ends[first] <= state) {
                first++;
            }
            if (first < last) {
                clocks[first] = Math.max(clocks[first], state);
            }
            return first - before;
        }

        void write(long client, UpdateWriter out) {
            out.deletingClient(client, last - first);
            for (int i = first; i < last; i++) {
                out.range(clocks[i], ends[i] - clocks[i]);
            }
        }
    }

    private final NavigableMap<Long, Ranges> byClient = new TreeMap<>(Comparator.reverseOrder());
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** How many ranges wait. */
    int size() {
        return size;
    }

    /** Whether some wait for this client. */
    boolean waitFor(Client client) {
        return size > 0 && byClient.containsKey(client.id);
    }

    /** Those that a client's state has passed by now, of the clients that a transaction touched or of all. */
    Deletions ready(Ledger ledger, boolean ofAll) {
        var ready = new Deletions();
        if (ofAll) {
            byClient.forEach((id, ranges) -> {
                @Nullable Client client = ledger.store.clients().get(id);
                if (client != null) {
                    ranges.addBelow(client, ready);
                }
            });
        } else if (size > 0) {
            for (var client : ledger.touched) {
                var ranges = byClient.get(client.id);
                if (ranges != null) {
                    ranges.addBelow(client, ready);
                }
            }
            ready.putInOrder();
        }
        return ready;
    }

    /** Those that were ready wait no more. */
    void remove(Deletions ready) {
        for (int i = 0; i < ready.size(); i++) {
            var client = ready.client(i);
            var ranges = byClient.get(client.id);
            if (ranges != null) {
                size -= ranges.removeBelow(client.state());
                if (ranges.first == ranges.last) {
                    byClient.remove(client.id);
                }
            }
        }
    }

    /** How many of these don't wait yet. */
    int countNew(Deletions deletions) {
        int count = 0;
        for (int i = 0; i < deletions.size(); i++) {
            var known = byClient.get(deletions.client(i).id);
            if (known == null || !known.covers(deletions.clock(i), deletions.end(i))) {
                count++;
            }
        }
        return count;
    }

    /** Adds ranges that are in order. */
    void add(Deletions deletions) {
        for (int from = 0; from < deletions.size(); ) {
            long client = deletions.client(from).id;
            int to = from + 1;
            while (to < deletions.size() && deletions.client(to).id == client) {
                to++;
            }
            size += byClient.computeIfAbsent(client, id -> new Ranges()).add(deletions, from, to);
            from = to;
        }
    }

    void write(UpdateWriter out) {
        out.number(byClient.size());
        byClient.forEach((client, ranges) -> ranges.write(client, out));
    }
}
