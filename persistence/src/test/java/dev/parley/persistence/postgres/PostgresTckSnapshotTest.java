package dev.parley.persistence.postgres;

import akka.persistence.japi.snapshot.JavaSnapshotStoreSpec;

/** Akka's own demands on a snapshot store, without exception: the store of checkpoints is ours. */
public class PostgresTckSnapshotTest extends JavaSnapshotStoreSpec {
    private static final long serialVersionUID = 1;

    public PostgresTckSnapshotTest() {
        super(PostgresTckJournalTest.database());
    }
}
