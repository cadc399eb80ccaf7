package dev.parley.persistence.checkpoint;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of a room's checkpoints may go. The two newest stay, should the newest turn out bad; of those before, as few as keep
 * every moment of the room within a bounded distance of one. For a room of n events that is at most n / {@link #EVENTS} and what
 * the bytes ask for: the older half of the distance that a moment is replayed over is what they save.
 */
public final class Thinning {
    /** Replayed in well under 300 ms, so that any moment can be shown at once. */
    static final long EVENTS = 4_096;

    /** Of updates; replayed in well under 300 ms, too. */
    static final long BYTES = 4 << 20;

    private static final int NEWEST = 2;

    private Thinning() {}

    /** Where a checkpoint stands: its last event, and the bytes of updates up to there. */
    public record Mark(long sequence, long weight) {}

    /** The marks that aren't needed, of those of one room in the order of their numbers. */
    public static List<Mark> superfluous(List<Mark> marks) {
        List<Mark> gone = new ArrayList<>();
        var kept = new Mark(0, 0);
        for (int i = 0; i < marks.size() - NEWEST; i++) {
            if (isNear(kept, marks.get(i + 1))) {
                gone.add(marks.get(i));
            } else {
                kept = marks.get(i);
            }
        }
        return gone;
    }

    private static boolean isNear(Mark earlier, Mark later) {
        return later.sequence - earlier.sequence <= EVENTS && later.weight - earlier.weight <= BYTES;
    }
}
