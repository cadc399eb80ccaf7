package dev.parley.node.command;

import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.parley.persistence.archive.Archive;
import dev.parley.persistence.archive.Verification;
import dev.parley.persistence.backup.Backup;
import dev.parley.persistence.backup.Restoration;
import dev.parley.persistence.history.Damaged;
import dev.parley.persistence.history.History;
import dev.parley.persistence.keys.KeyStock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * What commands work on, whichever journal is behind it. Calls block, on a thread that may.
 *
 * @param keysPlace where content keys are kept, as a sentence's part
 */
public record Stores(
        History history,
        Archive archive,
        Verification verification,
        Backup backup,
        Restoration restoration,
        KeyStock keys,
        String keysPlace,
        Erasing erasing,
        Materializer materializer) {
    /** Does something with what came. */
    @FunctionalInterface
    interface Use<T> {
        void use(T one) throws IOException;
    }

    /** Uses what a stream gives, as fast as it is used. */
    <T> void each(Source<T, ?> source, Use<T> use) throws IOException, Damaged {
        var queue = source.runWith(Sink.queue(), materializer);
        try {
            for (Optional<T> next = await(queue.pull()); next.isPresent(); next = await(queue.pull())) {
                use.use(next.get());
            }
        } finally {
            queue.cancel();
        }
    }

    <T> T await(CompletionStage<T> stage) throws IOException, Damaged {
        try {
            return stage.toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Damaged damage -> throw damage;
                case IOException failure -> throw failure;
                case null, default -> throw new IllegalStateException("the past cannot be read", e);
            }
        }
    }
}
