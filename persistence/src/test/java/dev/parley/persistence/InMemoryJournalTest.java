package dev.parley.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** Akka's journal in memory: it shows that the contract asks for nothing that only a disk could give. */
class InMemoryJournalTest extends JournalContract {

    @Override
    protected Config newJournal() {
        return ConfigFactory.parseString("akka.persistence.journal.plugin = akka.persistence.journal.inmem")
                .withFallback(ConfigFactory.load());
    }
}
