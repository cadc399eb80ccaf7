package dev.parley.persistence.leveldb;

import akka.actor.ActorSystem;
import akka.actor.BootstrapSetup;
import akka.actor.Props;
import akka.actor.setup.ActorSystemSetup;
import akka.persistence.AbstractPersistentActor;
import akka.persistence.Recovery;
import akka.persistence.RecoveryCompleted;
import akka.persistence.SnapshotOffer;
import akka.persistence.SnapshotSelectionCriteria;
import akka.stream.javadsl.Sink;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Checkpoint;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.Replay;
import dev.parley.persistence.archive.Verification;
import dev.parley.persistence.history.History;
import dev.parley.persistence.keys.KeyFile;
import dev.parley.persistence.leveldb.plugin.JournalSetup;
import dev.parley.persistence.leveldb.plugin.Past;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** A node on a folder that somebody damaged: it verifies its journal, and opens rooms as the real ones do. */
final class FlippedNode implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private static final Config QUIET = ConfigFactory.parseString(
                    "akka { loglevel = off, stdout-loglevel = off, jvm-shutdown-hooks = off,"
                            + " java-flight-recorder.enabled = off }")
            .withFallback(ConfigFactory.load());

    private final DataFolder folder;
    private final EventStore events;
    private final KeyFile keys;
    private final ActorSystem system;

    /** A room as it is when it has opened. */
    record Opened(@Nullable String damage, String text) {}

    static FlippedNode start(Path path) throws DataFolder.Unusable, IOException {
        var folder = DataFolder.open(path);
        try {
            var keys = KeyFile.open(folder.path().resolve("keys"), null);
            try {
                return new FlippedNode(folder, keys, EventStore.open(folder, Stores.settings("disk.ballast = 0 MiB")));
            } catch (DataFolder.Unusable e) {
                keys.close();
                throw e;
            }
        } catch (DataFolder.Unusable | IOException e) {
            folder.close();
            throw e;
        }
    }

    private FlippedNode(DataFolder folder, KeyFile keys, EventStore events) {
        this.folder = folder;
        this.keys = keys;
        this.events = events;
        this.system = ActorSystem.create(
                "node",
                ActorSystemSetup.create(
                        BootstrapSetup.create(folder.journal().withFallback(QUIET)),
                        new JournalSetup(events, new SnapshotFiles(folder))));
    }

    /** What is wrong with each room; null if the rooms cannot be listed, which is said. */
    @Nullable
    Map<RoomName, List<String>> verify() throws Exception {
        var journal = Past.of(system);
        var verification = new Verification(system, journal, new History(system, journal, keys), keys);
        Map<RoomName, List<String>> faults = new HashMap<>();
        try {
            var unused = verification
                    .all(Map.of())
                    .runWith(Sink.foreach(verdict -> faults.put(verdict.room(), verdict.faults())), system)
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return faults;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                return null;
            }
            throw e;
        }
    }

    Opened open(RoomName room) throws Exception {
        var opened = open(room, SnapshotSelectionCriteria.latest());
        return opened.isPresent()
                ? opened.get()
                : open(room, SnapshotSelectionCriteria.none()).orElseThrow();
    }

    /** Nothing if its checkpoint holds what can't be read. */
    private Optional<Opened> open(RoomName room, SnapshotSelectionCriteria checkpoints) throws Exception {
        var ring = keys.find(room).toCompletableFuture().join();
        var opened = new CompletableFuture<Optional<Opened>>();
        system.actorOf(Props.create(Room.class, () -> new Room(ring, checkpoints, opened)));
        return opened.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Damage or not, other rooms go on. */
    void writeAnother() {
        Stores.await(Stores.append(events, "another", 1));
    }

    @Override
    public void close() throws IOException {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        try (folder;
                keys;
                events) {
            // In turn, the last first.
        }
    }

    /** Reads its past and says what it found, as the room of the other module does. */
    private static final class Room extends AbstractPersistentActor {
        private final KeyRing ring;
        private final SnapshotSelectionCriteria checkpoints;
        private final CompletableFuture<Optional<Opened>> opened;
        private Replay replay;

        Room(KeyRing ring, SnapshotSelectionCriteria checkpoints, CompletableFuture<Optional<Opened>> opened) {
            this.ring = ring;
            this.checkpoints = checkpoints;
            this.opened = opened;
            this.replay = new Replay(ring);
        }

        @Override
        public String persistenceId() {
            return JournalId.of(ring.subject());
        }

        @Override
        public Recovery recovery() {
            return Recovery.create(checkpoints);
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder()
                    .match(SnapshotOffer.class, this::onCheckpoint)
                    .match(Link.class, this::onPast)
                    .match(RecoveryCompleted.class, completed -> onRecovered())
                    .build();
        }

        private void onCheckpoint(SnapshotOffer offer) {
            try {
                replay = Replay.from((Checkpoint) offer.snapshot(), ring);
            } catch (MalformedInput e) {
                opened.complete(Optional.empty());
            }
        }

        private void onPast(Link link) {
            // Whether it is taken is the replay's to tell.
            var unused = replay.add(link);
        }

        private void onRecovered() {
            replay.chain().end(lastSequenceNr());
            opened.complete(Optional.of(new Opened(
                    replay.chain().damage(), replay.doc().text("text").toString())));
            getContext().stop(self());
        }

        @Override
        public void onRecoveryFailure(Throwable cause, Option<Object> event) {
            opened.completeExceptionally(cause);
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder().build();
        }
    }
}
