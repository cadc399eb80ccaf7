package dev.parley.node;

import akka.actor.ActorSystem;
import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.stream.SystemMaterializer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.JournalId;
import dev.parley.node.command.Erasing;
import dev.parley.node.command.Stores;
import dev.parley.persistence.archive.Archive;
import dev.parley.persistence.archive.Verification;
import dev.parley.persistence.backup.Backup;
import dev.parley.persistence.backup.Restoration;
import dev.parley.persistence.history.History;
import dev.parley.persistence.history.Journal;
import dev.parley.persistence.history.Pruning;
import dev.parley.persistence.keys.KeyFile;
import dev.parley.persistence.keys.KeyStock;
import dev.parley.persistence.keys.MasterKey;
import dev.parley.persistence.leveldb.DataFolder;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.SnapshotFiles;
import dev.parley.persistence.leveldb.StoreSettings;
import dev.parley.persistence.leveldb.plugin.JournalIntake;
import dev.parley.persistence.leveldb.plugin.JournalSetup;
import dev.parley.persistence.leveldb.plugin.Past;
import dev.parley.persistence.moving.Arrival;
import dev.parley.persistence.moving.Intake;
import dev.parley.persistence.moving.Migration;
import dev.parley.persistence.postgres.Database;
import dev.parley.persistence.postgres.KeyTable;
import dev.parley.persistence.postgres.PostgresSettings;
import dev.parley.persistence.postgres.TableIntake;
import dev.parley.persistence.retention.Retention;
import dev.parley.persistence.retention.RetentionSettings;
import dev.parley.rooms.room.JournalState;
import dev.parley.rooms.room.Lobby;
import dev.parley.rooms.room.RoomLimits;
import dev.parley.rooms.room.RoomMeters;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where everything is that must last: the journal and the content keys, in the data folder or in a database. It is opened before
 * there is an actor system, so that what is wrong with it is a sentence at the start, and closed when that has ended.
 */
abstract sealed class Storage implements Closeable {
    private static final String BLOCKING = "akka.actor.default-blocking-io-dispatcher";

    /**
     * Opens what the settings name; the folder is the storage's from then on.
     *
     * @param folder null for who needs none beside a database
     */
    static Storage open(Settings settings, @Nullable DataFolder folder) throws StartFailure {
        var master = masterKey();
        var postgres = settings.postgres();
        return postgres == null
                ? Embedded.open(settings, Objects.requireNonNull(folder), master)
                : Remote.open(folder, postgres, master);
    }

    /** What an actor system must be told to work with it. */
    abstract ActorSystemSetup setup(Config config);

    /** The content keys, for an actor system that has been told. */
    abstract KeyStock keys(ActorSystem system);

    /** The journal, as readers of the past ask for it, by means of an actor system that has been told. */
    abstract Journal journal(ActorSystem system);

    /** What takes into the journal what was stored elsewhere, by means of an actor system that has been told. */
    abstract Intake intake(ActorSystem system);

    /** Where content keys are kept, as a sentence's part. */
    abstract String keysPlace();

    /** All of it, for those who take it to another place, by means of such a system. */
    final Migration.End end(ActorSystem system) {
        var journal = journal(system);
        var intake = intake(system);
        return new Migration.End(journal, intake, new Arrival(system, journal, intake), keys(system));
    }

    /** What commands on rooms work with, by means of such a system. */
    final Stores stores(ActorSystem system, Erasing erasing) {
        var keys = keys(system);
        var journal = journal(system);
        var history = new History(system, journal, keys);
        var arrival = new Arrival(system, journal, intake(system));
        return new Stores(
                history,
                new Archive(system, history, arrival, keys, InstantSource.system()),
                new Verification(system, journal, history, keys),
                new Backup(system, journal, arrival, keys),
                new Restoration(arrival, keys, InstantSource.system()),
                keys,
                keysPlace(),
                erasing,
                SystemMaterializer.get(system).materializer());
    }

    /** What rooms work with, by means of such a system. */
    final Lobby.Surroundings rooms(ActorSystem system, RoomLimits limits, RoomMeters meters) {
        var pruning = journal(system).pruning();
        var blocking = system.dispatchers().lookup(BLOCKING);
        return new Lobby.Surroundings(
                InstantSource.system(),
                new SecureRandom(),
                limits,
                meters,
                keys(system),
                journalState(),
                (room, upTo) -> CompletableFuture.runAsync(() -> remove(pruning, room, upTo), blocking));
    }

