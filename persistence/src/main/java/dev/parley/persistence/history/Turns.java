package dev.parley.persistence.history;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Lets so much be done at once. The rest waits for its turn, in its order; what comes when too much waits fails. */
final class Turns {
    private final int atOnce;
    private final int mayWait;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int working;

    Turns(int atOnce, int mayWait) {
        this.atOnce = atOnce;
        this.mayWait = mayWait;
    }

    /** Does it when its turn has come; the turn ends when what it answers is done. */
    <T> CompletionStage<T> take(Supplier<CompletionStage<T>> work) {
        var done = new CompletableFuture<T>();
        Runnable turn = () -> begin(work, done);
        synchronized (waiting) {
            if (working == atOnce) {
                if (waiting.size() < mayWait) {
                    waiting.add(turn);
                    return done;
                }
                return CompletableFuture.failedStage(
                        new IOException("the past is being read by too many at once; try again later"));
            }
            working++;
        }
        turn.run();
        return done;
    }

    private <T> void begin(Supplier<CompletionStage<T>> work, CompletableFuture<T> done) {
        work.get().whenComplete((value, failure) -> {
            next();
            if (failure == null) {
                done.complete(value);
            } else {
                done.completeExceptionally(failure);
            }
        });
    }

    private void next() {
        Runnable turn;
        synchronized (waiting) {
            turn = waiting.poll();
            if (turn == null) {
                working--;
                return;
            }
        }
        turn.run();
    }
}
