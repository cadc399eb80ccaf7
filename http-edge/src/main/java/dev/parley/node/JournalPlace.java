package dev.parley.node;

import dev.parley.persistence.leveldb.DataFolder;
import dev.parley.persistence.postgres.PostgresAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where a journal is, as an option names it: {@code leveldb:} and a folder, a folder alone, or the address of a database.
 *
 * @param data the folder; null if it is a database
 * @param url the database; empty if it is a folder
 */
record JournalPlace(@Nullable Path data, String url) {
    private static final String LEVELDB = "leveldb:";

    static JournalPlace parse(OptionSpec option) throws WrongUsage {
        @Nullable String text = option.getValue();
        var name = option.longestName();
        if (text == null || text.isBlank()) {
            throw new WrongUsage(name + " is missing: it names a folder or postgresql://user@host:port/database.");
        }
        if (text.startsWith("postgres:") || text.startsWith("postgresql:")) {
            try {
                var unused = PostgresAddress.parse(text);
                return new JournalPlace(null, text);
            } catch (IllegalArgumentException e) {
                throw new WrongUsage(name + ": " + e.getMessage() + ".");
            }
        }
        if (text.contains("://")) {
            throw new WrongUsage(
                    name + " names no journal that there is: a folder, or postgresql://user@host:port/database.");
        }
        try {
            var path = Path.of(text.startsWith(LEVELDB) ? text.substring(LEVELDB.length()) : text);
            return new JournalPlace(path.toAbsolutePath().normalize(), "");
        } catch (InvalidPathException e) {
            throw new WrongUsage(name + " " + text + ": this is not a path.");
        }
    }

    Settings settings(@Nullable Path file) throws StartFailure {
        return Settings.load(
                data == null
                        ? Map.of("journal", "postgres", "postgres.url", url)
                        : Map.of("journal", "leveldb", "postgres.url", "", "data", data.toString()),
                file);
    }

    /** The folder, which must have been used before; null for a database. */
    @Nullable
    DataFolder existingFolder() throws StartFailure {
        if (data != null && !DataFolder.isThere(data)) {
            throw new StartFailure("There are no rooms in the folder " + data + ".", null);
        }
        return folder();
    }

    /** The folder, made if it is not there; null for a database. */
    @Nullable
    DataFolder folder() throws StartFailure {
        if (data == null) {
            return null;
        }
        try {
            return DataFolder.open(data);
        } catch (DataFolder.InUse e) {
            throw new StartFailure(
                    e.getMessage() + ". Stop it first: nobody may write to a journal that is migrated.", e);
        } catch (DataFolder.Unusable e) {
            throw new StartFailure(e.getMessage() + ".", e);
        }
    }
}
