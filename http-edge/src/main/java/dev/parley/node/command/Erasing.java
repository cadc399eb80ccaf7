package dev.parley.node.command;

import dev.parley.core.access.RoomName;
import dev.parley.rooms.room.Erasure;
import java.util.concurrent.CompletionStage;

/** Has a room erased by its lobby, wherever that is. */
@FunctionalInterface
public interface Erasing {
    /** Answered in any case, in the end. */
    CompletionStage<Erasure> erase(RoomName room, String author);
}
