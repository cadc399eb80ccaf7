package dev.parley.rooms.room;

import dev.parley.core.event.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** The changes that wait while the room writes, in the order in which they came. Bounded by bytes; one more is refused. */
final class WaitingChanges {
    /** What a change costs besides its update: the objects around it, so that a flood of tiny ones is bounded too. */
    private static final long OVERHEAD = 128;

    record Waiting(Seat seat, Change change) {
        long cost() {
            return OVERHEAD + change.update().length;
        }
    }

    private final Queue<Waiting> queue = new ArrayDeque<>();
    private final long capacity;
    private long cost;

    WaitingChanges(long capacity) {
        this.capacity = capacity;
    }

    boolean offer(Seat seat, Change change) {
        var entry = new Waiting(seat, change);
        // An empty queue takes any one change: whether it is too large by itself is another limit's business.
        if (!queue.isEmpty() && cost + entry.cost() > capacity) {
            return false;
        }
        cost += entry.cost();
        return queue.add(entry);
    }

    /** What {@link #takeBatch} would take costs so much at most. */
    long batchCost(long maxBytes) {
        var first = queue.peek();
        return first == null ? 0 : Math.max(first.cost(), Math.min(cost, maxBytes));
    }

    /** Removes the first changes, as many as fit into so many bytes, but at least one. */
    List<Waiting> takeBatch(long maxBytes) {
        List<Waiting> batch = new ArrayList<>();
        long bytes = 0;
        for (var next = queue.peek(); next != null; next = queue.peek()) {
            if (!batch.isEmpty() && bytes + next.cost() > maxBytes) {
                break;
            }
            bytes += next.cost();
            cost -= next.cost();
            batch.add(queue.remove());
        }
        return batch;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int size() {
        return queue.size();
    }
}
