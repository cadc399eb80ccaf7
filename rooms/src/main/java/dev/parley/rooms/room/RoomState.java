package dev.parley.rooms.room;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Change;
import dev.parley.core.event.Checkpoint;
import dev.parley.core.event.CheckpointFormat;
import dev.parley.core.event.Head;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.Remains;
import dev.parley.core.event.Replay;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Room} has become by its events: its document and where its chain stands. Owned by the room's actor and never sent
 * to anyone. A change is in the document before it is in the journal; nobody sees that, for the room answers nothing in between
 * and stops if the journal fails.
 */
final class RoomState {
    /** Enough that a room is read quickly, seldom enough that it costs little. */
    private static final int CHECKPOINT_EVENTS = 1_000;

    private static final long CHECKPOINT_BYTES = 1 << 20;

    /** Not more often than what comes in is worth it beside the size of the document; but never later than this. */
    private static final int WORTH = 4;

    private static final int CHECKPOINT_LATEST = 8_192;

    /** An activation whose writes all failed left no epoch behind: by chance the next one has another all the same. */
    private static final int EPOCH_SPREAD = 1 << 16;

    private final Replay replay;
    private final Origin origin;
    private final Since sinceCheckpoint = new Since();

    private long documentBytes;
    private long epoch;
    private boolean hasRemains;
    private List<Change> taken = new ArrayList<>();
    private @Nullable Link inHand;
    private @Nullable Writer writer;

    /** What has come since the last checkpoint. */
    private static final class Since {
        private int events;
        private long bytes;
    }

    /** What its past was read from. */
    sealed interface Origin {
        record Events() implements Origin {}

        record ReadableCheckpoint() implements Origin {}

        /**
         * Nothing came of it.
         *
         * @param sequence the number that it claims
         */
        record UnreadableCheckpoint(long sequence) implements Origin {}
    }

    private RoomState(Replay replay, Origin origin) {
        this.replay = replay;
        this.origin = origin;
    }

    static RoomState empty(KeyRing keys) {
        return new RoomState(new Replay(keys), new Origin.Events());
    }

    /** The room as a checkpoint holds it; one that can't be read makes an empty one that says so. */
    static RoomState from(Checkpoint checkpoint, KeyRing keys) {
        try {
            return new RoomState(Replay.from(checkpoint, keys), new Origin.ReadableCheckpoint());
        } catch (MalformedInput e) {
            return new RoomState(new Replay(keys), new Origin.UnreadableCheckpoint(checkpoint.sequence()));
        }
    }

    Origin origin() {
        return origin;
    }

    /** Takes the next event of the journal, or the one that was just made here. */
    RoomState add(Link link) {
        long before = replay.weight();
        if (link.equals(inHand)) {
            replay.addDone(link);
            inHand = null;
        } else {
            replay.add(link);
        }
        sinceCheckpoint.events++;
        sinceCheckpoint.bytes += replay.weight() - before;
        return this;
    }

    /**
     * Ends the recovery: all that the journal has was added, up to this event as it says.
     *
     * @param skippedACheckpoint whether there is one that cannot be read
     */
    void open(long lastSequence, Instant now, RandomGenerator chance, boolean skippedACheckpoint) {
        hasRemains = replay.hasRemains() || skippedACheckpoint;
        replay.chain().end(lastSequence);
        epoch = Math.max(place().epoch(), now.toEpochMilli()) + 1 + chance.nextInt(EPOCH_SPREAD);
    }

    private Chain.Place place() {
        return replay.chain().place();
    }

    @Nullable
    String damage() {
        return replay.chain().damage();
    }

    long sequence() {
        return place().head().sequence();
    }

    /** Puts changes into the document. */
    List<Room.Verdict> take(List<Change> changes) {
        List<Room.Verdict> verdicts = new ArrayList<>(changes.size());
        for (var change : changes) {
            verdicts.add(take(change));
        }
        return verdicts;
    }

    private Room.Verdict take(Change change) {
        try {
            var applied = replay.doc().apply(change.update());
            if (!applied.changed() && !applied.waits()) {
                return Room.Verdict.NOTHING_NEW;
            }
            taken.add(change);
            return Room.Verdict.TAKEN;
        } catch (MalformedInput e) {
            return Room.Verdict.MALFORMED;
        }
    }

    /** What would become of changes. */
    List<Room.Verdict> judge(List<Change> changes) {
        return changes.stream().map(this::judge).toList();
    }

    private Room.Verdict judge(Change change) {
        try {
            return replay.doc().newsIn(change.update(), UpdateFormat.V1).isEmpty()
                    ? Room.Verdict.NOTHING_NEW
                    : Room.Verdict.NOT_TAKEN;
        } catch (MalformedInput e) {
            return Room.Verdict.MALFORMED;
        }
    }

    /** The event of what was taken; null if that was nothing. */
    @Nullable
    Link toStore(KeyRing writing, Instant now) {
        if (taken.isEmpty()) {
            return null;
        }
        if (writer == null) {
            writer = new Writer(writing, place().generation(), epoch);
        }
        inHand = writer.write(place().head(), new RoomEvent.Applied(notBeforeTheLast(now), taken));
        taken = new ArrayList<>();
        return inHand;
    }

    /**
     * The event by which all goes. If the history is damaged, it begins behind what is missing.
     *
     * @param lastSequence the number of the last event that was acknowledged
     */
    Link erase(String author, KeyRing writing, long lastSequence, Instant now) {
        writer = new Writer(writing, place().generation() + 1, epoch);
        hasRemains = true;
        var link = writer.write(
                new Head(lastSequence, place().head().hash()), new RoomEvent.Erased(notBeforeTheLast(now), author));
        inHand = link;
        return link;
    }

    void pastRemoved() {
        hasRemains = false;
    }

    /** What is left of a past that was erased; null if there is nothing. */
    @Nullable
    Remains remains() {
        return hasRemains ? replay.erased() : null;
    }

    /** Now, also when the clock was put back: times in a room never decrease. */
    private Instant notBeforeTheLast(Instant now) {
        var last = place().time();
        var millis = now.truncatedTo(ChronoUnit.MILLIS);
        return millis.isBefore(last) ? last : millis;
    }

    byte[] contents() {
        return replay.doc().encode(UpdateFormat.V1);
    }

    /** Not before the rest of an erased past has gone: what is read from a checkpoint on does not tell of it. */
    boolean isCheckpointDue() {
        if (remains() != null) {
            return false;
        }
        boolean enough = sinceCheckpoint.events >= CHECKPOINT_EVENTS || sinceCheckpoint.bytes >= CHECKPOINT_BYTES;
        boolean worthIt = sinceCheckpoint.bytes >= documentBytes / WORTH;
        return (enough && worthIt) || sinceCheckpoint.events >= CHECKPOINT_LATEST;
    }

    Checkpoint cutCheckpoint() {
        var document = replay.doc().encode(UpdateFormat.V2);
        documentBytes = document.length;
        sinceCheckpoint.events = 0;
        sinceCheckpoint.bytes = 0;
        if (writer == null) {
            throw new IllegalStateException("a checkpoint is cut after an event, and nobody wrote one");
        }
        return CheckpointFormat.write(writer, new CheckpointFormat.Contents(place(), replay.weight(), document));
    }
}
