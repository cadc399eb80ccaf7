package dev.parley.core.event;

import java.time.Instant;

/**
 * What an event's stored bytes tell without a key.
 *
 * @param sequence the event's number in its room, from 1
 * @param previous the hash of the event before, zeros for the first; for {@link RoomEvent.Condensed} the hash of the event in whose place it is
 * @param generation grows when a room's past is exchanged: by a restore from backup, an erase, an import
 * @param epoch grows with each activation of the room, so that two writers can be told apart
 * @param kind what the event is called, for good
 * @param version of the fields of this kind
 */
public record Frame(
        long sequence,
        byte[] previous,
        long generation,
        long epoch,
        Instant time,
        String kind,
        long version,
        Body body) {

    /**
     * Where the fields are, and how they are packed.
     *
     * @param key the number of the key that they are sealed with; 0 if they are in the clear, as all of format 1 are
     * @param from where they begin in the event's bytes, up to the end
     */
    public record Body(boolean compressed, long key, int from) {}

    /** Whether a chain may begin here although it isn't the first event: what was before is gone for good. */
    boolean beginsAnew() {
        return erasesThePast() || replacesThePast();
    }

    /** Whether all before it is to go, or has gone. */
    public boolean erasesThePast() {
        return kind.equals(EventFormat.ERASED);
    }

    /** Whether it stands for all that happened up to here. */
    public boolean replacesThePast() {
        return kind.equals(EventFormat.CONDENSED);
    }

    /** Whether the room came back from a backup with this event. */
    public boolean isRestored() {
        return kind.equals(EventFormat.RESTORED);
    }

    ContentKey.Use use() {
        return replacesThePast() ? ContentKey.Use.REPLACEMENT : ContentKey.Use.EVENT;
    }
}
