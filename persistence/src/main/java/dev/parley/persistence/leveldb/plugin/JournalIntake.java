package dev.parley.persistence.leveldb.plugin;

import akka.actor.ActorSystem;
import dev.parley.core.event.Checkpoint;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.NewEvent;
import dev.parley.persistence.leveldb.Snapshot;
import dev.parley.persistence.leveldb.SnapshotFiles;
import dev.parley.persistence.leveldb.WriteRefused;
import dev.parley.persistence.moving.Filed;
import dev.parley.persistence.moving.Intake;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** A node's journal, for events that were stored elsewhere. */
public final class JournalIntake implements Intake {
    private final EventStore events;
    private final SnapshotFiles snapshots;
    private final Payloads payloads;
    private final String writer = UUID.randomUUID().toString();

    /** Into the journal of this actor system. */
    public static JournalIntake of(ActorSystem system) {
        var open = OpenJournal.of(system);
        return new JournalIntake(open.events(), open.snapshots(), new Payloads(system));
    }

    private JournalIntake(EventStore events, SnapshotFiles snapshots, Payloads payloads) {
        this.events = events;
        this.snapshots = snapshots;
        this.payloads = payloads;
    }

    @Override
    public void store(String journalId, List<Filed> filed) throws IOException {
        long next = await(events.highest(journalId)) + 1;
        if (filed.getFirst().number() < next) {
            throw new IOException("there are other events under these numbers");
        }
        var unused = await(events.append(
                journalId, next, filed.stream().map(this::newEvent).toList()));
    }

    private NewEvent newEvent(Filed filed) {
        return new NewEvent(filed.number(), writer, "", Set.of(), payloads.toBytes(filed.link()), null);
    }

    @Override
    public void keep(String journalId, Checkpoint checkpoint) throws IOException {
        snapshots.save(
                new Snapshot(
                        journalId,
                        checkpoint.sequence(),
                        System.currentTimeMillis(),
                        payloads.toBytes(checkpoint),
                        null),
                OptionalLong.of(checkpoint.weight()));
    }

    private static <T> T await(CompletionStage<T> stage) throws IOException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WriteRefused refusal
                    ? new IOException(refusal.getMessage(), refusal)
                    : new IOException("the journal cannot be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the journal was written");
        }
    }
}
