package dev.parley.persistence.history;

import dev.parley.core.event.Checkpoint;
import java.io.IOException;
import java.util.List;

/** The checkpoints that a journal's snapshot store keeps, for readers beside the room's actor. Calls block. */
public interface Checkpoints {
    /** The numbers of the events after which there is one, in their order. */
    List<Long> sequences(String journalId) throws IOException;

    /** The one after this event. */
    Checkpoint load(String journalId, long sequence) throws IOException;
}
