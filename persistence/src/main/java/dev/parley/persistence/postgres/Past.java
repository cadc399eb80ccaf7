package dev.parley.persistence.postgres;

import akka.actor.ActorSystem;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.r2dbc.query.javadsl.R2dbcReadJournal;
import dev.parley.core.event.Checkpoint;
import dev.parley.persistence.history.Checkpoints;
import dev.parley.persistence.history.Journal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A cluster's journal, as readers of the past ask for it. */
public final class Past {
    private Past() {}

    /** The journal of this actor system. */
    public static Journal of(ActorSystem system) {
        var events =
                PersistenceQuery.get(system).getReadJournalFor(R2dbcReadJournal.class, R2dbcReadJournal.Identifier());
        var table = CheckpointTable.of(system);
        return new Journal(events, events, id -> await(table.highestEvent(id)), new Table(table), Shears.of(system));
    }

    private record Table(CheckpointTable table) implements Checkpoints {
        @Override
        public List<Long> sequences(String journalId) throws IOException {
            return await(table.sequences(journalId));
        }

        @Override
        public Checkpoint load(String journalId, long sequence) throws IOException {
            var found = await(table.newest(journalId, sequence));
            if (found.isPresent()
                    && found.get().metadata().sequenceNr() == sequence
                    && found.get().snapshot() instanceof Checkpoint checkpoint) {
                return checkpoint;
            }
            throw new IOException("there is none in the database that can be read");
        }
    }

    static <T extends @Nullable Object> T await(CompletionStage<T> stage) throws IOException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IOException("the database does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the database was asked");
        }
    }
}
