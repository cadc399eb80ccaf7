package dev.parley.persistence.leveldb;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Change;
import dev.parley.core.event.CheckpointFormat;
import dev.parley.core.event.Head;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import dev.parley.persistence.keys.KeyFile;
import dev.parley.persistence.serial.CheckpointSerializer;
import dev.parley.persistence.serial.LinkSerializer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rooms as two runs of a node leave them when the second is killed: the first one's in tables and with checkpoints, the second one's
 * in the log, some of them only there.
 */
final class WrittenRooms {
    private static final int OLD = 6;
    private static final int ALL = 9;
    private static final int EVENTS_A_RUN = 25;
    private static final int EVENTS_A_CHECKPOINT = 10;
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private final Map<RoomName, Author> authors = new LinkedHashMap<>();

    /** What a room promised: its last event, and its text. */
    record Promise(Head head, String text) {}

    /** Writes them; what is in the folder is a copy, made while they were open. */
    Map<RoomName, Promise> into(Path copy, Path temporary) throws Exception {
        var path = temporary.resolve("original");
        run(path, OLD, true, null);
        run(path, ALL, false, copy);
        Stores.delete(path);
        Map<RoomName, Promise> promises = new LinkedHashMap<>();
        authors.forEach((room, author) -> promises.put(room, author.promise()));
        return promises;
    }

    private void run(Path path, int rooms, boolean withCheckpoints, @Nullable Path copy) throws Exception {
        try (var folder = DataFolder.open(path);
                var keys = KeyFile.open(folder.path().resolve("keys"), null);
                var store = EventStore.open(folder, Stores.settings("disk.ballast = 0 MiB"))) {
            var snapshots = new SnapshotFiles(folder);
            for (int i = 0; i < rooms; i++) {
                var name = new RoomName("room " + i);
                var ring = keys.obtain(name).toCompletableFuture().join();
                authors.computeIfAbsent(name, room -> new Author(ring));
            }
            for (int event = 1; event <= EVENTS_A_RUN; event++) {
                for (var author : authors.values()) {
                    author.write(store);
                    if (withCheckpoints && event % EVENTS_A_CHECKPOINT == 0) {
                        author.saveCheckpoint(snapshots);
                    }
                }
            }
            Stores.await(store.witness());
            if (copy != null) {
                Stores.copy(path, copy);
            }
        }
    }

    /** Writes one room, a word an event. */
    private static final class Author {
        private final KeyRing ring;
        private final Writer writer;
        private final Chain chain;
        private final Doc doc = Doc.withClientId(7);

        Author(KeyRing ring) {
            this.ring = ring;
            this.writer = new Writer(ring, 0, 1);
            this.chain = new Chain(ring.subject(), Chain.Place.START);
        }

        void write(EventStore store) {
            var before = doc.stateVector();
            long sequence = chain.place().head().sequence() + 1;
            doc.text("text").insert(doc.text("text").length(), ring.subject().value() + " says " + sequence + "; ");
            var time = START.plusSeconds(sequence);
            var change = new Change("ada", "c-1", "test", time, doc.encodeSince(before, UpdateFormat.V1));
            var link = writer.write(chain.place().head(), new RoomEvent.Applied(time, List.of(change)));
            chain.add(link);
            var serializer = new LinkSerializer();
            var payload = new Payload(serializer.identifier(), serializer.manifest(link), serializer.toBinary(link));
            Stores.await(
                    store.append(id(), sequence, List.of(new NewEvent(sequence, "", "", Set.of(), payload, null))));
        }

        void saveCheckpoint(SnapshotFiles snapshots) throws Exception {
            var document = doc.encode(UpdateFormat.V2);
            var place = chain.place();
            var checkpoint =
                    CheckpointFormat.write(writer, new CheckpointFormat.Contents(place, document.length, document));
            var serializer = new CheckpointSerializer();
            var payload = new Payload(
                    serializer.identifier(), serializer.manifest(checkpoint), serializer.toBinary(checkpoint));
            var snapshot =
                    new Snapshot(id(), place.head().sequence(), place.time().toEpochMilli(), payload, null);
            snapshots.save(snapshot, OptionalLong.of(checkpoint.weight()));
        }

        private String id() {
            return JournalId.of(ring.subject());
        }

        Promise promise() {
            return new Promise(chain.place().head(), doc.text("text").toString());
        }
    }
}
