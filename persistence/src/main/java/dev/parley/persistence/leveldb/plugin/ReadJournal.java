package dev.parley.persistence.leveldb.plugin;

import akka.NotUsed;
import akka.actor.ExtendedActorSystem;
import akka.japi.Pair;
import akka.persistence.Persistence;
import akka.persistence.journal.EventAdapters;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.Offset;
import akka.persistence.query.Sequence;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.persistence.query.javadsl.CurrentEventsByTagQuery;
import akka.persistence.query.javadsl.CurrentPersistenceIdsQuery;
import akka.persistence.query.javadsl.EventsByPersistenceIdQuery;
import akka.persistence.query.javadsl.EventsByTagQuery;
import akka.persistence.query.javadsl.PersistenceIdsQuery;
import akka.stream.javadsl.Source;
import com.typesafe.config.Config;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.StoredEvent;
import dev.parley.persistence.leveldb.Wakeups;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The past of a node's rooms as streams. Offsets are stamps ({@link Sequence}), which stay what they are: a stream resumes behind
 * the last one that was seen. Live streams are woken by the thread that writes and poll nothing; each holds one page at most.
 */
public final class ReadJournal
        implements akka.persistence.query.javadsl.ReadJournal,
                CurrentEventsByPersistenceIdQuery,
                EventsByPersistenceIdQuery,
                CurrentEventsByTagQuery,
                EventsByTagQuery,
                CurrentPersistenceIdsQuery,
                PersistenceIdsQuery {
    /** Under which {@code PersistenceQuery} finds it. */
    public static final String IDENTIFIER = "parley.leveldb.query";

    private final EventStore store;
    private final Payloads payloads;
    private final EventAdapters adapters;
    private final Executor reading;

    ReadJournal(ExtendedActorSystem system, Config config) {
        this.store = OpenJournal.of(system).events();
        this.payloads = new Payloads(system);
        this.adapters = Persistence.get(system).adaptersFor(OpenJournal.SECTION);
        this.reading = system.dispatchers().lookup(config.getString("replay-dispatcher"));
    }

    @Override
    public Source<EventEnvelope, NotUsed> currentEventsByPersistenceId(String persistenceId, long from, long to) {
        return Cursor.current(reading, from, to, at -> store.events(persistenceId, at, to))
                .mapConcat(this::byNumber);
    }

    @Override
    public Source<EventEnvelope, NotUsed> eventsByPersistenceId(String persistenceId, long from, long to) {
        return Cursor.live(
                        reading,
                        from,
                        to,
                        at -> store.events(persistenceId, at, to),
                        store,
                        new Wakeups.OfRoom(persistenceId))
                .mapConcat(this::byNumber);
    }

    @Override
    public Source<EventEnvelope, NotUsed> currentEventsByTag(String tag, Offset offset) {
        return upToNow(behind(offset), at -> store.taggedSince(tag, at)).mapConcat(this::byStamp);
    }

    @Override
    public Source<EventEnvelope, NotUsed> eventsByTag(String tag, Offset offset) {
        return Cursor.live(
                        reading,
                        behind(offset),
                        Long.MAX_VALUE,
                        at -> store.taggedSince(tag, at),
                        store,
                        new Wakeups.OfTag(tag))
                .mapConcat(this::byStamp);
    }

    /** The events of all rooms that there are, in the order in which they were written, behind an offset. */
    public Source<EventEnvelope, NotUsed> currentEvents(Offset offset) {
        return upToNow(behind(offset), store::since).mapConcat(this::byStamp);
    }

    /** The same, and all that will be written. */
    public Source<EventEnvelope, NotUsed> events(Offset offset) {
        return Cursor.live(reading, behind(offset), Long.MAX_VALUE, store::since, store, new Wakeups.Everything())
                .mapConcat(this::byStamp);
    }

    /** The offset that lies just before all that was written at this time or later. */
    public static Offset before(Instant time) {
        return Offset.sequence(Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, time) - 1));
    }

    @Override
    public Source<String, NotUsed> currentPersistenceIds() {
        return ids(id -> true);
    }

    /** Each id once: those that began before the stream did, and then whoever begins. */
    @Override
    public Source<String, NotUsed> persistenceIds() {
        return Source.lazySource(() -> {
                    long now = store.writtenUpTo();
                    var later = Cursor.live(
                                    reading, now + 1, Long.MAX_VALUE, store::since, store, new Wakeups.Everything())
                            .filter(event -> event.sequence() == 1)
                            .map(StoredEvent::persistenceId);
                    return ids(id -> !beganAfter(id, now)).concat(later);
                })
                .mapMaterializedValue(started -> NotUsed.getInstance());
    }

    private boolean beganAfter(String persistenceId, long stamp) throws IOException {
        return store.events(persistenceId, 1, 1).events().stream().anyMatch(event -> event.stamp() > stamp);
    }

    private interface Wanted {
        boolean test(String persistenceId) throws IOException;
    }

    private Source<String, NotUsed> ids(Wanted wanted) {
        return Source.unfoldAsync(
                Optional.<String>empty(),
                last -> CompletableFuture.supplyAsync(() -> idAfter(last.orElse(null), wanted), reading));
    }

    private Optional<Pair<Optional<String>, String>> idAfter(@Nullable String last, Wanted wanted) {
        try {
            var id = store.persistenceIdAfter(last);
            while (id != null && !wanted.test(id)) {
                id = store.persistenceIdAfter(id);
            }
            return Optional.ofNullable(id).map(found -> Pair.create(Optional.of(found), found));
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Without what is written while it is read: else it might never end. */
    private Source<StoredEvent, NotUsed> upToNow(long from, Cursor.Pages pages) {
        return Source.lazySource(() -> {
                    long now = store.writtenUpTo();
                    return Cursor.current(reading, from, now, pages).takeWhile(event -> event.stamp() <= now);
                })
                .mapMaterializedValue(started -> NotUsed.getInstance());
    }

    private static long behind(Offset offset) {
        if (offset instanceof Sequence sequence) {
            return sequence.value() + 1;
        }
        if (offset.equals(Offset.noOffset())) {
            return 0;
        }
        throw new IllegalArgumentException("offsets of this journal are numbers, but this is " + offset);
    }

    private List<EventEnvelope> byNumber(StoredEvent event) {
        return envelopes(event, Offset.sequence(event.sequence()));
    }

    private List<EventEnvelope> byStamp(StoredEvent event) {
        return envelopes(event, Offset.sequence(event.stamp()));
    }

    private List<EventEnvelope> envelopes(StoredEvent stored, Offset offset) {
        var payload = payloads.toObject(stored.event().payload());
        var metadata = stored.event().metadata();
        Option<Object> withIt = metadata == null ? Option.empty() : Option.apply(payloads.toObject(metadata));
        var events = adapters.get(payload.getClass())
                .fromJournal(payload, stored.event().manifest())
                .events();
        return CollectionConverters.asJava(events).stream()
                .map(event -> new EventEnvelope(
                        offset, stored.persistenceId(), stored.sequence(), event, stored.timestamp(), withIt))
                .toList();
    }
}
