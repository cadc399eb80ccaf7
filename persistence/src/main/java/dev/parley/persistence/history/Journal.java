package dev.parley.persistence.history;

import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.persistence.query.javadsl.CurrentPersistenceIdsQuery;
import java.io.IOException;

/**
 * A journal, with all that readers beside the actors need of it, and who takes its past away.
 *
 * @param ids whose events it has
 * @param events in their order; one that can't be read is left out
 * @param highest the number of a room's last event, as it was acknowledged, whatever is left of it
 */
public record Journal(
        CurrentPersistenceIdsQuery ids,
        CurrentEventsByPersistenceIdQuery events,
        Highest highest,
        Checkpoints checkpoints,
        Pruning pruning) {

    /** Asks a journal for a last number. The call blocks. */
    @FunctionalInterface
    public interface Highest {
        /** 0 if nothing is known of it. */
        long of(String journalId) throws IOException;
    }
}
