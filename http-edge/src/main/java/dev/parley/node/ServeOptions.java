package dev.parley.node;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of {@code serve}. An option's name is its key in the configuration, but for {@code --postgres}; what isn't given is
 * left to that. They are built, not annotated: reading annotations is a noticeable part of a start.
 */
final class ServeOptions {
    private static final String CONFIG = "--config";
    private static final String POSTGRES = "--postgres";

    /** Those that say where rooms are, which every command on rooms has as well. */
    private static final Set<String> OF_STORES = Set.of("--data", "--journal", POSTGRES, CONFIG);

    private final List<OptionSpec> options = List.of(
            option("--host", "ADDRESS", String.class, "Where people and programs connect (127.0.0.1)."),
            option("--port", "PORT", Integer.class, "The port there (8080); 0 picks a free one."),
            option("--data", "DIR", Path.class, "The folder that holds all rooms (./data)."),
            option(
                    "--journal",
                    "KIND",
                    String.class,
                    "Where events live: leveldb, in the folder, or postgres (leveldb)."),
            option(POSTGRES, "URL", String.class, "The database then: postgresql://user@host:port/database."),
            option("--node-host", "ADDRESS", String.class, "Where other nodes reach this one (127.0.0.1)."),
            option("--node-port", "PORT", Integer.class, "The port there; 0, the default, picks a free one."),
            option("--log", "FORM", String.class, "Logs as text, for a person, or as json (text)."),
            option("--log-level", "LEVEL", String.class, "error, warn, info, debug or trace (info)."),
            option(CONFIG, "FILE", Path.class, "A file with more settings, in HOCON."));

    private static OptionSpec option(String name, String value, Class<?> type, String description) {
        return OptionSpec.builder(name)
                .paramLabel(value)
                .type(type)
                .description(description)
                .build();
    }

    CommandSpec addTo(CommandSpec command) {
        options.forEach(command::addOption);
        return command;
    }

    /** Adds only what says where rooms are. */
    CommandSpec addStoresTo(CommandSpec command) {
        options.stream().filter(ServeOptions::isOfStores).forEach(command::addOption);
        return command;
    }

    static boolean isOfStores(OptionSpec option) {
        return OF_STORES.contains(option.longestName());
    }

    private static String key(OptionSpec option) {
        // The address is one key of a section that is about the database.
        return option.longestName().equals(POSTGRES)
                ? "postgres.url"
                : option.longestName().substring(2);
    }

    /** What the command line, once it has been read, and everything behind it say. */
    Settings settings() throws StartFailure {
        Map<String, Object> given = new HashMap<>();
        @Nullable Path config = null;
        for (var option : options) {
            @Nullable Object value = option.getValue();
            if (option.longestName().equals(CONFIG)) {
                config = (Path) value;
            } else if (value != null) {
                given.put(key(option), value instanceof Path path ? path.toString() : value);
            }
        }
        return Settings.load(given, config);
    }
}
