package dev.parley.persistence.history;

import akka.Done;
import akka.NotUsed;
import akka.actor.ClassicActorSystemProvider;
import akka.stream.ActorAttributes;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.ContentKeys;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.Link;
import dev.parley.core.event.Replay;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Reads the past of rooms. It streams: never more of a history is in memory than a document and what is on its way to the reader. All of
 * that happens on threads of its own, few of them, so that reading a long past holds up nobody.
 */
public final class History {
    private static final String DISPATCHER = "parley.history.dispatcher";

    private final Journal journal;
    private final ContentKeys keys;
    private final Materializer materializer;
    private final Executor reading;
    private final Turns turns;

    public History(ClassicActorSystemProvider system, Journal journal, ContentKeys keys) {
        this.journal = journal;
        this.keys = keys;
        this.materializer = SystemMaterializer.get(system).materializer();
        this.reading = system.classicSystem().dispatchers().lookup(DISPATCHER);
        var limits = system.classicSystem().settings().config().getConfig("parley.history.moments");
        this.turns = new Turns(limits.getInt("at-once"), limits.getInt("waiting"));
    }

    /** The room as it was at a moment; it fails with {@link Gone} if nobody can tell any more, and if too many moments are being read. */
    public CompletionStage<Moment> at(RoomName room, When when) {
        return turns.take(() -> keys.find(room)
                .thenApplyAsync(ring -> new Beginning(journal.checkpoints(), room, ring, when).replay(), reading)
                .thenComposeAsync(start -> onward(room, start, when), reading)
                .thenApply(replay -> new Moment(
                        replay.chain().place(), replay.doc(), replay.chain().damage())));
    }

    /** The rooms that have events. */
    public Source<RoomName, NotUsed> rooms() {
        return journal.ids().currentPersistenceIds().mapConcat(id -> {
            var room = JournalId.roomOf(id);
            return room == null ? List.of() : List.of(room);
        });
    }

    /** The room's events from one number to another, both included, as they are stored. */
    public Source<Link, NotUsed> links(RoomName room, long from, long to) {
        return stored(room, from, to).withAttributes(ActorAttributes.dispatcher(DISPATCHER));
    }

    /** The same, opened, as far as it is whole; then it fails with {@link Damaged}. What lies beyond the range is not judged. */
    public Source<Entry, NotUsed> range(RoomName room, long from, long to) {
        return judged(room, from, to).withAttributes(ActorAttributes.dispatcher(DISPATCHER));
    }

    /** What changed after one moment and up to another, as far as the history is whole; then it fails with {@link Damaged}. */
    public Source<Difference, NotUsed> between(RoomName room, When from, When to) {
        long last = to instanceof When.After(long sequence) ? sequence : Long.MAX_VALUE;
        return Source.lazyCompletionStage(() -> at(room, from))
                .flatMapConcat(before -> {
                    var differences = new Differences(before.doc());
                    return judged(room, before.place().head().sequence() + 1, last)
                            .takeWhile(entry -> to.includes(entry.frame()))
                            .mapConcat(differences::of);
                })
                .<NotUsed>mapMaterializedValue(ignored -> NotUsed.getInstance())
                .withAttributes(ActorAttributes.dispatcher(DISPATCHER));
    }

    private Source<Link, NotUsed> stored(RoomName room, long from, long to) {
        return journal.events()
                .currentEventsByPersistenceId(JournalId.of(room), Math.max(1, from), to)
                .map(envelope -> (Link) envelope.event());
    }

    private Source<Entry, NotUsed> judged(RoomName room, long from, long to) {
        // The last number first: what is written while this is read is not missing.
        return Source.lazyCompletionStage(() -> keys.find(room)
                        .thenComposeAsync(
                                ring -> requireNotAllGone(room, from, to)
                                        .thenApply(checked -> new Stretch(ring, from, Math.min(to, lastOf(room)))),
                                reading))
                .flatMapConcat(stretch -> stored(room, from - 1, to)
                        .mapConcat(stretch::add)
                        // Lazily: an eager one is asked for its first element before there is any other.
                        .concatLazy(Source.lazySingle(stretch::end).mapConcat(end -> end)))
                .mapMaterializedValue(ignored -> NotUsed.getInstance());
    }

    /** The number of the room's last event, as it was acknowledged, whatever is left of it; 0 if it never had one. Blocks. */
    public long highest(RoomName room) throws IOException {
        return journal.highest().of(JournalId.of(room));
    }

    private CompletionStage<Replay> onward(RoomName room, Replay replay, When when) {
        long next = replay.chain().place().head().sequence() + 1;
        long last = when instanceof When.After(long sequence) ? sequence : Long.MAX_VALUE;
        if (last < next) {
            return CompletableFuture.completedFuture(replay);
        }
        long end = Math.min(last, lastOf(room)); // Before anything is read: what is written meanwhile is not missing.
        return stored(room, next, last)
                .takeWhile(link -> isIncluded(link, when), true)
                .toMat(
                        Sink.fold(true, (reachesTheEnd, link) -> isIncluded(link, when) && take(replay, link)),
                        Keep.right())
                .withAttributes(ActorAttributes.dispatcher(DISPATCHER))
                .run(materializer)
                .thenCompose(reachesTheEnd -> {
                    boolean isThere = replay.chain().place().head().sequence() >= end;
                    if (isThere || replay.chain().damage() != null) {
                        return CompletableFuture.completedStage(replay);
                    }
                    return requireNotGone(room, replay).thenApply(checked -> {
                        if (reachesTheEnd) {
                            replay.chain().end(end);
                        }
                        return replay;
                    });
                });
    }

    /** What is missing behind a moment may be gone: merged into an event that lies after it, or erased by it. */
    private CompletionStage<Replay> requireNotGone(RoomName room, Replay replay) {
        return links(room, replay.chain().place().head().sequence() + 1, Long.MAX_VALUE)
                .take(1)
                .runFold(
                        replay,
                        (found, link) -> {
                            var gone = Gone.before(link.frame());
                            if (gone != null) {
                                throw gone;
                            }
                            return found;
                        },
                        materializer);
    }

    /** What somebody asks for may all lie before the event that is the first one now. */
    private CompletionStage<Done> requireNotAllGone(RoomName room, long from, long to) {
        return links(room, from, Long.MAX_VALUE)
                .take(1)
                .runForeach(
                        link -> {
                            var gone = link.frame().sequence() > to ? Gone.before(link.frame()) : null;
                            if (gone != null) {
                                throw gone;
                            }
                        },
                        materializer);
    }

    private static boolean take(Replay replay, Link link) {
        // Whether it is taken is the replay's to tell, and damage is not the end of the journal.
        var unused = replay.add(link);
        return true;
    }

    private long lastOf(RoomName room) {
        try {
            return highest(room);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** One that can't be read is for the replay to judge. */
    private static boolean isIncluded(Link link, When when) {
        try {
            return when.includes(link.frame());
        } catch (MalformedInput e) {
            return true;
        }
    }
}
