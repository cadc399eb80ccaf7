package dev.parley.core.event;

import dev.parley.core.access.RoomName;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a room's chain stands: the number of its last event and that event's hash. The next event is tied to it.
 *
 * @param hash 32 bytes, never altered
 */
public record Head(long sequence, byte[] hash) {
    private static final byte[] NOTHING = new byte[Link.HASH_BYTES];

    /** Before the first event. */
    public static final Head START = new Head(0, NOTHING);

    /** The event as number {@code sequence + 1} of the room's chain. */
    public Link link(RoomEvent event) {
        return Link.of(sequence + 1, hash, event);
    }

    /** Whether the link is the one that comes right after this head. */
    public boolean precedes(Link link) {
        return link.sequence() == sequence + 1 && Arrays.equals(link.previous(), hash);
    }

    /** The head once the link has been added. */
    public static Head after(RoomName room, Link link) {
        return new Head(link.sequence(), link.hash(room));
    }

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
