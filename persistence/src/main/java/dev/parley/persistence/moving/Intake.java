package dev.parley.persistence.moving;

import dev.parley.core.event.Checkpoint;
import java.io.IOException;
import java.util.List;

/** Takes into a journal what was stored in another. Calls block. */
public interface Intake {
    /**
     * Stores the next events of a room, all or none; it returns when they are safe.
     *
     * @param events whose numbers grow, from above that of the room's last one; numbers may be left out
     * @throws IOException if there are others under their numbers, or the journal takes nothing now
     */
    void store(String journalId, List<Filed> events) throws IOException;

    /** Keeps a checkpoint of a room whose events are there. */
    void keep(String journalId, Checkpoint checkpoint) throws IOException;
}
