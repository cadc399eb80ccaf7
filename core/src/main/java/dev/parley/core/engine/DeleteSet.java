package dev.parley.core.engine;

import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.struct.Client;
import dev.parley.core.engine.struct.Deletions;
import dev.parley.core.engine.update.UpdateReader;
import dev.parley.core.engine.update.UpdateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is deleted: ranges of clocks for each client, in order and apart from each other.
 *
 * <pre>{@code
 * var deleted = DeleteSet.of(Map.of(7L, List.of(new Range(0, 3), new Range(3, 2))));
 * deleted.has(7, 4); // true
 * deleted.asMap();   // {7=[Range[clock=0, length=5]]}
 * byte[] bytes = deleted.encode(UpdateFormat.V1);
 * }</pre>
 */
public final class DeleteSet {
    /** So many clocks, from this one on. */
    public record Range(long clock, long length) {
        public Range {
            if (clock < 0 || length < 1 || length > Decoder.MAX_VAR_UINT - clock) {
                throw new IllegalArgumentException(
                        "a range is within 0 to 2^53 - 1 and not empty, not " + length + " from " + clock);
            }
        }
    }

    public static final DeleteSet EMPTY = of(new Deletions());

    /** Of each range, the highest client first. */
    private final long[] clients;

    private final long[] clocks;
    private final long[] ends;

    private DeleteSet(long[] clients, long[] clocks, long[] ends) {
        this.clients = clients;
        this.clocks = clocks;
        this.ends = ends;
    }

    /** Of ranges by client, in any order. */
    public static DeleteSet of(Map<Long, List<Range>> ranges) {
        var deletions = new Deletions();
        ranges.forEach((id, ofClient) -> {
            if (id < 0 || id > Decoder.MAX_VAR_UINT) {
                throw new IllegalArgumentException("a client is 0 to 2^53 - 1, not " + id);
            }
            var client = new Client(id);
            ofClient.forEach(range -> deletions.add(client, range.clock, range.length));
        });
        deletions.putInOrder();
        return of(deletions);
    }

    /** Of what is in order; nothing of the clients themselves is kept, which would keep their documents. */
    static DeleteSet of(Deletions deletions) {
        int size = deletions.size();
        var set = new DeleteSet(new long[size], new long[size], new long[size]);
        for (int i = 0; i < size; i++) {
            set.clients[i] = deletions.client(i).id;
            set.clocks[i] = deletions.clock(i);
            set.ends[i] = deletions.end(i);
        }
        return set;
    }

    /** Reads clients and ranges in any order, within the standard limits. */
    public static DeleteSet decode(byte[] bytes, UpdateFormat format) throws MalformedInput {
        return decode(bytes, format, Limits.standard());
    }

    /** Reads clients and ranges in any order: as many ranges as an update may hold structs. */
    public static DeleteSet decode(byte[] bytes, UpdateFormat format, Limits limits) throws MalformedInput {
        return read(UpdateReader.ofPlain(bytes, format), limits);
    }

    static DeleteSet read(UpdateReader in, Limits limits) throws MalformedInput {
        return of(Deletions.read(in, Client::new, limits.structs()));
    }

    public byte[] encode(UpdateFormat format) {
        var out = UpdateWriter.of(format);
        write(out);
        return out.toPlainBytes();
    }

    /** For the engine itself: writes it as the end of an update. */
    public void write(UpdateWriter out) {
        var deletions = new Deletions();
        Client client = null;
        for (int i = 0; i < clients.length; i++) {
            if (client == null || client.id != clients[i]) {
                client = new Client(clients[i]);
            }
            deletions.add(client, clocks[i], ends[i] - clocks[i]);
        }
        deletions.write(out);
    }

    public boolean isEmpty() {
        return clients.length == 0;
    }

    /** Whether this unit is deleted. */
    public boolean has(long client, long clock) {
        return has(client, clock, clock + 1);
    }

    /** Whether all of these are deleted, of which there must be some. */
    private boolean has(long client, long clock, long end) {
        int low = 0;
        int high = clients.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (clients[middle] > client || (clients[middle] == client && ends[middle] <= clock)) {
                low = middle + 1;
            } else if (clients[middle] < client || clocks[middle] > clock) {
                high = middle - 1;
            } else {
                return end <= ends[middle];
            }
        }
        return false;
    }

    boolean hasAll(Deletions others) {
        for (int i = 0; i < others.size(); i++) {
            if (!has(others.client(i).id, others.clock(i), others.end(i))) {
                return false;
            }
        }
        return true;
    }

    /** The ranges by client, the highest client first. */
    public Map<Long, List<Range>> asMap() {
        var map = new LinkedHashMap<Long, List<Range>>();
        for (int i = 0; i < clients.length; i++) {
            map.computeIfAbsent(clients[i], client -> new ArrayList<>()).add(new Range(clocks[i], ends[i] - clocks[i]));
        }
        map.replaceAll((client, ranges) -> List.copyOf(ranges));
        return Collections.unmodifiableMap(map);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeleteSet set
                && Arrays.equals(clients, set.clients)
                && Arrays.equals(clocks, set.clocks)
                && Arrays.equals(ends, set.ends);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(clients) + Arrays.hashCode(clocks)) + Arrays.hashCode(ends);
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}
