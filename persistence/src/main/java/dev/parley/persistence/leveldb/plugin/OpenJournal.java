package dev.parley.persistence.leveldb.plugin;

import akka.actor.AbstractExtensionId;
import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import dev.parley.persistence.leveldb.DataFolder;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.SnapshotFiles;
import dev.parley.persistence.leveldb.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The journal of an actor system: what {@link JournalSetup} brings, or else what the settings name, as long as it runs. */
final class OpenJournal implements Extension {
    static final String SECTION = "parley.leveldb";

    private static final Id ID = new Id();

    private final JournalSetup setup;

    static OpenJournal of(ActorSystem system) {
        return ID.get(system);
    }

    private OpenJournal(ExtendedActorSystem system) {
        this.setup = system.settings().setup().get(JournalSetup.class).orElseGet(() -> open(system));
    }

    EventStore events() {
        return setup.events();
    }

    SnapshotFiles snapshots() {
        return setup.snapshots();
    }

    private static JournalSetup open(ExtendedActorSystem system) {
        var config = system.settings().config().getConfig(SECTION);
        try {
            var folder = DataFolder.open(Path.of(config.getString("dir")));
            try {
                var events = EventStore.open(folder, StoreSettings.from(config));
                system.registerOnTermination(() -> close(events, folder));
                return new JournalSetup(events, new SnapshotFiles(folder));
            } catch (DataFolder.Unusable | RuntimeException e) {
                folder.close();
                throw e;
            }
        } catch (DataFolder.Unusable e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(EventStore events, DataFolder folder) {
        try (folder) {
            events.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Id extends AbstractExtensionId<OpenJournal> {
        @Override
        public OpenJournal createExtension(ExtendedActorSystem system) {
            return new OpenJournal(system);
        }
    }
}
