package dev.parley.core.event;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a room's chain stands: the number of its last event and that event's hash. The next event is tied to it.
 *
 * @param hash 32 bytes, never altered
 */
public record Head(long sequence, byte[] hash) {
    /** Before the first event. */
    public static final Head START = new Head(0, new byte[Link.HASH_BYTES]);

    @Override
    public boolean equals(Object other) {
        return other instanceof Head head && head.sequence == sequence && Arrays.equals(head.hash, hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return sequence + ":" + HexFormat.of().formatHex(hash, 0, 6);
    }
}
