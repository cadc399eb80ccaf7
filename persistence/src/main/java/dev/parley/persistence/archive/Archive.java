package dev.parley.persistence.archive;

import akka.actor.ActorSystem;
import akka.actor.ClassicActorSystemProvider;
import akka.stream.javadsl.Sink;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.ContentKeys;
import dev.parley.core.event.Head;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.Replay;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import dev.parley.persistence.history.History;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Puts rooms with their whole history into files, and takes them in again. Calls block. */
public final class Archive {
    private static final int BATCH_EVENTS = 100;
    private static final long BATCH_BYTES = 4 << 20;

    private final ActorSystem system;
    private final History history;
    private final ContentKeys keys;
    private final InstantSource clock;

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

    public Archive(ClassicActorSystemProvider system, History history, ContentKeys keys, InstantSource clock) {
        this.system = system.classicSystem();
        this.history = history;
        this.keys = keys;
        this.clock = clock;
    }

    /** Writes the room to a stream, with the keys that open it; not closed here. */
    public Exported write(RoomName room, OutputStream target) throws IOException, Impossible {
        var ring = keys.find(room).toCompletableFuture().join();
        var out = new DataOutputStream(new BufferedOutputStream(target));
        var replay = new Replay(ring);
        out.write(Section.MAGIC);
        new Section(Section.Type.HEADER, new ArchiveHeader(room, ring).toBytes()).write(out);
        try {
            history.links(room, 1, Long.MAX_VALUE)
                    .takeWhile(replay::add)
                    .runWith(Sink.foreach(link -> new Section(Section.Type.EVENT, link.bytes()).write(out)), system)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
        var head = replay.chain().place().head();
        if (head.sequence() == 0 && replay.chain().damage() == null) {
            throw new Impossible("The room '" + room + "' has no history", null);
        }
        ArchiveReader.end(head).write(out);
        out.flush();
        return new Exported(head, replay.chain().damage());
    }

    /** Makes a new room of an archive. All of it is checked before anything is written. */
    public Taken read(RoomName room, Path file, String author) throws IOException, Impossible {
        try {
            var replay = check(file);
            var header = headerOf(file);
            try (var importing = Importing.into(system, room)) {
                importing.store(List.of());
                var ring = adopt(room, header.keys());
                copy(file, importing);
                importing.store(List.of(marker(header.room(), ring, replay, author)));
            }
            return new Taken(header.room(), replay.chain().place().head().sequence());
        } catch (MalformedInput e) {
            throw new Impossible("The file " + file + " is " + e.getMessage(), e);
        }
    }

    private static ArchiveHeader headerOf(Path file) throws IOException, MalformedInput {
        try (var reader = new ArchiveReader(Files.newInputStream(file))) {
            return reader.header();
        }
    }

    private static Replay check(Path file) throws IOException, MalformedInput, Impossible {
        try (var reader = new ArchiveReader(Files.newInputStream(file))) {
            var replay = new Replay(reader.header().keys());
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
            if (!reader.endsWith(replay.chain().place().head())) {
                throw new Impossible("The file " + file + " lacks the end of the history", null);
            }
            return replay;
        }
    }

    private KeyRing adopt(RoomName room, KeyRing ring) throws Impossible {
        try {
            return keys.adopt(room, ring).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new Impossible("The room '" + room + "' is there already; import into another name", e);
        }
    }

    private static void copy(Path file, Importing importing) throws IOException, MalformedInput, Impossible {
        try (var reader = new ArchiveReader(Files.newInputStream(file))) {
            List<Link> batch = new ArrayList<>();
            long bytes = 0;
            for (var link = reader.next(); link != null; link = reader.next()) {
                batch.add(link);
                bytes += link.bytes().length;
                if (batch.size() == BATCH_EVENTS || bytes >= BATCH_BYTES) {
                    importing.store(batch);
                    batch = new ArrayList<>();
                    bytes = 0;
                }
            }
            importing.store(batch);
        }
    }

    /** What says from here on that all before was imported. It begins a new generation. */
    private Link marker(RoomName from, KeyRing ring, Replay replay, String author) {
        var place = replay.chain().place();
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant time = now.isBefore(place.time()) ? place.time() : now;
        var writer = new Writer(ring, place.generation() + 1, Math.max(place.epoch() + 1, now.toEpochMilli()));
        return writer.write(
                place.head(),
                new RoomEvent.Imported(time, author, from.value(), place.head().hash()));
    }
}
