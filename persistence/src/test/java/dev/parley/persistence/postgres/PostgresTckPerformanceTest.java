package dev.parley.persistence.postgres;

import akka.persistence.CapabilityFlag;
import akka.persistence.japi.journal.JavaJournalPerfSpec;

/** Akka's own measurements of a journal, with few events: that they end at all is what is asked here. */
public class PostgresTckPerformanceTest extends JavaJournalPerfSpec {
    private static final long serialVersionUID = 1;

    private static final int EVENTS = 200;

    public PostgresTckPerformanceTest() {
        super(PostgresTckJournalTest.database());
    }

    @Override
    public int eventsCount() {
        return EVENTS;
    }

    @Override
    public int measurementIterations() {
        return 2;
    }

    @Override
    public CapabilityFlag supportsRejectingNonSerializableObjects() {
        return CapabilityFlag.off();
    }
}
