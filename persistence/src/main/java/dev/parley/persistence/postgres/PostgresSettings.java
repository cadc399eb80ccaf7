package dev.parley.persistence.postgres;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a node reaches its database, and how long it waits for it.
 *
 * @param rootCertificate who must have signed the server's certificate; null for those that the JDK trusts
 * @param connections the most that are open at once
 */
public record PostgresSettings(
        PostgresAddress address,
        @Nullable Secret password,
        Tls tls,
        @Nullable Path rootCertificate,
        int connections,
        Patience patience) {

    private static final String JOURNAL = "akka.persistence.r2dbc.journal";
    private static final String SNAPSHOTS = "parley.postgres.snapshot-store";

    /**
     * How long is waited.
     *
     * @param connecting to one server
     * @param acquiring for a free connection
     * @param statement for the answer to one statement
     * @param preparing for all that is done before the node starts
     */
    record Patience(Duration connecting, Duration acquiring, Duration statement, Duration preparing) {}

    /**
     * Those of a node's configuration.
     *
     * @param config the section {@code parley.postgres}
     * @throws IllegalArgumentException whose message says what is wrong with it
     */
    public static PostgresSettings from(Config config, @Nullable Secret password) {
        var address = PostgresAddress.parse(config.getString("url"));
        var tls = tls(address, config.getString("tls.mode"));
        int connections = config.getInt("connections");
        if (connections < 2 || connections > 1_000) {
            throw new IllegalArgumentException("parley.postgres.connections must be from 2 to 1000");
        }
        return new PostgresSettings(
                address,
                password,
                tls,
                root(address, config.getString("tls.root-certificate")),
                connections,
                new Patience(
                        positive(config, "connect-within"),
                        positive(config, "acquire-within"),
                        positive(config, "statement-within"),
                        positive(config, "prepare-within")));
    }

    private static Tls tls(PostgresAddress address, String configured) {
        var word = address.parameters().getOrDefault(PostgresAddress.TLS_MODE, configured);
        if (word.equals("auto")) {
            return address.isThisMachine() ? Tls.DISABLE : Tls.VERIFY_FULL;
        }
        return Tls.of(word);
    }

    private static @Nullable Path root(PostgresAddress address, String configured) {
        var text = address.parameters().getOrDefault(PostgresAddress.TLS_ROOT, configured);
        if (text.isEmpty()) {
            return null;
        }
        var file = Path.of(text);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("there is no certificate to read in " + file);
        }
        return file;
    }

    private static Duration positive(Config config, String key) {
        var duration = config.getDuration(key);
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("parley.postgres." + key + " must be positive");
        }
        return duration;
    }

    /** The settings that put Akka Persistence's journal and snapshots into this database. The password isn't among them. */
    public Config journal() {
        var factory = Map.of(
                "url",
                Driver.addressOf(this),
                "initial-size",
                1,
                "max-size",
                connections,
                "connect-timeout",
                patience.connecting,
                "acquire-timeout",
                patience.acquiring,
                // After a restart of the server all that lie in the pool are dead; each is found out by being tried.
                "acquire-retry",
                connections,
                "statement-timeout",
                patience.statement,
                // Only if the server has died so that it cannot even time out.
                "close-calls-exceeding",
                patience.statement.plus(patience.connecting));
        return ConfigFactory.parseMap(
                Map.of(
                        "akka.persistence.journal.plugin",
                        JOURNAL,
                        "akka.persistence.journal.auto-start-journals",
                        List.of(JOURNAL),
                        "akka.persistence.snapshot-store.plugin",
                        SNAPSHOTS,
                        "akka.persistence.r2dbc.schema",
                        Schema.NAMESPACE,
                        // Nobody follows the journal as it is written; each event would be sent about a second time.
                        "akka.persistence.r2dbc.journal.publish-events",
                        "off",
                        "akka.persistence.r2dbc.journal.circuit-breaker",
                        breaker(),
                        SNAPSHOTS + ".circuit-breaker",
                        breaker(),
                        "akka.persistence.r2dbc.connection-factory",
                        factory),
                "the database");
    }

    /**
     * Akka's breaker counts the failures of all rooms together, ten of them by default, and then refuses everybody for a while: a few
     * rooms that each lost their place to another writer would do. So it stays closed; who has no server waits within the limits.
     */
    private Map<String, Object> breaker() {
        return Map.of(
                "max-failures",
                1_000_000,
                // Later than the statement's own end, which tells more.
                "call-timeout",
                patience.acquiring.plus(patience.statement).plus(patience.connecting),
                "reset-timeout",
                patience.connecting);
    }
}
