package dev.parley.persistence.leveldb.plugin;

import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotSelectionCriteria;
import com.typesafe.config.Config;
import dev.parley.core.event.Checkpoint;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.Snapshot;
import dev.parley.persistence.leveldb.SnapshotFiles;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import scala.Option;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * Akka Persistence's way to the snapshots of a node, on threads of its own, since files keep them waiting. A snapshot that is a
 * {@link Checkpoint} takes part in thinning; others stay until they are deleted.
 */
final class SnapshotStore extends akka.persistence.snapshot.japi.SnapshotStore {
    private final EventStore events = OpenJournal.of(context().system()).events();
    private final SnapshotFiles files = OpenJournal.of(context().system()).snapshots();
    private final Payloads payloads = new Payloads(context().system());
    private final Executor reading;
    private final Executor saving;
    private final long mostWaiting;

    /** The bytes of all that are to be saved and aren't yet; only this actor adds to it. */
    private final AtomicLong waiting = new AtomicLong();

    SnapshotStore(Config config) {
        this.reading = context().system().dispatchers().lookup(config.getString("file-dispatcher"));
        this.saving = context().system().dispatchers().lookup(config.getString("saving-dispatcher"));
        this.mostWaiting = config.getBytes("waiting");
    }

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return onFiles(() -> files.newest(
                        persistenceId, entry -> matches(entry, criteria) && isInTheJournal(persistenceId, entry))
                .map(this::selected));
    }

    /** A checkpoint that is newer than the journal's end tells that the journal lost its end: it is a witness, and no place to go on. */
    private boolean isInTheJournal(String persistenceId, SnapshotFiles.Entry entry) {
        try {
            boolean isThere = entry.weight() == null
                    || !events.events(persistenceId, entry.sequence(), entry.sequence())
                            .events()
                            .isEmpty();
            if (!isThere) {
                events.lost(persistenceId, entry.sequence());
            }
            return isThere;
        } catch (IOException e) {
            return false;
        }
    }

    private SelectedSnapshot selected(Snapshot snapshot) {
        var metadata = snapshot.metadata();
        return SelectedSnapshot.create(
                new SnapshotMetadata(
                        snapshot.persistenceId(),
                        snapshot.sequence(),
                        snapshot.timestamp(),
                        metadata == null ? Option.empty() : Option.apply(payloads.toObject(metadata))),
                payloads.toObject(snapshot.payload()));
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        var stored = new Snapshot(
                metadata.persistenceId(),
                metadata.sequenceNr(),
                metadata.timestamp(),
                payloads.toBytes(snapshot),
                payloads.optionalToBytes(metadata.metadata()));
        var weight =
                snapshot instanceof Checkpoint checkpoint ? OptionalLong.of(checkpoint.weight()) : OptionalLong.empty();
        long size = stored.payload().bytes().length;
        // What is larger than all that may wait is taken when nothing else does.
        if (waiting.get() > 0 && waiting.get() + size > mostWaiting) {
            return FutureConverters.asScala(CompletableFuture.failedStage(
                    new IOException("More snapshots wait to be written than may (parley.leveldb.snapshots.waiting)")));
        }
        waiting.addAndGet(size);
        return doOnFiles(saving, () -> {
            try {
                events.writeBeside(size, () -> files.save(stored, weight));
            } finally {
                waiting.addAndGet(-size);
            }
        });
    }

    /** Without a time, the metadata mean the snapshot of that number, whenever it was taken. */
    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        return doOnFiles(reading, () -> {
            files.delete(
                    metadata.persistenceId(),
                    entry -> entry.sequence() == metadata.sequenceNr()
                            && (metadata.timestamp() == 0 || entry.timestamp() == metadata.timestamp()));
        });
    }

    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return doOnFiles(reading, () -> {
            files.delete(persistenceId, entry -> matches(entry, criteria));
        });
    }

    private static boolean matches(SnapshotFiles.Entry entry, SnapshotSelectionCriteria criteria) {
        return entry.sequence() <= criteria.maxSequenceNr()
                && entry.timestamp() <= criteria.maxTimestamp()
                && entry.sequence() >= criteria.minSequenceNr()
                && entry.timestamp() >= criteria.minTimestamp();
    }

    private interface Work<T> {
        T work() throws IOException;
    }

    private interface Deed {
        void work() throws IOException;
    }

    private static Future<Void> doOnFiles(Executor executor, Deed deed) {
        return FutureConverters.asScala(CompletableFuture.runAsync(
                () -> {
                    try {
                        deed.work();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                executor));
    }

    private <T> Future<T> onFiles(Work<T> work) {
        return FutureConverters.asScala(CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.work();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                reading));
    }
}
