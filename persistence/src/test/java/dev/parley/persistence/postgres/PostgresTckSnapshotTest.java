package dev.parley.persistence.postgres;

import akka.persistence.japi.snapshot.JavaSnapshotStoreSpec;

/**
 * Akka's own demands on a snapshot store. Metadata beside a snapshot, which only replicated actors have, is left out: Parley has
 * none.
 */
public class PostgresTckSnapshotTest extends JavaSnapshotStoreSpec {
    private static final long serialVersionUID = 1;

    public PostgresTckSnapshotTest() {
        super(PostgresTckJournalTest.database());
    }
}
