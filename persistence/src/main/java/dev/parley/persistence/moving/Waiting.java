package dev.parley.persistence.moving;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Waits for what others do, on a thread that may. */
public final class Waiting {
    private Waiting() {}

    /** What came of it, or why nothing did. */
    public static <T extends @Nullable Object> T on(CompletionStage<T> stage) throws IOException {
        try {
            return stage.toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure
                    ? failure
                    : new IOException("the journal does not answer: " + e.getMessage(), e);
        }
    }
}
