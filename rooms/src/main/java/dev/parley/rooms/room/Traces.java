package dev.parley.rooms.room;

import dev.parley.core.access.RoomName;
import java.util.concurrent.CompletionStage;

/** What the journal's files hold of rooms. */
@FunctionalInterface
public interface Traces {
    /**
     * Takes away for good the room's events up to this number, and its checkpoints after any of them; completes when nothing of them
     * is left. Doing it again does nothing.
     */
    CompletionStage<Void> remove(RoomName room, long upTo);
}
