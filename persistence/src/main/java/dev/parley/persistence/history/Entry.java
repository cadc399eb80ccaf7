package dev.parley.persistence.history;

import dev.parley.core.event.Frame;
import dev.parley.core.event.RoomEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event of a room in its place.
 *
 * @param event null if it can't be opened, because its key was destroyed or this release doesn't know its kind
 * @param fault why it can't be opened, as a sentence's part; null if it can
 * @param bytes how many are stored
 * @param hash of the event in its room's chain
 */
public record Entry(
        Frame frame, @Nullable RoomEvent event, @Nullable String fault, int bytes, byte[] hash) {}
