package dev.parley.persistence.retention;

import akka.actor.ActorSystem;
import com.typesafe.config.Config;
import dev.parley.persistence.history.Journal;
import dev.parley.persistence.postgres.Past;
import dev.parley.persistence.postgres.TestServer;

/** Retention on the journal of a cluster. */
class PostgresRetentionTest extends RetentionContract {

    @Override
    Config newJournal() {
        return TestServer.journal();
    }

    @Override
    Journal journal(ActorSystem system) {
        return Past.of(system);
    }
}
