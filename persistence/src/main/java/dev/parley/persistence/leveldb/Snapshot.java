package dev.parley.persistence.leveldb;

import org.jspecify.annotations.Nullable;

/**
 * What a room was after one of its events.
 *
 * @param sequence the number of that event
 * @param timestamp when it was taken, in milliseconds since 1970
 * @param metadata what goes with it, in its own form
 */
public record Snapshot(
        String persistenceId,
        long sequence,
        long timestamp,
        Payload payload,
        @Nullable Payload metadata) {}
