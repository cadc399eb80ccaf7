package dev.parley.persistence.retention;

import akka.Done;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.Scheduler;
import akka.stream.ActorAttributes;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Sink;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.ContentKeys;
import dev.parley.core.event.Frame;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.persistence.history.History;
import dev.parley.persistence.history.Journal;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContextExecutor;

/**
 * Merges the old past of all rooms, one room after the other, beside their actors: a room that is open goes on and notices nothing.
 * Whatever cuts it off, each room is as it was before or as it is afterwards, and the next round does the rest. Of several nodes on
 * one journal each may do it; a journal takes what stands for a past only once.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private static final String BLOCKING = "akka.actor.default-blocking-io-dispatcher";

    /** So that the nodes of a cluster, started together, don't read the same room at the same time. */
    private static final int MOST_JITTER_SECONDS = 60;

    private final Journal journal;
    private final History history;
    private final ContentKeys keys;
    private final RetentionSettings settings;
    private final InstantSource clock;
    private final Materializer materializer;
    private final Scheduler scheduler;
    private final ExecutionContextExecutor blocking;

    public Retention(
            ClassicActorSystemProvider system,
            Journal journal,
            ContentKeys keys,
            RetentionSettings settings,
            InstantSource clock) {
        this.journal = journal;
        this.history = new History(system, journal, keys);
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
        this.materializer = SystemMaterializer.get(system).materializer();
        this.scheduler = system.classicSystem().scheduler();
        this.blocking = system.classicSystem().dispatchers().lookup(BLOCKING);
    }

    /** Begins soon, and again and again as long as the actor system runs; not at all if all is kept. */
    public void start() {
        if (!(settings.keep() instanceof Keep.Forever)) {
            var jitter = ThreadLocalRandom.current().nextInt(MOST_JITTER_SECONDS * 1_000);
            after(Duration.ofMillis(Math.min(jitter, settings.every().toMillis())));
        }
    }

    private void after(Duration pause) {
        var unused = scheduler.scheduleOnce(
                pause,
                () -> sweep().whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("The old past of rooms could not be looked for: {}", failure.getMessage());
                    }
                    after(settings.every());
                }),
                blocking);
    }

    /** Goes through all rooms once. */
    CompletionStage<Done> sweep() {
        return history.rooms().mapAsync(1, this::sweep).runWith(Sink.ignore(), materializer);
    }

    private CompletionStage<Done> sweep(RoomName room) {
        return keys.find(room)
                .thenComposeAsync(ring -> merged(room, ring), blocking)
                .exceptionally(failure -> {
                    LOG.atWarn().addKeyValue("room", room).log("Its past stays as it is: {}", messageOf(failure));
                    return Done.getInstance();
                });
    }

    private static String messageOf(Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    }

    private CompletionStage<Done> merged(RoomName room, KeyRing ring) {
        if (ring.keys().isEmpty()) {
            return CompletableFuture.completedStage(Done.getInstance());
        }
        long highest = unchecked(() -> history.highest(room)); // First: what is written meanwhile is not missing.
        var merging = new Merging(ring, unchecked(() -> isOld(room)));
        return history.links(room, 1, Long.MAX_VALUE)
                .takeWhile(merging::add)
                .toMat(Sink.ignore(), akka.stream.javadsl.Keep.right())
                .withAttributes(ActorAttributes.dispatcher(BLOCKING))
                .run(materializer)
                .thenApplyAsync(read -> unchecked(() -> replace(room, merging, highest)), blocking);
    }

    private Predicate<Frame> isOld(RoomName room) throws IOException {
        return switch (settings.keep()) {
            case Keep.Forever all -> frame -> false;
            case Keep.Lately lately -> {
                var since = lately.since(clock.instant());
                yield frame -> frame.time().isBefore(since);
            }
            case Keep.Checkpoints checkpoints -> {
                var sequences = journal.checkpoints().sequences(JournalId.of(room));
                long newest = sequences.isEmpty() ? 0 : sequences.getLast();
                yield frame -> frame.sequence() <= newest;
            }
        };
    }

    private Done replace(RoomName room, Merging merging, long highest) throws IOException {
        if (!merging.isWorthIt()) {
            return Done.getInstance();
        }
        var fault = merging.fault(highest);
        if (fault != null) {
            throw new IOException("nothing of it can be merged: " + fault);
        }
        journal.pruning().replace(JournalId.of(room), merging.condensed(clock.instant()));
        LOG.atInfo().addKeyValue("room", room).log("Its past up to event {} was merged", merging.last());
        return Done.getInstance();
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T unchecked(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
