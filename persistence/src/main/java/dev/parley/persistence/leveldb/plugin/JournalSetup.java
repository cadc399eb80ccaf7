package dev.parley.persistence.leveldb.plugin;

import akka.actor.setup.Setup;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.SnapshotFiles;

/** Hands an actor system what was opened before it, so that what can't be opened is known before anything starts. */
public final class JournalSetup extends Setup {
    private final EventStore events;
    private final SnapshotFiles snapshots;

    public JournalSetup(EventStore events, SnapshotFiles snapshots) {
        this.events = events;
        this.snapshots = snapshots;
    }

    EventStore events() {
        return events;
    }

    SnapshotFiles snapshots() {
        return snapshots;
    }
}
