package dev.parley.node;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.stream.SystemMaterializer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.parley.node.command.Stores;
import dev.parley.persistence.history.History;
import dev.parley.persistence.keys.KeyFile;
import dev.parley.persistence.keys.MasterKey;
import dev.parley.persistence.leveldb.DataFolder;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.SnapshotFiles;
import dev.parley.persistence.leveldb.StoreSettings;
import dev.parley.persistence.leveldb.plugin.JournalSetup;
import dev.parley.persistence.leveldb.plugin.Past;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * All that lasts on this machine, opened before any actor system, so that what can't be opened is a sentence: the data folder, held
 * for this process, and in it the content keys and the journal.
 */
final class Storage implements AutoCloseable {
    private final DataFolder folder;
    private final KeyFile keys;
    private final EventStore events;
    private boolean closed;

    /** Opens what is in the folder, which is closed with it, or at once if that fails. */
    static Storage open(DataFolder folder, Settings settings) throws StartFailure {
        try {
            var keys = openKeys(folder, settings);
            try {
                return new Storage(folder, keys, openJournal(folder, settings));
            } catch (StartFailure | RuntimeException e) {
                keys.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StartFailure | RuntimeException e) {
            close(folder);
            throw e;
        }
    }

    private Storage(DataFolder folder, KeyFile keys, EventStore events) {
        this.folder = folder;
        this.keys = keys;
        this.events = events;
    }

    private static KeyFile openKeys(DataFolder folder, Settings settings) throws StartFailure {
        var file = folder.path().resolve("keys");
        var master = masterKey(settings.keyFile());
        try {
            return KeyFile.open(file, master);
        } catch (IOException e) {
            throw new StartFailure("The content keys in " + file + " cannot be opened: " + e.getMessage() + ".", e);
        }
    }

    private static @Nullable MasterKey masterKey(@Nullable Path file) throws StartFailure {
        try {
            return file == null ? null : MasterKey.read(file);
        } catch (IOException e) {
            throw new StartFailure(
                    "The master key in " + file + " (PARLEY_KEY_FILE) cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static EventStore openJournal(DataFolder folder, Settings settings) throws StartFailure {
        try {
            return EventStore.open(folder, StoreSettings.from(settings.config().getConfig("parley.journal.leveldb")));
        } catch (DataFolder.Unusable e) {
            throw new StartFailure(e.getMessage() + ".", e);
        } catch (ConfigException | IllegalArgumentException e) {
            throw new StartFailure("The configuration is not usable: " + e.getMessage() + ".", e);
        }
    }

    Path path() {
        return folder.path();
    }

    KeyFile keys() {
        return keys;
    }

    EventStore events() {
        return events;
    }

    /** The settings by which Akka Persistence finds the journal. */
    Config journal() {
        return folder.journal();
    }

    /** Gives the journal to the actor system that is made with this. */
    ActorSystemSetup setup(Config config) {
        return ActorSystemSetup.create(
                BootstrapSetup.create(config), new JournalSetup(events, new SnapshotFiles(folder)));
    }

    /** What commands work on, by means of the actor system that was made with {@link #setup}. */
    Stores stores(ActorSystem<?> system) {
        return new Stores(
                new History(system, Past.of(system.classicSystem()), keys),
                SystemMaterializer.get(system).materializer());
    }

    /** Closes all of it; to be called when the actor system has terminated. Closing twice does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (folder;
                events) {
            keys.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(DataFolder folder) {
        try {
            folder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
