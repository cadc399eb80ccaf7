package dev.parley.rooms.room;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Meters that a test can read. */
public final class TallyMeters implements RoomMeters {
    private final AtomicInteger rooms = new AtomicInteger();
    private final AtomicInteger seats = new AtomicInteger();
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final List<String> batches = new CopyOnWriteArrayList<>();

    int rooms() {
        return rooms.get();
    }

    int seats() {
        return seats.get();
    }

    List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    List<String> batches() {
        return List.copyOf(batches);
    }

    @Override
    public void roomOpened() {
        rooms.incrementAndGet();
    }

    @Override
    public void roomClosed() {
        rooms.decrementAndGet();
    }

    @Override
    public void seatTaken() {
        seats.incrementAndGet();
    }

    @Override
    public void seatLeft() {
        seats.decrementAndGet();
    }

    @Override
    public void batchJournaled(int changes, long bytes, Duration took) {
        batches.add(changes + " changes, " + bytes + " bytes, " + took.toMillis() + " ms");
    }

    @Override
    public void refused(Refusal reason) {
        refusals.add(reason);
    }
}
