package dev.parley.persistence.leveldb;

/**
 * An event as it was found, whole, under its own number.
 *
 * @param stamp when it was written, in microseconds since 1970; no two events share one, and it grows from write to write, so
 *     that it also is the event's place in the order of all rooms
 */
public record StoredEvent(String persistenceId, long stamp, NewEvent event) {
    private static final long MICROS = 1_000;

    public long sequence() {
        return event.sequence();
    }

    /** In milliseconds since 1970. */
    public long timestamp() {
        return stamp / MICROS;
    }
}
