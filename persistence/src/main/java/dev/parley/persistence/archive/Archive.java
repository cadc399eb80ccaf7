package dev.parley.persistence.archive;

import akka.actor.ClassicActorSystemProvider;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Head;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Replay;
import dev.parley.core.event.RoomEvent;
import dev.parley.persistence.history.History;
import dev.parley.persistence.keys.Adoption;
import dev.parley.persistence.keys.KeyStock;
import dev.parley.persistence.moving.Arrival;
import dev.parley.persistence.moving.Events;
import dev.parley.persistence.moving.Filed;
import dev.parley.persistence.moving.Pulled;
import dev.parley.persistence.moving.Standing;
import dev.parley.persistence.moving.Waiting;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts rooms with their whole history into files, and takes them in again. Calls block. */
public final class Archive {
    private final History history;
    private final Arrival arrival;
    private final KeyStock keys;
    private final NewGeneration generation;
    private final Materializer materializer;

    /** What keeps a room from going out or in, as a sentence for a person. */
    public static final class Impossible extends Exception {
        private static final long serialVersionUID = 1;

        Impossible(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * What is in an archive.
     *
     * @param head the last event that is in it
     * @param damage why it ends there, if the room is damaged
     */
    public record Exported(Head head, @Nullable String damage) {}

    /**
     * What was taken in.
     *
     * @param room the name of the room that was exported
     * @param events how many, without the one that says that they were imported
     */
    public record Taken(RoomName room, long events) {}

    public Archive(
            ClassicActorSystemProvider system, History history, Arrival arrival, KeyStock keys, InstantSource clock) {
        this.history = history;
        this.arrival = arrival;
        this.keys = keys;
        this.generation = new NewGeneration(clock);
        this.materializer = SystemMaterializer.get(system).materializer();
    }

    /** Writes the room to a stream, with the keys that open it; not closed here. */
    public Exported write(RoomName room, OutputStream target) throws IOException, Impossible {
        long highest = history.highest(room); // Before anything is read: what is written meanwhile is not missing.
        var ring = Waiting.on(keys.find(room));
        var out = new DataOutputStream(new BufferedOutputStream(target));
        var replay = new Replay(ring);
        out.write(Section.MAGIC);
        new Section(Section.Type.HEADER, new ArchiveHeader(room, ring).toBytes()).write(out);
        try (var links = Pulled.from(history.links(room, 1, Long.MAX_VALUE), materializer)) {
            for (var link = links.next(); link != null && replay.add(link); link = links.next()) {
                new Section(Section.Type.EVENT, link.bytes()).write(out);
            }
        }
        replay.chain().end(highest);
        var head = replay.chain().place().head();
        if (head.sequence() == 0 && replay.chain().damage() == null) {
            throw new Impossible("The room '" + room + "' has no history", null);
        }
        ArchiveReader.end(head).write(out);
        out.flush();
        return new Exported(head, replay.chain().damage());
    }

    /**
     * Makes a new room of an archive. All of it is checked before anything is written. Whoever was interrupted calls it again: until
     * the end is written the room does not open, since it has no keys, and the end comes together with what says that it was imported.
     */
    public Taken read(RoomName room, Path file, String author) throws IOException, Impossible {
        try {
            var place = check(file).chain().place();
            var header = headerOf(file);
            long there = there(room, file, header.keys());
            try (var events = eventsOf(file)) {
                arrival.store(JournalId.of(room), events, there, () -> {
                    var ring = Waiting.on(keys.adopt(room, header.keys()));
                    return List.of(generation.begin(place, ring, time -> imported(header.room(), place, time, author)));
                });
            }
            return new Taken(header.room(), place.head().sequence());
        } catch (MalformedInput e) {
            throw new Impossible("The file " + file + " is " + e.getMessage(), e);
        }
    }

    /** How many of the events an earlier attempt has brought. Whoever has all of them, or others, is another room. */
    private long there(RoomName room, Path file, KeyRing ring) throws IOException, Impossible, MalformedInput {
        var records = Waiting.on(keys.records(room));
        var opened = Waiting.on(keys.find(room));
        if (Adoption.isPossible(records, opened, ring)) {
            try (var events = eventsOf(file)) {
                if (arrival.standing(JournalId.of(room), events) instanceof Standing.Beginning(long same)
                        && (same == 0
                                || records.isEmpty()
                                || records.size() > ring.keys().size())) {
                    return same;
                }
            }
        }
        throw new Impossible("The room '" + room + "' is there already; import into another name", null);
    }

    private static ArchiveHeader headerOf(Path file) throws IOException, MalformedInput {
        try (var reader = new ArchiveReader(Files.newInputStream(file))) {
            return reader.header();
        }
    }

    private static Replay check(Path file) throws IOException, MalformedInput, Impossible {
        try (var reader = new ArchiveReader(Files.newInputStream(file))) {
            var replay = new Replay(reader.header().keys(), Limits.standard());
            for (var link = reader.next(); link != null; link = reader.next()) {
                if (!replay.add(link)) {
                    throw new Impossible(
                            "The file " + file + " holds a damaged history: "
                                    + replay.chain().damage(),
                            null);
                }
            }
            if (replay.chain().place().head().sequence() == 0) {
                throw new Impossible("The file " + file + " holds no events", null);
            }
            if (!NewGeneration.canFollow(replay.chain().place())) {
                throw new Impossible(
                        "The file " + file + " holds a history that counts further than a room can go on", null);
            }
            if (!reader.endsWith(replay.chain().place().head())) {
                throw new Impossible("The file " + file + " lacks the end of the history", null);
            }
            return replay;
        }
    }

    /** What says from here on that all before was imported. */
    private static RoomEvent imported(RoomName from, Chain.Place place, Instant time, String author) {
        return new RoomEvent.Imported(time, author, from.value(), place.head().hash());
    }

    private static Events eventsOf(Path file) throws IOException, MalformedInput {
        var reader = new ArchiveReader(Files.newInputStream(file));
        return new Events() {
            @Override
            public @Nullable Filed next() throws IOException {
                try {
                    var link = reader.next();
                    return link == null ? null : new Filed(link.frame().sequence(), link);
                } catch (MalformedInput e) {
                    throw new IOException("the file " + file + " is not what it was when it was checked", e);
                }
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        };
    }
}
