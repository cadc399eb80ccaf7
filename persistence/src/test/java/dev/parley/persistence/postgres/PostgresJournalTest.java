package dev.parley.persistence.postgres;

import akka.actor.ActorSystem;
import com.typesafe.config.Config;
import dev.parley.persistence.DurableJournalContract;
import dev.parley.persistence.history.Journal;

/** What every journal promises, of Akka's R2DBC journal on our schema. */
class PostgresJournalTest extends DurableJournalContract {

    @Override
    protected Config newJournal() {
        return TestServer.journal();
    }

    @Override
    protected Journal journal(ActorSystem node) {
        return Past.of(node);
    }
}
