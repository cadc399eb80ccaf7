package dev.parley.persistence.leveldb.plugin;

import com.typesafe.config.Config;
import dev.parley.persistence.DurableJournalContract;
import java.util.Map;

/** What every journal promises, of Parley's own over LevelDB. */
class ContractJournalTest extends DurableJournalContract {

    @Override
    protected Config newJournal() {
        return TestFolders.configOf("contract", Map.of());
    }
}
