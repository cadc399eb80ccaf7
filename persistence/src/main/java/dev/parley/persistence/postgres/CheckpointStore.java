package dev.parley.persistence.postgres;

import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotSelectionCriteria;
import akka.persistence.snapshot.japi.SnapshotStore;
import java.util.Optional;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/** {@link CheckpointTable} as a snapshot store of Akka Persistence. Akka's own for PostgreSQL keeps a single one a room. */
public final class CheckpointStore extends SnapshotStore {
    private final CheckpointTable checkpoints = CheckpointTable.of(context().system());

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        // Before the events are read: the journal is asked for its last number after that.
        return FutureConverters.asScala(checkpoints
                .rememberTheEnd(persistenceId)
                .thenCompose(told -> checkpoints.newest(persistenceId, criteria)));
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata place, Object snapshot) {
        return FutureConverters.asScala(checkpoints.save(place, snapshot));
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata place) {
        return doDeleteAsync(
                place.persistenceId(),
                SnapshotSelectionCriteria.create(place.sequenceNr(), Long.MAX_VALUE, place.sequenceNr(), 0));
    }

    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return FutureConverters.asScala(checkpoints.delete(persistenceId, criteria));
    }
}
