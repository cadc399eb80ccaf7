package dev.parley.rooms.room;

import org.jspecify.annotations.Nullable;

/** Whether this node's journal takes something at the moment. Asked before a room is given something to write. */
@FunctionalInterface
public interface JournalState {
    /** Why it doesn't take so many bytes of updates now, as a sentence; null if it does. */
    @Nullable
    String refusal(long bytes);
}
