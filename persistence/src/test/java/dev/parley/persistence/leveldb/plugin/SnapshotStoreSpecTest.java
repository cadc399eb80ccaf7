package dev.parley.persistence.leveldb.plugin;

import akka.persistence.CapabilityFlag;
import akka.persistence.japi.snapshot.JavaSnapshotStoreSpec;
import java.util.Map;

/** What Akka asks of a snapshot store. */
public class SnapshotStoreSpecTest extends JavaSnapshotStoreSpec {
    private static final long serialVersionUID = 1;

    public SnapshotStoreSpecTest() {
        super(TestFolders.configOf("SnapshotStoreSpecTest", Map.of()));
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
