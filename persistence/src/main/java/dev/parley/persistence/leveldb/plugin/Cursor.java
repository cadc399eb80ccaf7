package dev.parley.persistence.leveldb.plugin;

import akka.Done;
import akka.NotUsed;
import akka.stream.javadsl.Source;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.Page;
import dev.parley.persistence.leveldb.StoredEvent;
import dev.parley.persistence.leveldb.Wakeups;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A place in the journal from which a stream goes on: it reads a page when one is asked for, and at the end it stops or, if it
 * is live, waits until the thread that writes tells it of more. Never more than one page is in memory.
 */
final class Cursor {
    /** What it reads, and how. */
    interface Pages {
        Page read(long from) throws IOException;
    }

    private final Pages pages;
    private final Executor reading;
    private final boolean live;
    private final AtomicReference<CompletableFuture<Void>> news = new AtomicReference<>(new CompletableFuture<>());
    private final Wakeups.@Nullable Subscription subscription;
    private final long to;
    private long position;
    private boolean ended;

    /** What there is, up to a position. */
    static Source<StoredEvent, NotUsed> current(Executor reading, long from, long to, Pages pages) {
        return source(() -> new Cursor(reading, from, to, pages, null, null));
    }

    /** What there is and what will be, up to a position. */
    static Source<StoredEvent, NotUsed> live(
            Executor reading, long from, long to, Pages pages, EventStore store, Wakeups.Topic topic) {
        return source(() -> new Cursor(reading, from, to, pages, store, topic));
    }

    private static Source<StoredEvent, NotUsed> source(akka.japi.function.Creator<Cursor> open) {
        return Source.<List<StoredEvent>, Cursor>unfoldResourceAsync(
                        () -> CompletableFuture.completedStage(open.create()), Cursor::next, Cursor::close)
                .mapConcat(events -> events);
    }

    private Cursor(
            Executor reading,
            long from,
            long to,
            Pages pages,
            @Nullable EventStore store,
            Wakeups.@Nullable Topic topic) {
        this.reading = reading;
        this.position = from;
        this.to = to;
        this.pages = pages;
        this.live = store != null && topic != null;
        this.subscription = store == null || topic == null
                ? null
                : store.subscribe(topic, () -> news.get().complete(null));
    }

    private CompletionStage<Optional<List<StoredEvent>>> next() {
        if (ended || position > to) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        // Listened for before it is read: what is written in between isn't missed.
        var heard = new CompletableFuture<Void>();
        news.set(heard);
        return CompletableFuture.supplyAsync(this::read, reading).thenCompose(page -> goOn(page, heard));
    }

    private CompletionStage<Optional<List<StoredEvent>>> goOn(Page page, CompletableFuture<Void> heard) {
        position = page.next();
        ended = !page.more() && !live;
        if (!page.events().isEmpty()) {
            return CompletableFuture.completedStage(Optional.of(page.events()));
        }
        if (ended) {
            return next();
        }
        return page.more() ? next() : heard.thenComposeAsync(told -> next(), reading);
    }

    private Page read() {
        try {
            return pages.read(position);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private CompletionStage<Done> close() {
        if (subscription != null) {
            subscription.close();
        }
        return CompletableFuture.completedStage(Done.getInstance());
    }
}
