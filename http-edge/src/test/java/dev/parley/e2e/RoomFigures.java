package dev.parley.e2e;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.event.Change;
import dev.parley.core.event.CheckpointFormat;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Writer;
import dev.parley.persistence.history.History;
import dev.parley.persistence.history.When;
import dev.parley.persistence.keys.KeyFile;
import dev.parley.persistence.leveldb.DataFolder;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.SnapshotFiles;
import dev.parley.persistence.leveldb.StoreSettings;
import dev.parley.persistence.leveldb.plugin.JournalSetup;
import dev.parley.persistence.leveldb.plugin.Past;
import dev.parley.rooms.room.Room;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What a long room costs: one of single letters, each an event of its own, written by the real {@link Room} into the real journal; how soon
 * it opens, how soon any of its moments is there, and what it takes on the disk. See bench/journal.
 */
final class RoomFigures {
    private static final RoomName ROOM = new RoomName("long");
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** A person writes so many letters before going elsewhere in the text. */
    private static final int LETTERS_A_PLACE = 20;

    private static final int MOMENTS = 50;
    private static final int OPENINGS = 3;

    private final DataFolder folder;
    private final EventStore events;
    private final SnapshotFiles snapshots;
    private final KeyRing keys;
    private final KeyFile file;

    /** A second passes with each event. */
    private final AtomicLong seconds = new AtomicLong();

    private final BlockingQueue<Room.Reply> heard = new LinkedBlockingQueue<>();
    private final Random random = new Random(1);

    private RoomFigures(DataFolder folder, EventStore events, KeyFile file) {
        this.folder = folder;
        this.events = events;
        this.snapshots = new SnapshotFiles(folder);
        this.file = file;
        this.keys = done(file.obtain(ROOM));
    }

    public static void main(String[] arguments) throws Exception {
        var settings = StoreSettings.from(ConfigFactory.load().getConfig("parley.leveldb"));
        int count = Integer.parseInt(arguments[1]);
        try (var folder = DataFolder.open(Path.of(arguments[0]));
                var file = KeyFile.open(folder.path().resolve("keys"), null);
                var events = EventStore.open(folder, settings)) {
            new RoomFigures(folder, events, file).measure(count);
        }
    }

    private void measure(int count) throws Exception {
        System.out.println("| what | figure |");
        System.out.println("| --- | ---: |");
        line("events", "%d".formatted(count));
        write(count);
        sizes(count);
        for (int i = 1; i <= OPENINGS; i++) {
            line("opening with a checkpoint, time " + i, milliseconds(open()));
        }
        moments(count);
        snapshots.deleteTo(JournalId.of(ROOM), Long.MAX_VALUE);
        for (int i = 1; i <= OPENINGS; i++) {
            line("opening from event 1, time " + i, milliseconds(open()));
        }
    }

