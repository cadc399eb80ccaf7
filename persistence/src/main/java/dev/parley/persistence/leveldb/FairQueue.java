package dev.parley.persistence.leveldb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * What waits to be written: each room has a lane of its own, and the lanes take turns, so that a room which writes much waits
 * behind itself and not before others. Within a lane order is kept. It takes only so many, and so many bytes.
 */
final class FairQueue<T> {
    private record Waiting<T>(long bytes, T task) {}

    private final int maxCount;
    private final long maxBytes;
    private final Map<String, Queue<Waiting<T>>> lanes = new LinkedHashMap<>();
    private int count;
    private long bytes;
    private boolean closed;

    FairQueue(int maxCount, long maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /** Whether there was room for it. What is larger than the whole queue is still taken when nothing else waits. */
    synchronized boolean offer(String lane, long size, T task) {
        if (closed || count >= maxCount || (count > 0 && bytes + size > maxBytes)) {
            return false;
        }
        lanes.computeIfAbsent(lane, name -> new ArrayDeque<>()).add(new Waiting<>(size, task));
        count++;
        bytes += size;
        notifyAll();
        return true;
    }

    /** Waits for something; at least one, and then by turns as long as the limits allow. Nothing once it is closed and empty. */
    synchronized List<T> take(int atMost, long atMostBytes) throws InterruptedException {
        while (count == 0 && !closed) {
            wait();
        }
        List<T> taken = new ArrayList<>();
        long takenBytes = 0;
        while (count > 0 && taken.size() < atMost) {
            Iterator<Map.Entry<String, Queue<Waiting<T>>>> turns =
                    lanes.entrySet().iterator();
            var turn = turns.next();
            var next = turn.getValue().element();
            if (!taken.isEmpty() && takenBytes + next.bytes > atMostBytes) {
                break;
            }
            turn.getValue().remove();
            turns.remove();
            if (!turn.getValue().isEmpty()) {
                lanes.put(turn.getKey(), turn.getValue());
            }
            taken.add(next.task);
            takenBytes += next.bytes;
            count--;
            bytes -= next.bytes;
        }
        return taken;
    }

    /** Of all that waits. */
    synchronized long bytes() {
        return bytes;
    }

    /** Takes no more; what waits is still given out. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
