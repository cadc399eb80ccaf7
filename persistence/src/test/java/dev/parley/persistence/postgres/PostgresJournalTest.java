package dev.parley.persistence.postgres;

import com.typesafe.config.Config;
import dev.parley.persistence.DurableJournalContract;

/** What every journal promises, of Akka's R2DBC journal on our schema. */
class PostgresJournalTest extends DurableJournalContract {

    @Override
    protected Config newJournal() {
        return TestServer.journal();
    }
}
