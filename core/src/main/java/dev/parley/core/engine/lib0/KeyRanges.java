package dev.parley.core.engine.lib0;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Comparator;

/** Where keys of objects are, in an array of bytes: the inner objects' behind the outer ones'. */
final class KeyRanges {
    private static final int INITIAL_KEYS = 8;
    private static final int[] NO_KEYS = {};

    /** Up to so many keys, each is compared with each; more are sorted, for they may be very many. */
    private static final int FEW = 12;

    private static final byte[] PROTO = KeyOrder.PROTO.getBytes(US_ASCII);

    private final byte[] bytes;

    /** For each key where it starts, and where it ends. */
    private int[] starts = NO_KEYS;

    private int[] ends = NO_KEYS;
    private int count;

    KeyRanges(byte[] bytes) {
        this.bytes = bytes;
    }

    int count() {
        return count;
    }

    void add(int start, int end) {
        if (count == starts.length) {
            int room = Math.max(INITIAL_KEYS, 2 * count);
            starts = Arrays.copyOf(starts, room);
            ends = Arrays.copyOf(ends, room);
        }
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    /** Forgets all from this one on. */
    void forget(int first) {
        count = first;
    }

    /** Whether an object of JavaScript could have the keys from this one on, in this order. */
    boolean areInOrder(int first) {
        long last = -1;
        int named = count;
        for (int i = first; i < count; i++) {
            long index = KeyOrder.index(bytes, starts[i], ends[i]);
            if (index < 0) {
                named = Math.min(named, i);
            } else if (named < count || index <= last) {
                return false;
            } else {
                last = index;
            }
        }
        return areDistinct(named);
    }

    private boolean areDistinct(int first) {
        for (int i = first; i < count; i++) {
            if (Arrays.equals(bytes, starts[i], ends[i], PROTO, 0, PROTO.length)) {
                return false;
            }
        }
        return count - first <= FEW ? eachDiffersFromEach(first) : neighboursDiffer(first);
    }

    private boolean eachDiffersFromEach(int first) {
        for (int i = first; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                if (compare(i, j) == 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean neighboursDiffer(int first) {
        var sorted = new Integer[count - first];
        Arrays.setAll(sorted, i -> first + i);
        Comparator<Integer> byBytes = this::compare;
        Arrays.sort(sorted, byBytes);
        for (int i = 1; i < sorted.length; i++) {
            if (compare(sorted[i - 1], sorted[i]) == 0) {
                return false;
            }
        }
        return true;
    }

    private int compare(int one, int other) {
        return Arrays.compare(bytes, starts[one], ends[one], bytes, starts[other], ends[other]);
    }
}