    private void write(int count) throws InterruptedException {
        var system = newSystem();
        var room = opened(system);
        var doc = Doc.withClientId(7);
        var text = doc.text("body");
        int cursor = 0;
        var times = new long[count];
        for (int i = 0; i < count; i++) {
            var before = doc.stateVector();
            if (i % LETTERS_A_PLACE == 0) {
                cursor = random.nextInt(text.length() + 1);
            }
            text.insert(cursor++, Character.toString('a' + random.nextInt(26)));
            var now = START.plusSeconds(seconds.incrementAndGet());
            var change = new Change("ada", "c-1", "yjs", now, doc.encodeSince(before, UpdateFormat.V1));
            long start = System.nanoTime();
            CompletionStage<Room.Reply> reply = AskPattern.ask(
                    room,
                    (ActorRef<Room.Reply> replyTo) -> new Room.Apply(List.of(change), keys, replyTo),
                    PATIENCE,
                    system.scheduler());
            var unused = done(reply);
            times[i] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        line("writing an event, p50", milliseconds(times[count / 2]));
        line("writing an event, p99.9 (checkpoints)", milliseconds(times[(int) (count * 0.999)]));
        stop(system);
    }

    private void sizes(int count) throws IOException {
        line("journal", "%.1f bytes an event".formatted((double) bytesIn("journal") / count));
        int checkpoints = snapshots.entries(JournalId.of(ROOM)).size();
        line("checkpoints", "%d, %d KiB together".formatted(checkpoints, bytesIn("snapshots") >> 10));
    }

    private long bytesIn(String name) throws IOException {
        try (var files = Files.walk(folder.path().resolve(name))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> {
                        try {
                            return Files.size(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .sum();
        }
    }

    private void moments(int count) throws InterruptedException {
        var system = newSystem();
        var history = new History(system, Past.of(system.classicSystem()), file);
        long bytes = done(history.links(ROOM, 1, count)
                .map(link -> (long) link.bytes().length)
                .runFold(0L, Long::sum, system));
        line("an event itself", "%.1f bytes".formatted((double) bytes / count));
        for (var kind : List.of("cold", "warm")) {
            moments(kind + ", after an event", history, () -> new When.After(1 + random.nextInt(count)));
            moments(kind + ", at a time", history, () -> new When.At(START.plusSeconds(1 + random.nextInt(count))));
        }
        var now = done(history.at(ROOM, When.NOW));
        if (now.damage() != null) {
            throw new AssertionError(now.damage());
        }
        long start = System.nanoTime();
        var document = now.doc().encode(UpdateFormat.V2);
        var checkpoint =
                CheckpointFormat.write(new Writer(keys, 0, 1), new CheckpointFormat.Contents(now.place(), 0, document));
        line(
                "the last checkpoint: %d KiB, of a document of %d KiB"
                        .formatted(checkpoint.bytes().length >> 10, document.length >> 10),
                milliseconds(System.nanoTime() - start));
        stop(system);
    }

    private void moments(String kind, History history, Supplier<When> choice) {
        long[] times = IntStream.range(0, MOMENTS)
                .mapToObj(i -> choice.get())
                .mapToLong(when -> {
                    long start = System.nanoTime();
                    var unused = done(history.at(ROOM, when));
                    return System.nanoTime() - start;
                })
                .sorted()
                .toArray();
        line("a moment, " + kind + ", p50", milliseconds(times[MOMENTS / 2]));
        line("a moment, " + kind + ", the slowest of " + MOMENTS, milliseconds(times[MOMENTS - 1]));
    }

    /** How long it takes until the room, in an actor system that runs, says that it is open. */
    private long open() throws InterruptedException {
        var system = newSystem();
        long start = System.nanoTime();
        var unused = opened(system);
        long took = System.nanoTime() - start;
        stop(system);
        return took;
    }

    private ActorRef<Room.Command> opened(ActorSystem<Room.Reply> system) throws InterruptedException {
        var room = system.systemActorOf(
                Room.create(ROOM, keys, () -> START.plusSeconds(seconds.get()), new SplittableRandom(1), system),
                "room",
                Props.empty());
        if (heard.take() instanceof Room.Opened opened && opened.damage() != null) {
            throw new AssertionError(opened.damage());
        }
        return room;
    }

    private ActorSystem<Room.Reply> newSystem() {
        var config = ConfigFactory.parseString("akka { actor.provider = local, loglevel = WARNING }");
        return ActorSystem.create(
                Behaviors.receiveMessage(reply -> {
                    heard.add(reply);
                    return Behaviors.same();
                }),
                "figures",
                ActorSystemSetup.create(
                        BootstrapSetup.create(
                                folder.journal().withFallback(config).withFallback(ConfigFactory.load())),
                        new JournalSetup(events, snapshots)));
    }

    private static void stop(ActorSystem<?> system) {
        system.terminate();
        var unused = done(system.getWhenTerminated());
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static String milliseconds(long nanoseconds) {
        return "%.2f ms".formatted(nanoseconds / 1e6);
    }

    private static void line(String what, String figure) {
        System.out.println("| " + what + " | " + figure + " |");
    }
}
