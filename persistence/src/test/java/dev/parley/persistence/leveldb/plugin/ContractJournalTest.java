package dev.parley.persistence.leveldb.plugin;

import akka.actor.ActorSystem;
import com.typesafe.config.Config;
import dev.parley.persistence.DurableJournalContract;
import dev.parley.persistence.history.Journal;
import java.util.Map;

/** What every journal promises, of Parley's own over LevelDB. */
class ContractJournalTest extends DurableJournalContract {

    @Override
    protected Config newJournal() {
        return TestFolders.configOf("contract", Map.of());
    }

    @Override
    protected Journal journal(ActorSystem node) {
        return Past.of(node);
    }
}
