package dev.parley.persistence.history;

import akka.NotUsed;
import akka.actor.ClassicActorSystemProvider;
import akka.stream.ActorAttributes;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Source;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.ContentKeys;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.Replay;
import dev.parley.core.event.RoomEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the past of rooms. It streams: never more of a history is in memory than a document and what is on its way to the reader. It
 * works on a dispatcher for what blocks, so that reading a long past holds up nobody.
 */
public final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    private static final String BLOCKING = "akka.actor.default-blocking-io-dispatcher";

    private final Journal journal;
    private final ContentKeys keys;
    private final Materializer materializer;
    private final Executor blocking;

    public History(ClassicActorSystemProvider system, Journal journal, ContentKeys keys) {
        this.journal = journal;
        this.keys = keys;
        this.materializer = SystemMaterializer.get(system).materializer();
        this.blocking = system.classicSystem().dispatchers().lookup(BLOCKING);
    }

    /** The room as it was at a moment; it fails with {@link Gone} if nobody can tell any more. */
    public CompletionStage<Moment> at(RoomName room, When when) {
        return keys.find(room)
                .thenApplyAsync(ring -> start(room, ring, when), blocking)
                .thenComposeAsync(start -> onward(room, start, when), blocking)
                .thenApply(replay -> new Moment(
                        replay.chain().place(), replay.doc(), replay.chain().damage()));
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
        return journal.events()
                .currentEventsByPersistenceId(JournalId.of(room), Math.max(1, from), to)
                .map(envelope -> (Link) envelope.event())
                .withAttributes(ActorAttributes.dispatcher(BLOCKING));
    }

    /** The same, opened as far as they can be; it fails at the first whose place can't be told. */
    public Source<Entry, NotUsed> range(RoomName room, long from, long to) {
        return Source.completionStage(keys.find(room))
                .flatMapConcat(ring -> links(room, from, to).map(link -> entry(ring, link)))
                .mapMaterializedValue(ignored -> NotUsed.getInstance());
    }

    /** The same, as far as it is whole; then it fails with {@link Damaged}. What lies beyond the range is not judged. */
    public Source<Entry, NotUsed> whole(RoomName room, long from, long to) {
        // The last number first: what is written while this is read is not missing.
        return Source.lazyCompletionStage(() -> keys.find(room)
                        .thenApplyAsync(ring -> new Stretch(ring, from, Math.min(to, lastOf(room))), blocking))
                .flatMapConcat(stretch -> links(room, from - 1, to)
                        .mapConcat(stretch::add)
                        // Lazily: an eager one is asked for its first element before there is any other.
                        .concatLazy(Source.lazySingle(stretch::end).mapConcat(end -> end)))
                .mapMaterializedValue(ignored -> NotUsed.getInstance());
    }

    /** What changed in the document after one moment and up to another; it fails with {@link Damaged} where that ends too early. */
    public Source<Difference, NotUsed> between(RoomName room, When from, When to) {
        return Source.completionStage(
                        at(room, from).thenCombine(at(room, to), (before, after) -> differences(room, before, after)))
                .flatMapConcat(source -> source)
                .mapMaterializedValue(ignored -> NotUsed.getInstance());
    }

    private Source<Difference, NotUsed> differences(RoomName room, Moment before, Moment after) {
        var differences = new Differences(before.doc(), after.doc());
        var found = range(
                        room,
                        before.place().head().sequence() + 1,
                        after.place().head().sequence())
                .mapConcat(entry -> differencesOf(differences, entry));
        var damage = after.damage();
        return damage == null
                ? found
                : found.concatLazy(Source.lazySingle(() -> {
                    throw new Damaged(damage);
                }));
    }

    /** The number of the room's last event, as it was acknowledged, whatever is left of it; 0 if it never had one. Blocks. */
    public long highest(RoomName room) throws IOException {
        return journal.highest().of(JournalId.of(room));
    }

    private static List<Difference> differencesOf(Differences differences, Entry entry) throws MalformedInput {
        List<Difference> all = new ArrayList<>();
        if (entry.event() instanceof RoomEvent.Applied applied) {
            for (var change : applied.changes()) {
                all.addAll(differences.of(entry.frame(), change));
            }
        }
        return all;
    }

    private static Entry entry(KeyRing ring, Link link) throws MalformedInput {
        return new Entry(link.frame(), openedOrNull(ring, link), link.bytes().length, link.hash(ring.subject()));
    }

    private static @Nullable RoomEvent openedOrNull(KeyRing ring, Link link) {
        try {
            return link.open(ring);
        } catch (MalformedInput e) {
            return null;
        }
    }

    /** The newest checkpoint that is not after the moment and can be read, or the beginning. */
    private Replay start(RoomName room, KeyRing ring, When when) {
        var id = JournalId.of(room);
        try {
            for (long sequence : journal.checkpoints().sequences(id).reversed()) {
                if (when instanceof When.After(long last) && sequence > last) {
                    continue;
                }
                var replay = readOrNull(room, ring, sequence);
                if (replay != null && !isAfter(replay, when)) {
                    return replay;
                }
            }
        } catch (IOException e) {
            warn(room, "The checkpoints cannot be read; the room is read from its first event", e);
        }
        return new Replay(ring);
    }

    private @Nullable Replay readOrNull(RoomName room, KeyRing ring, long sequence) {
        try {
            return Replay.from(journal.checkpoints().load(JournalId.of(room), sequence), ring);
        } catch (IOException | MalformedInput e) {
            warn(room, "The checkpoint after event " + sequence + " cannot be read; an earlier one is taken", e);
            return null;
        }
    }

    private static void warn(RoomName room, String what, Exception why) {
        LOG.atWarn().addKeyValue("room", room).log("{}: {}", what, why.getMessage());
    }

    private static boolean isAfter(Replay replay, When when) {
        return when instanceof When.At(var time)
                && replay.chain().place().time().isAfter(time);
    }

    private CompletionStage<Replay> onward(RoomName room, Replay replay, When when) {
        long next = replay.chain().place().head().sequence() + 1;
        long last = when instanceof When.After(long sequence) ? sequence : Long.MAX_VALUE;
        if (last < next) {
            return CompletableFuture.completedFuture(replay);
        }
        long end = Math.min(last, lastOf(room)); // Before anything is read: what is written meanwhile is not missing.
        return links(room, next, last)
                .takeWhile(link -> isIncluded(link, when), true)
                .runFold(true, (reachesTheEnd, link) -> isIncluded(link, when) && take(replay, link), materializer)
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
