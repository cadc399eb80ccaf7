package dev.parley.core.engine.struct;

import dev.parley.core.engine.update.UpdateWriter;
import java.util.Arrays;
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

        /** Answers by how many there are more now. */
        int add(long clock, long end) {
            int before = last - first;
            int from = reaching(clock);
            int to = from;
            while (to < last && clocks[to] <= end) {
                to++;
            }
            if (from == to) {
                insert(from, clock, end);
            } else {
                clocks[from] = Math.min(clocks[from], clock);
                ends[from] = Math.max(ends[to - 1], end);
                remove(from + 1, to);
            }
            return last - first - before;
        }

        private void insert(int at, long clock, long end) {
            if (last == clocks.length) {
                int room = last + (last >> 1) + 1;
                clocks = Arrays.copyOf(clocks, room);
                ends = Arrays.copyOf(ends, room);
            }
            System.arraycopy(clocks, at, clocks, at + 1, last - at);
            System.arraycopy(ends, at, ends, at + 1, last - at);
            clocks[at] = clock;
            ends[at] = end;
            last++;
        }

        private void remove(int from, int to) {
            System.arraycopy(clocks, to, clocks, from, last - to);
            System.arraycopy(ends, to, ends, from, last - to);
            last -= to - from;
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

    void add(Deletions deletions) {
        for (int i = 0; i < deletions.size(); i++) {
            var ranges = byClient.computeIfAbsent(deletions.client(i).id, id -> new Ranges());
            size += ranges.add(deletions.clock(i), deletions.end(i));
        }
    }

    void write(UpdateWriter out) {
        out.number(byClient.size());
        byClient.forEach((client, ranges) -> ranges.write(client, out));
    }
}
