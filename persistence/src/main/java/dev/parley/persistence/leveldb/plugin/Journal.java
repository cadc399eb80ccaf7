package dev.parley.persistence.leveldb.plugin;

import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.journal.japi.AsyncWriteJournal;
import com.typesafe.config.Config;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.NewEvent;
import dev.parley.persistence.leveldb.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * Akka Persistence's way to the events of a node. It turns objects into bytes, here and not in the one thread that writes, and
 * replays on threads of its own. What an event adapter's tags say becomes an index; what no serializer knows is rejected.
 */
final class Journal extends AsyncWriteJournal {
    private final EventStore events = OpenJournal.of(context().system()).events();
    private final Payloads payloads = new Payloads(context().system());
    private final Executor replaying;

    Journal(Config config) {
        this.replaying = context().system().dispatchers().lookup(config.getString("replay-dispatcher"));
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
        List<Optional<Exception>> rejections = new ArrayList<>();
        List<NewEvent> accepted = new ArrayList<>();
        var first = writes.iterator().next();
        for (var write : writes) {
            rejections.add(accept(write, accepted));
        }
        var done = accepted.isEmpty()
                ? CompletableFuture.completedStage(null)
                : events.append(first.persistenceId(), first.lowestSequenceNr(), accepted);
        return FutureConverters.asScala(done.thenApply(written -> rejections));
    }

    /** All events of a write or none: one that can't be stored keeps back those beside it. */
    private Optional<Exception> accept(AtomicWrite write, List<NewEvent> accepted) {
        try {
            List<NewEvent> together = new ArrayList<>();
            for (var event : CollectionConverters.asJava(write.payload())) {
                together.add(payloads.newEvent(event));
            }
            accepted.addAll(together);
            return Optional.empty();
        } catch (Exception e) {
            // Serializers are free to throw what they like, and Scala's declare nothing.
            return Optional.of(e);
        }
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long to) {
        return FutureConverters.asScala(CompletableFuture.runAsync(
                () -> {
                    try {
                        events.deleteTo(persistenceId, to);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                replaying));
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
        return FutureConverters.asScala(events.highest(persistenceId));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
        return FutureConverters.asScala(
                CompletableFuture.runAsync(() -> replay(persistenceId, from, to, max, replay), replaying));
    }

    private void replay(String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
        long left = max;
        var more = true;
        for (long next = from; more && left > 0; ) {
            var page = read(persistenceId, next, to);
            for (var event : page.events()) {
                if (left-- > 0) {
                    replay.accept(payloads.recovered(event));
                }
            }
            next = page.next();
            more = page.more();
        }
    }

    private Page read(String persistenceId, long from, long to) {
        try {
            return events.events(persistenceId, from, to);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
