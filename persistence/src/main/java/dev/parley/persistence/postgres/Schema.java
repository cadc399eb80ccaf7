package dev.parley.persistence.postgres;

import java.util.List;
import java.util.Objects;

/**
 * The tables, and the table that says how far they are: {@code parley.parley_schema}. Each migration runs in a transaction that
 * holds a lock of the whole database and looks first what is to be done, so nodes that start at once take turns, and what is cut off
 * leaves nothing behind.
 */
final class Schema {
    static final String NAMESPACE = "parley";

    /** Apart from the journal, so that it can have other readers and other backups. */
    private static final String KEYS_NAMESPACE = "parley_keys";

    /** Any number that no other program uses for a lock in the same database: "parley" in ASCII. */
    private static final long LOCK = 0x7061726c6579L;

    private final List<Migration> migrations;

    Schema(List<Migration> migrations) {
        this.migrations = migrations;
    }

    private record Applied(int version, String checksum) {}

    void bringUpToDate(Session session) throws Session.Failure, Database.Unusable {
        boolean more = true;
        while (more) {
            session.begin();
            session.rows("select pg_advisory_xact_lock(" + LOCK + ")", row -> LOCK);
            prepareBook(session);
            int version = versionOf(session);
            more = version < migrations.size();
            if (more) {
                apply(session, migrations.get(version));
            }
            session.commit();
        }
    }

    private void prepareBook(Session session) throws Session.Failure {
        for (var namespace : List.of(NAMESPACE, KEYS_NAMESPACE)) {
            // Even with "if not exists" the right to make one is asked for, which a user may lack whose schema was made
            // for it.
            if (session.rows("select 1 from pg_namespace where nspname = '" + namespace + "'", row -> namespace)
                    .isEmpty()) {
                session.run("create schema " + namespace);
            }
        }
        session.run("create table if not exists parley.parley_schema (version integer primary key,"
                + " applied_at timestamptz not null default now(), checksum text not null)");
    }

    /** How far the database is; it must have come there in the way that this release knows. */
    private int versionOf(Session session) throws Session.Failure, Database.Unusable {
        var applied = session.rows(
                "select version, checksum from parley.parley_schema order by version",
                row -> new Applied(
                        Objects.requireNonNull(row.get(0, Integer.class)),
                        Objects.requireNonNull(row.get(1, String.class))));
        int version = applied.isEmpty() ? 0 : applied.getLast().version;
        if (version > migrations.size()) {
            throw new Database.Unusable(
                    "The database was changed by a newer release of Parley: its schema has version " + version
                            + ", and this release knows " + migrations.size() + "; start that release",
                    null);
        }
        for (int i = 0; i < applied.size(); i++) {
            var known = migrations.get(i);
            if (applied.get(i).version != known.version()
                    || !applied.get(i).checksum.equals(known.checksum())) {
                throw new Database.Unusable(
                        "The database was made in another way than this release makes it: step " + known.version()
                                + " of its schema differs; start the release that made it",
                        null);
            }
        }
        return version;
    }

    private static void apply(Session session, Migration migration) throws Session.Failure {
        session.run(migration.sql());
        session.run(
                "insert into parley.parley_schema (version, checksum) values ($1, $2)",
                migration.version(),
                migration.checksum());
    }
}
