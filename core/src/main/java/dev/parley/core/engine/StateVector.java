package dev.parley.core.engine;

import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.struct.Clients;
import dev.parley.core.engine.update.UpdateReader;
import dev.parley.core.engine.update.UpdateWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far somebody has come: for each client, the clock of the first unit that isn't known. Two replicas send each other theirs
 * first, and then what the other one lacks.
 *
 * <pre>{@code
 * var theirs = StateVector.decode(request);
 * long known = theirs.clock(7); // 0 if they have never heard of client 7
 * byte[] answer = doc.encodeSince(theirs, UpdateFormat.V1);
 * }</pre>
 */
public final class StateVector {
    public static final StateVector EMPTY = new StateVector(new long[0], new long[0]);

    /** From the highest to the lowest, as they are written: there may be tens of thousands. */
    private final long[] clients;

    private final long[] clocks;

    private StateVector(long[] clients, long[] clocks) {
        this.clients = clients;
        this.clocks = clocks;
    }

    /** Of clocks by client, both from 0 to 2^53 - 1. */
    public static StateVector of(Map<Long, Long> clocks) {
        var sorted = new TreeMap<Long, Long>(Collections.reverseOrder());
        sorted.putAll(clocks);
        var vector = new StateVector(new long[sorted.size()], new long[sorted.size()]);
        int i = 0;
        for (var entry : sorted.entrySet()) {
            vector.clients[i] = checked(entry.getKey());
            vector.clocks[i++] = checked(entry.getValue());
        }
        return vector;
    }

    private static long checked(long number) {
        if (number < 0 || number > Decoder.MAX_VAR_UINT) {
            throw new IllegalArgumentException("a client or clock is 0 to 2^53 - 1, not " + number);
        }
        return number;
    }

    static StateVector of(Clients known) {
        var all = known.highestFirst();
        return new StateVector(
                Arrays.stream(all).mapToLong(client -> client.id).toArray(),
                Arrays.stream(all).mapToLong(client -> client.state()).toArray());
    }

    /** Reads clients in any order, within the standard limits; of one that comes twice the last clock counts. */
    public static StateVector decode(byte[] bytes) throws MalformedInput {
        return decode(bytes, Limits.standard());
    }

    /** The same, with as many clients as an update may hold structs. */
    public static StateVector decode(byte[] bytes, Limits limits) throws MalformedInput {
        return read(UpdateReader.ofPlain(bytes, UpdateFormat.V1), limits);
    }

    static StateVector read(UpdateReader in, Limits limits) throws MalformedInput {
        long count = in.number();
        if (count > limits.structs()) {
            throw new MalformedInput("expected no more than " + limits.structs() + " clients, found " + count);
        }
        var clients = new long[16];
        var clocks = new long[16];
        boolean ordered = true;
        int size = 0;
        for (; size < count; size++) {
            if (size == clients.length) {
                clients = Arrays.copyOf(clients, size * 2);
                clocks = Arrays.copyOf(clocks, size * 2);
            }
            clients[size] = in.number();
            clocks[size] = in.number();
            ordered &= size == 0 || clients[size - 1] > clients[size];
        }
        var vector = new StateVector(Arrays.copyOf(clients, size), Arrays.copyOf(clocks, size));
        return ordered ? vector : of(vector.asMap());
    }

    public byte[] encode() {
        var out = UpdateWriter.of(UpdateFormat.V1);
        write(out);
        return out.toPlainBytes();
    }

    void write(UpdateWriter out) {
        out.number(clients.length);
        for (int i = 0; i < clients.length; i++) {
            out.number(clients[i]);
            out.number(clocks[i]);
        }
    }

    /** The first clock of this client that isn't known; 0 if nothing is. */
    public long clock(long client) {
        int low = 0;
        int high = clients.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (clients[middle] == client) {
                return clocks[middle];
            }
            if (clients[middle] > client) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return 0;
    }

    /** How many clients are in it. */
    public int size() {
        return clients.length;
    }

    /** The clocks by client, the highest client first. */
    public Map<Long, Long> asMap() {
        var map = LinkedHashMap.<Long, Long>newLinkedHashMap(clients.length);
        for (int i = 0; i < clients.length; i++) {
            map.put(clients[i], clocks[i]);
        }
        return Collections.unmodifiableMap(map);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StateVector vector
                && Arrays.equals(clients, vector.clients)
                && Arrays.equals(clocks, vector.clocks);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(clients) + Arrays.hashCode(clocks);
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}
