package dev.parley.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import dev.parley.edge.auth.FrontDoor;
import dev.parley.edge.ops.Logs;
import dev.parley.edge.socket.SocketLimits;
import dev.parley.node.admin.AdminLimits;
import dev.parley.persistence.postgres.PostgresAddress;
import dev.parley.persistence.postgres.PostgresSettings;
import dev.parley.persistence.postgres.Secret;
import dev.parley.persistence.retention.RetentionSettings;
import dev.parley.rooms.connection.ConnectionLimits;
import dev.parley.rooms.room.RoomLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node is told when it starts: its own options, and the limits of its parts, all of them checked.
 *
 * @param postgres the database that is the journal; without one LevelDB is, in the data folder
 */
record Settings(
        Config config,
        String host,
        int port,
        Path data,
        @Nullable PostgresSettings postgres,
        Logs.Form log,
        String logLevel,
        RoomLimits rooms,
        ConnectionLimits connections,
        SocketLimits sockets,
        FrontDoor door,
        AdminLimits admin,
        RetentionSettings retention,
        Duration stopWithin,
        Duration drainWithin) {

    /**
     * @param options what the command line or the environment says, by key under {@code parley}
     * @param file what {@code --config} names
     */
    static Settings load(Map<String, Object> options, @Nullable Path file) throws StartFailure {
        try {
            var config = ConfigFactory.parseMap(options, "the command line or the environment")
                    .atPath("parley")
                    .withFallback(ConfigFactory.defaultOverrides())
                    .withFallback(file == null ? ConfigFactory.empty() : parse(file))
                    .withFallback(ConfigFactory.defaultApplication())
                    .withFallback(ConfigFactory.defaultReference())
                    .resolve();
            return from(config);
        } catch (ConfigException | IllegalArgumentException e) {
            throw new StartFailure("The configuration is not usable: " + e.getMessage() + ".", e);
        }
    }

    private static Settings from(Config config) throws StartFailure {
        var parley = config.getConfig("parley");
        var settings = new Settings(
                config,
                loopback(parley, "host"),
                port(parley, "port"),
                path(parley.getString("data")),
                postgres(parley),
                oneOf(Logs.Form.class, parley, "log"),
                oneOf(LogLevel.class, parley, "log-level").name(),
                RoomLimits.from(parley.getConfig("rooms")),
                ConnectionLimits.from(parley.getConfig("connections")),
                SocketLimits.from(parley.getConfig("sockets")),
                FrontDoor.ofLoopback(parley.getConfig("http")),
                AdminLimits.from(parley.getConfig("admin")),
                RetentionSettings.from(parley.getConfig("history")),
                positive(parley, "http.stop-within"),
                positive(parley, "sockets.drain-within"));
        loopback(parley, "node-host");
        port(parley, "node-port");
        return settings;
    }

    private enum Journal {
        LEVELDB,
        POSTGRES
    }

    private enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    private static @Nullable PostgresSettings postgres(Config parley) throws StartFailure {
        var journal = oneOf(Journal.class, parley, "journal");
        var url = parley.getString("postgres.url");
        if (!url.isEmpty()) {
            checkAddress(url);
        }
        if (journal == Journal.LEVELDB) {
            if (!url.isEmpty()) {
                throw new WrongUsage(
                        "--postgres names a database, but the journal is leveldb. Add --journal postgres.");
            }
            return null;
        }
        if (url.isEmpty()) {
            throw new WrongUsage(
                    "--journal postgres needs a database. Name it with --postgres postgresql://user@host:port/database.");
        }
        @Nullable String password = System.getenv("PARLEY_POSTGRES_PASSWORD");
        return PostgresSettings.from(parley.getConfig("postgres"), password == null ? null : new Secret(password));
    }

    private static void checkAddress(String url) throws WrongUsage {
        try {
            PostgresAddress.parse(url);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--postgres: " + e.getMessage() + ".");
        }
    }

    private static Config parse(Path file) throws StartFailure {
        if (!file.toFile().isFile()) {
            throw new StartFailure(
                    "There is no configuration file " + file + ". Name one that exists with --config.", null);
        }
        return ConfigFactory.parseFile(
                file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    }

    /** People are not told apart yet, so only those on this machine can be let in. */
    private static String loopback(Config parley, String key) throws StartFailure {
        var host = parley.getString(key);
        if (host.isBlank()) {
            throw new WrongUsage("--" + key + " is empty. Name an address of this machine such as 127.0.0.1.");
        }
        try {
            if (InetAddress.getByName(host).isLoopbackAddress()) {
                return host;
            }
        } catch (UnknownHostException e) {
            throw new StartFailure("--" + key + " " + host + ": there is no such address.", e);
        }
        throw new StartFailure(
                "--" + key + " " + host
                        + " can be reached from other machines, and this release has no access tokens yet to"
                        + " tell people apart. Use a loopback address such as 127.0.0.1.",
                null);
    }

    private static Duration positive(Config parley, String key) {
        var duration = parley.getDuration(key);
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("parley." + key + " must be positive");
        }
        return duration;
    }

    private static int port(Config parley, String key) throws StartFailure {
        int port = parley.getInt(key);
        if (port < 0 || port > 65535) {
            throw new WrongUsage("--" + key + " " + port + ": a port is a number from 0 to 65535.");
        }
        return port;
    }

    private static Path path(String text) throws StartFailure {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new StartFailure("--data " + text + ": this is not a path.", e);
        }
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, Config parley, String key) throws StartFailure {
        var text = parley.getString(key);
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        var known = java.util.Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(java.util.stream.Collectors.joining(", "));
        throw new WrongUsage("--" + key + " " + text + ": this must be one of " + known + ".");
    }
}
