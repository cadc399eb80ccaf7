package dev.parley.persistence.leveldb.plugin;

import akka.persistence.CapabilityFlag;
import akka.persistence.japi.journal.JavaJournalPerfSpec;
import java.util.Map;

/** The same again, and many events in a row; few enough that the build does not wait for it. */
public class JournalPerfSpecTest extends JavaJournalPerfSpec {
    private static final long serialVersionUID = 1;

    public JournalPerfSpecTest() {
        super(TestFolders.configOf("JournalPerfSpecTest", Map.of()));
    }

    @Override
    public int eventsCount() {
        return 200;
    }

    @Override
    public int measurementIterations() {
        return 2;
    }

    @Override
    public CapabilityFlag supportsRejectingNonSerializableObjects() {
        return CapabilityFlag.on();
    }
}
