package dev.parley.persistence.leveldb.plugin;

import akka.actor.ExtendedActorSystem;
import com.typesafe.config.Config;

/** By which Akka makes the read journal, for either language. */
final class ReadJournalProvider implements akka.persistence.query.ReadJournalProvider {
    private final ReadJournal journal;

    ReadJournalProvider(ExtendedActorSystem system, Config config) {
        this.journal = new ReadJournal(system, config);
    }

    @Override
    public akka.persistence.query.javadsl.ReadJournal javadslReadJournal() {
        return journal;
    }

    @Override
    public akka.persistence.query.scaladsl.ReadJournal scaladslReadJournal() {
        return new ScalaReadJournal(journal);
    }
}
