package dev.parley.persistence.postgres;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.ConnectionFactoryProvider;
import io.r2dbc.spi.Option;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The driver that Akka's plugin is told to use: PostgreSQL's, told what the plugin's configuration cannot hold. A configuration
 * gets printed, so the password isn't in it, only the address under which this process knows the rest.
 */
public final class Driver implements ConnectionFactoryProvider {
    private static final String NAME = "parley";

    private static final Map<String, PostgresSettings> KNOWN = new ConcurrentHashMap<>();

    /** The address under which Akka's plugin finds such a database from now on. */
    static String addressOf(PostgresSettings settings) {
        var name = settings.address().toString();
        KNOWN.put(name, settings);
        return "r2dbc:" + NAME + "://known/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    @Override
    public ConnectionFactory create(ConnectionFactoryOptions options) {
        var name = (String) options.getRequiredValue(ConnectionFactoryOptions.DATABASE);
        var settings = KNOWN.get(name);
        if (settings == null) {
            throw new IllegalStateException("nothing is known of the database " + name);
        }
        return ConnectionFactories.get(complete(options, settings));
    }

    /** To the servers of the settings, with their own time-outs. */
    static ConnectionFactory directly(PostgresSettings settings) {
        var options = ConnectionFactoryOptions.builder()
                .option(
                        ConnectionFactoryOptions.CONNECT_TIMEOUT,
                        settings.patience().connecting())
                .build();
        return ConnectionFactories.get(complete(options, settings));
    }

    private static ConnectionFactoryOptions complete(ConnectionFactoryOptions options, PostgresSettings settings) {
        var address = settings.address();
        var complete = options.mutate()
                .option(ConnectionFactoryOptions.DRIVER, "postgresql")
                .option(ConnectionFactoryOptions.DATABASE, address.database())
                .option(ConnectionFactoryOptions.USER, address.user())
                .option(Option.valueOf("applicationName"), "parley")
                .option(Option.valueOf("sslMode"), settings.tls().toString());
        if (address.hosts().size() == 1) {
            var host = address.hosts().getFirst();
            complete.option(ConnectionFactoryOptions.HOST, host.name());
            complete.option(ConnectionFactoryOptions.PORT, host.port());
        } else {
            complete.option(ConnectionFactoryOptions.PROTOCOL, "failover");
            complete.option(ConnectionFactoryOptions.HOST, address.servers());
            // Reads, too: a standby may not know yet what was acknowledged.
            complete.option(Option.valueOf("targetServerType"), "primary");
            // By default a server that failed once isn't asked again for 10 s, even if it is the only one.
            complete.option(
                    Option.valueOf("hostRecheckTime"), settings.patience().connecting());
        }
        var password = settings.password();
        if (password != null) {
            complete.option(ConnectionFactoryOptions.PASSWORD, password.reveal());
        }
        var root = settings.rootCertificate();
        if (root != null) {
            complete.option(Option.valueOf("sslRootCert"), root.toString());
        }
        return complete.build();
    }

    @Override
    public boolean supports(ConnectionFactoryOptions options) {
        return NAME.equals(options.getValue(ConnectionFactoryOptions.DRIVER));
    }

    @Override
    public String getDriver() {
        return NAME;
    }
}
