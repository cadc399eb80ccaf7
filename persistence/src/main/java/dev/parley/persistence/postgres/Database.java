package dev.parley.persistence.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's database before a node starts: asked whether it can be relied upon, and given the tables that this release needs.
 * Several nodes may do so at once.
 */
public final class Database {
    private Database() {}

    /** What keeps the database from being used, as one sentence for a person, without the password. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Makes the database ready, or says why it cannot be. */
    public static void prepare(PostgresSettings settings) throws Unusable {
        prepare(settings, Migration.ALL);
    }

    static void prepare(PostgresSettings settings, List<Migration> migrations) throws Unusable {
        try (var session = Session.open(settings)) {
            checkPromises(session);
            new Schema(migrations).bringUpToDate(session);
        } catch (Session.Failure e) {
            throw new Unusable(Diagnosis.of(e, settings), e);
        }
    }

    /** A server that is set to forget is found before it does. */
    private static void checkPromises(Session session) throws Unusable, Session.Failure {
        if (session.text("show transaction_read_only").equals("on")) {
            throw new Unusable("The database takes no changes: it is a standby, or set to be read only", null);
        }
        for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            if (session.text("show " + setting).equals("off")) {
                throw new Unusable(
                        "The database would lose what it has confirmed: " + setting + " is off there; set it to on",
                        null);
            }
        }
        var encoding = session.text("show server_encoding");
        if (!encoding.equals("UTF8")) {
            throw new Unusable(
                    "The database holds text as " + encoding
                            + ", which has no place for every room's name; make it with" + " encoding UTF8",
                    null);
        }
    }
}
