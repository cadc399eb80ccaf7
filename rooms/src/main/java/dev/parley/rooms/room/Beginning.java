package dev.parley.rooms.room;

import akka.persistence.typed.SnapshotSelectionCriteria;
import org.jspecify.annotations.Nullable;

/**
 * From where a room reads its past; it outlives the restarts of the room's actor, in which a better one is tried. At first that is the
 * newest checkpoint, and the next older one as long as they cannot be read. If the events that follow a checkpoint do not fit to it, the
 * checkpoint may be of another past: then all events are read, and if they are damaged earlier still, the checkpoint is taken again.
 */
final class Beginning {
    private SnapshotSelectionCriteria criteria = SnapshotSelectionCriteria.latest();
    private @Nullable SnapshotSelectionCriteria checkpoint;
    private long reachedFromCheckpoint;
    private boolean settled;
    private boolean skipped;

    SnapshotSelectionCriteria criteria() {
        return criteria;
    }

    /** Whether what was read from there stands; otherwise it is to be read again, from what are the {@link #criteria} now. */
    boolean stands(RoomState state) {
        if (state.origin() instanceof RoomState.Origin.UnreadableCheckpoint(long sequence)) {
            criteria = olderThan(sequence);
            skipped = true;
            return false;
        }
        if (settled || state.damage() == null) {
            return true;
        }
        if (state.origin() instanceof RoomState.Origin.ReadableCheckpoint) {
            checkpoint = criteria;
            reachedFromCheckpoint = state.sequence();
            criteria = SnapshotSelectionCriteria.none();
            return false;
        }
        settled = true;
        if (checkpoint == null || reachedFromCheckpoint <= state.sequence()) {
            return true;
        }
        criteria = checkpoint;
        return false;
    }

    /** Whether there is a checkpoint that cannot be read: its key may be destroyed. */
    boolean hasSkippedACheckpoint() {
        return skipped;
    }

    /** One that can't be read may also lie about its number: then none is tried again. */
    private SnapshotSelectionCriteria olderThan(long sequence) {
        return sequence < 1 || sequence > criteria.maxSequenceNr()
                ? SnapshotSelectionCriteria.none()
                : SnapshotSelectionCriteria.latest().withMaxSequenceNr(sequence - 1);
    }
}
