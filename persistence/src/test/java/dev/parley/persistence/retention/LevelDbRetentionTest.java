package dev.parley.persistence.retention;

import akka.actor.ActorSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.parley.persistence.history.Journal;
import dev.parley.persistence.leveldb.plugin.Past;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Retention on the journal of a single node. */
class LevelDbRetentionTest extends RetentionContract {
    @TempDir
    private Path folder;

    @Override
    Config newJournal() {
        return ConfigFactory.parseMap(Map.of(
                        "akka.persistence.journal.plugin", "parley.leveldb",
                        "akka.persistence.snapshot-store.plugin", "parley.leveldb.snapshots",
                        "parley.leveldb.dir", folder.toString()))
                .withFallback(ConfigFactory.load());
    }

    @Override
    Journal journal(ActorSystem system) {
        return Past.of(system);
    }
}
