package dev.parley.node;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code serve}. An option's name is its key in the configuration; what isn't given is left to that. */
final class ServeOptions {
    @Option(names = "--host", paramLabel = "ADDRESS", description = "Where people and programs connect (127.0.0.1).")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "The port there (8080); 0 picks a free one.")
    private @Nullable Integer port;

    @Option(names = "--data", paramLabel = "DIR", description = "The folder that holds all rooms (./data).")
    private @Nullable Path data;

    @Option(
            names = "--node-host",
            paramLabel = "ADDRESS",
            description = "Where other nodes reach this one (127.0.0.1).")
    private @Nullable String nodeHost;

    @Option(
            names = "--node-port",
            paramLabel = "PORT",
            description = "The port there; 0, the default, picks a free one.")
    private @Nullable Integer nodePort;

    @Option(names = "--log", paramLabel = "FORM", description = "Logs as text, for a person, or as json (text).")
    private @Nullable String log;

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "error, warn, info, debug or trace (info).")
    private @Nullable String logLevel;

    @Option(names = "--config", paramLabel = "FILE", description = "A file with more settings, in HOCON.")
    private @Nullable Path config;

    Settings settings() throws StartFailure {
        Map<String, Object> given = new HashMap<>();
        put(given, "host", host);
        put(given, "port", port);
        put(given, "data", data == null ? null : data.toString());
        put(given, "node-host", nodeHost);
        put(given, "node-port", nodePort);
        put(given, "log", log);
        put(given, "log-level", logLevel);
        return Settings.load(given, config);
    }

    private static void put(Map<String, Object> given, String key, @Nullable Object value) {
        if (value != null) {
            given.put(key, value);
        }
    }
}
