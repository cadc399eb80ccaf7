package dev.parley.persistence.leveldb.plugin;

import akka.persistence.CapabilityFlag;
import akka.persistence.japi.journal.JavaJournalSpec;
import java.util.Map;

/** What Akka asks of a journal. */
public class JournalSpecTest extends JavaJournalSpec {
    private static final long serialVersionUID = 1;

    public JournalSpecTest() {
        super(TestFolders.configOf("JournalSpecTest", Map.of()));
    }

    @Override
    public CapabilityFlag supportsRejectingNonSerializableObjects() {
        return CapabilityFlag.on();
    }

    @Override
    public CapabilityFlag supportsSerialization() {
        return CapabilityFlag.on();
    }

    @Override
    public CapabilityFlag supportsMetadata() {
        return CapabilityFlag.on();
    }
}
