package dev.parley.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import dev.parley.persistence.leveldb.DataFolder;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rooms without a node: where they are, and an actor system with nothing but the journal: no cluster, no HTTP, no rooms. */
final class OpenRooms implements AutoCloseable {
    private final Storage storage;
    private final ActorSystem<Void> system;

    /** Opens what the settings name; the folder is its own from then on. */
    static OpenRooms open(Settings settings, @Nullable DataFolder folder) throws StartFailure, IOException {
        try {
            var storage = Storage.open(settings, folder);
            var config = ConfigFactory.parseMap(Map.of("akka.actor.provider", "local"))
                    .withFallback(settings.config());
            return new OpenRooms(
                    storage, ActorSystem.create(Behaviors.empty(), "parley-command", storage.setup(config)));
        } catch (StartFailure | RuntimeException e) {
            if (folder != null) {
                folder.close();
            }
            throw e;
        }
    }

    private OpenRooms(Storage storage, ActorSystem<Void> system) {
        this.storage = storage;
        this.system = system;
    }

    Storage storage() {
        return storage;
    }

    ActorSystem<Void> system() {
        return system;
    }

    @Override
    public void close() throws IOException {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        storage.close();
    }
}
