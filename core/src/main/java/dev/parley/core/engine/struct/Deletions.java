package dev.parley.core.engine.struct;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.update.UpdateReader;
import dev.parley.core.engine.update.UpdateWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A growing set of deleted ranges. Once it is put in order it has the highest client first, and its ranges don't touch. Clients
 * are told apart by their numbers: of one that isn't part of the document yet there may be several objects.
 */
public final class Deletions {
    private record Range(Client client, long clock, long length) {}

    private static final Comparator<Range> IN_ORDER =
            Comparator.comparingLong((Range range) -> -range.client.id).thenComparingLong(Range::clock);

    private static final Client[] NOBODY = {};
    private static final long[] NOTHING = {};

    private Client[] clients = NOBODY;
    private long[] clocks = NOTHING;
    private long[] ends = NOTHING;
    private int size;
    private boolean ordered = true;

    /** The clients in the order in which they came, if that is not the order of the ranges. */
    private List<Long> arrivals = List.of();

    public void add(Client client, long clock, long length) {
        if (size > 0 && clients[size - 1].id == client.id) {
            if (ends[size - 1] == clock) {
                ends[size - 1] += length;
                return;
            }
            ordered &= ends[size - 1] < clock;
        } else if (size > 0) {
            ordered &= clients[size - 1].id > client.id;
        }
        if (size == clients.length) {
            int room = size + (size >> 1) + 2;
            clients = Arrays.copyOf(clients, room);
            clocks = Arrays.copyOf(clocks, room);
            ends = Arrays.copyOf(ends, room);
        }
        clients[size] = client;
        clocks[size] = clock;
        ends[size++] = clock + length;
    }

    /** Reads so many of them at most, as they stand in bytes, and puts them in order. */
    public static Deletions read(UpdateReader in, LongFunction<Client> clients, int most) throws MalformedInput {
        var deletions = new Deletions();
        long count = in.number();
        for (long i = 0; i < count; i++) {
            in.startRanges();
            var client = clients.apply(in.number());
            long ranges = in.number();
            for (long j = 0; j < ranges; j++) {
                deletions.addNext(in, client);
                if (deletions.size > most) {
                    throw new MalformedInput("expected no more than " + most + " ranges of deletions");
                }
            }
        }
        deletions.putInOrder();
        return deletions;
    }

    private void addNext(UpdateReader in, Client client) throws MalformedInput {
        long clock = in.rangeClock();
        long length = in.rangeLength();
        if (length > Decoder.MAX_VAR_UINT - clock) {
            throw new MalformedInput("expected a deletion that ends below 2^53, found " + clock + "+" + length);
        }
        if (length > 0) {
            add(client, clock, length);
        }
    }

    public void addTo(Deletions others) {
        eachAsItCame(others::add);
    }

    static Deletions together(Deletions one, Deletions other) {
        var all = new Deletions();
        one.addTo(all);
        other.addTo(all);
        all.putInOrder();
        return all;
    }

    /** Something to do with a range. */
    interface RangeWork {
        void accept(Client client, long clock, long length);
    }

    /** Goes through the ranges of the client that came first, then of the next one; only in order. */
    void eachAsItCame(RangeWork work) {
        if (arrivals.isEmpty()) {
            each(0, size, work);
            return;
        }
        for (long client : arrivals) {
            int from = firstOf(client);
            int to = from;
            while (to < size && clients[to].id == client) {
                to++;
            }
            each(from, to, work);
        }
    }

    /** Where the ranges of a client start, which has some; only in order. */
    private int firstOf(long client) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (clients[middle].id > client) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void each(int from, int to, RangeWork work) {
        for (int i = from; i < to; i++) {
            work.accept(clients[i], clocks[i], ends[i] - clocks[i]);
        }
    }

    /** Sorts it and puts together what touches. */
    public void putInOrder() {
        if (ordered) {
            return;
        }
        arrivals = Arrays.stream(clients, 0, size)
                .map(client -> client.id)
                .distinct()
                .toList();
        var ranges = new Range[size];
        for (int i = 0; i < size; i++) {
            ranges[i] = new Range(clients[i], clocks[i], ends[i] - clocks[i]);
        }
        Arrays.sort(ranges, IN_ORDER);
        size = 0;
        for (var range : ranges) {
            long end = range.clock + range.length;
            if (size > 0 && clients[size - 1].id == range.client.id && ends[size - 1] >= range.clock) {
                ends[size - 1] = Math.max(ends[size - 1], end);
            } else {
                clients[size] = range.client;
                clocks[size] = range.clock;
                ends[size++] = end;
            }
        }
        ordered = true;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public Client client(int i) {
        return clients[i];
    }

    public long clock(int i) {
        return clocks[i];
    }

    public long end(int i) {
        return ends[i];
    }

    /** Whether it has this clock; only in order. */
    public boolean has(Client client, long clock) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long difference = clients[middle].id - client.id;
            if (difference > 0 || (difference == 0 && ends[middle] <= clock)) {
                low = middle + 1;
            } else if (difference < 0 || clocks[middle] > clock) {
                high = middle - 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Writes it; only in order. */
    public void write(UpdateWriter out) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || clients[i].id != clients[i - 1].id) {
                count++;
            }
        }
        out.number(count);
        for (int i = 0; i < size; ) {
            int next = i + 1;
            while (next < size && clients[next].id == clients[i].id) {
                next++;
            }
            out.deletingClient(clients[i].id, next - i);
            for (; i < next; i++) {
                out.range(clocks[i], ends[i] - clocks[i]);
            }
        }
    }

    /** Everything that is deleted in a document, in order. */
    public static Deletions of(Clients clients) {
        var all = new Deletions();
        for (var client : clients.highestFirst()) {
            all.addOf(client, client.first(), Client.NOWHERE);
        }
        return all;
    }

    /** Adds what is deleted of a client from one place to another, or to the end. */
    void addOf(Client client, int from, int to) {
        for (int place = from; place != to; place = client.next(place)) {
            var struct = client.get(place);
            if (struct.isDeleted()) {
                add(client, struct.clock, struct.length());
            }
        }
    }
}