    private static void remove(Pruning pruning, RoomName room, long upTo) {
        try {
            pruning.deleteTo(JournalId.of(room), upTo);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** What merges the old past of rooms, by means of such a system. */
    final Retention retention(ActorSystem system, RetentionSettings settings) {
        return new Retention(system, journal(system), keys(system), settings, InstantSource.system());
    }

    /** Whether it takes anything now. */
    abstract JournalState journalState();

    /** Completes, with a sentence, when it will never take anything again: then the node has to leave. */
    abstract CompletionStage<String> failed();

    private static @Nullable MasterKey masterKey() throws StartFailure {
        var file = System.getenv("PARLEY_KEY_FILE");
        if (file == null || file.isBlank()) {
            return null;
        }
        try {
            return MasterKey.read(Path.of(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new StartFailure(
                    "The key file " + file + " of PARLEY_KEY_FILE cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /** LevelDB and a file of keys, in the data folder. */
    private static final class Embedded extends Storage {
        private final DataFolder folder;
        private final EventStore events;
        private final KeyFile keys;

        private Embedded(DataFolder folder, EventStore events, KeyFile keys) {
            this.folder = folder;
            this.events = events;
            this.keys = keys;
        }

        static Storage open(Settings settings, DataFolder folder, @Nullable MasterKey master) throws StartFailure {
            var events = events(settings, folder);
            try {
                return new Embedded(folder, events, keyFile(folder, events, master));
            } catch (StartFailure | RuntimeException e) {
                closeQuietly(events);
                throw e;
            }
        }

        private static EventStore events(Settings settings, DataFolder folder) throws StartFailure {
            try {
                return EventStore.open(
                        folder, StoreSettings.from(settings.config().getConfig("parley.leveldb")));
            } catch (DataFolder.Damaged e) {
                throw new StartFailure(e.getMessage() + ": parley repair --data " + folder.path() + ".", e);
            } catch (DataFolder.Unusable e) {
                throw new StartFailure(e.getMessage() + ".", e);
            } catch (ConfigException | IllegalArgumentException e) {
                throw new StartFailure("The configuration is not usable: " + e.getMessage() + ".", e);
            }
        }

        /** Makes the file only for a journal that has nothing yet: other keys would open none of its rooms. */
        private static KeyFile keyFile(DataFolder folder, EventStore events, @Nullable MasterKey master)
                throws StartFailure {
            var file = folder.path().resolve("keys");
            try {
                if (!KeyFile.isThere(file) && events.persistenceIdAfter(null) != null) {
                    throw new StartFailure(
                            "The content keys " + file + " are missing beside the journal, and nothing in it can be"
                                    + " read without them. Put the file back, or name another folder with --data.",
                            null);
                }
                return KeyFile.open(file, master);
            } catch (IOException e) {
                throw new StartFailure("The content keys in " + file + " cannot be used: " + e.getMessage() + ".", e);
            }
        }

        private static void closeQuietly(EventStore events) throws StartFailure {
            try {
                events.close();
            } catch (IOException e) {
                throw new StartFailure("The journal cannot be closed: " + e.getMessage() + ".", e);
            }
        }

        @Override
        ActorSystemSetup setup(Config config) {
            return ActorSystemSetup.create(
                    BootstrapSetup.create(folder.journal().withFallback(config)),
                    new JournalSetup(events, new SnapshotFiles(folder)));
        }

        @Override
        KeyStock keys(ActorSystem system) {
            return keys;
        }

        @Override
        Journal journal(ActorSystem system) {
            return Past.of(system);
        }

        @Override
        Intake intake(ActorSystem system) {
            return JournalIntake.of(system);
        }

        @Override
        String keysPlace() {
            return "the file " + folder.path().resolve("keys");
        }

        @Override
        JournalState journalState() {
            return events::refusal;
        }

        @Override
        CompletionStage<String> failed() {
            return events.failed();
        }

        @Override
        public void close() throws IOException {
            try (folder;
                    keys;
                    events) {
                // In turn, the last first.
            }
        }
    }

    /** PostgreSQL, which has the keys, too; of the data folder only the lock is used. */
    private static final class Remote extends Storage {
        private final @Nullable DataFolder folder;
        private final PostgresSettings postgres;
        private final @Nullable MasterKey master;

        private Remote(@Nullable DataFolder folder, PostgresSettings postgres, @Nullable MasterKey master) {
            this.folder = folder;
            this.postgres = postgres;
            this.master = master;
        }

        /** A database is made ready before anybody can knock at the node. */
        static Storage open(@Nullable DataFolder folder, PostgresSettings postgres, @Nullable MasterKey master)
                throws StartFailure {
            try {
                Database.prepare(postgres);
            } catch (Database.Unusable e) {
                throw new StartFailure(e.getMessage() + ".", e);
            }
            return new Remote(folder, postgres, master);
        }

        @Override
        ActorSystemSetup setup(Config config) {
            return ActorSystemSetup.create(
                    BootstrapSetup.create(postgres.journal().withFallback(config)));
        }

        @Override
        KeyStock keys(ActorSystem system) {
            return KeyTable.of(system, master);
        }

        @Override
        Journal journal(ActorSystem system) {
            return dev.parley.persistence.postgres.Past.of(system);
        }

        @Override
        Intake intake(ActorSystem system) {
            return TableIntake.of(system);
        }

        @Override
        String keysPlace() {
            return "the schema parley_keys of the database";
        }

        @Override
        JournalState journalState() {
            return bytes -> null;
        }

        @Override
        CompletionStage<String> failed() {
            return new CompletableFuture<>();
        }

        @Override
        public void close() throws IOException {
            if (folder != null) {
                folder.close();
            }
        }
    }
}
