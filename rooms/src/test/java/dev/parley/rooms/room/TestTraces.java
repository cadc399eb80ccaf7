package dev.parley.rooms.room;

import dev.parley.core.access.RoomName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes events out of the test's journal, at once or when the test says so. */
final class TestTraces implements Traces {
    private final TestJournal.Control journal;
    private volatile CompletableFuture<Void> may = CompletableFuture.completedFuture(null);

    TestTraces(TestJournal.Control journal) {
        this.journal = journal;
    }

    /** Nothing is removed before {@link #let} or {@link #fail}. */
    void hold() {
        may = new CompletableFuture<>();
    }

    void let() {
        may.complete(null);
    }

    void fail() {
        may.completeExceptionally(new IllegalStateException("the disk is broken, says the test"));
    }

    void recover() {
        may = CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> remove(RoomName room, long upTo) {
        return may.thenRun(() -> journal.remove(room, upTo));
    }
}
