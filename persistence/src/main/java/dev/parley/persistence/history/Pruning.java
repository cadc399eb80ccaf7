package dev.parley.persistence.history;

import dev.parley.core.event.Link;
import java.io.IOException;

/**
 * Takes the past of rooms away for good, from a journal in which the room itself may go on writing meanwhile. Calls block. What was
 * cut off by a failure is done in full by calling once more; doing something twice does nothing.
 */
public interface Pruning {
    /**
     * Deletes the room's events up to this number, and its checkpoints after any of them, so that nothing of these is left in the journal's
     * own files. The numbers stay taken.
     */
    void deleteTo(String journalId, long sequence) throws IOException;

    /**
     * Puts this event in the place of the one with its number and deletes all before that, in one step for who reads; then the checkpoints up to
     * it, which stand on what is gone. Does nothing if the event in its place is condensed already, or gone.
     */
    void replace(String journalId, Link condensed) throws IOException;
}
