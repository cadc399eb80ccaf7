package dev.parley.persistence.leveldb.plugin;

import akka.actor.ActorSystem;
import akka.persistence.query.PersistenceQuery;
import dev.parley.core.event.Checkpoint;
import dev.parley.persistence.history.Checkpoints;
import dev.parley.persistence.history.Journal;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.SnapshotFiles;
import dev.parley.persistence.serial.CheckpointSerializer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** A node's journal, as readers of the past ask for it. */
public final class Past {
    private Past() {}

    /** The journal of this actor system. */
    public static Journal of(ActorSystem system) {
        var open = OpenJournal.of(system);
        var events = PersistenceQuery.get(system).getReadJournalFor(ReadJournal.class, ReadJournal.IDENTIFIER);
        var checkpoints = new Files(open.snapshots(), open.events());
        return new Journal(
                events,
                events,
                // A checkpoint is a witness, too: what it holds was in the journal.
                id -> Math.max(highest(open.events(), id), checkpoints.highest(id)),
                checkpoints,
                new Shears(open.events(), open.snapshots()));
    }

    private static long highest(EventStore events, String journalId) throws IOException {
        try {
            return events.highest(journalId).toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IOException("the last number of '" + journalId + "' cannot be told", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a last number was looked for");
        }
    }

    private record Files(SnapshotFiles files, EventStore events) implements Checkpoints {
        long highest(String journalId) throws IOException {
            var sequences = sequences(journalId);
            return sequences.isEmpty() ? 0 : sequences.getLast();
        }

        @Override
        public List<Long> sequences(String journalId) throws IOException {
            return files.entries(journalId).stream()
                    .filter(entry -> entry.weight() != null)
                    .map(SnapshotFiles.Entry::sequence)
                    .distinct()
                    .toList()
                    .reversed();
        }

        @Override
        public Checkpoint load(String journalId, long sequence) throws IOException {
            if (events.events(journalId, sequence, sequence).events().isEmpty()) {
                throw new IOException("the journal lacks the event that it stands behind");
            }
            var snapshot = files.newest(journalId, entry -> entry.sequence() == sequence && entry.weight() != null)
                    .orElseThrow(() -> new IOException("there is no file of it that can be read"));
            var payload = snapshot.payload();
            return (Checkpoint) new CheckpointSerializer().fromBinary(payload.bytes(), payload.manifest());
        }
    }
}
