package dev.parley.persistence.history;

import akka.persistence.query.EventEnvelope;
import akka.persistence.query.Offset;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.stream.javadsl.Source;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Change;
import dev.parley.core.event.Checkpoint;
import dev.parley.core.event.CheckpointFormat;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.ContentKeys;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The past of one room in memory, written by two people, one event a second. */
final class TestPast implements Checkpoints, ContentKeys {
    static final RoomName ROOM = new RoomName("general");
    static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private final KeyRing ring = new KeyRing(ROOM, List.of(new ContentKey(1, new byte[ContentKey.BYTES])));
    private final Writer writer = new Writer(ring, 0, 1);
    private final Writer lost =
            new Writer(new KeyRing(ROOM, List.of(new ContentKey(7, new byte[ContentKey.BYTES]))), 0, 1);
    private final Chain chain = new Chain(ROOM, Chain.Place.START);
    private final List<Link> links = new ArrayList<>();
    private Doc doc = Doc.withClientId(7);

    /** How many events there were that are not here any more. */
    private int gone;

    private final NavigableMap<Long, Checkpoint> checkpoints = new TreeMap<>();
    private final List<Long> loaded = new ArrayList<>();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    Journal journal() {
        return new Journal(() -> Source.single(JournalId.of(ROOM)), events(), id -> last(), this, new Untouchable());
    }

    private CurrentEventsByPersistenceIdQuery events() {
        return (id, from, to) -> Source.from(id.equals(JournalId.of(ROOM)) ? List.copyOf(links) : List.<Link>of())
                .zipWithIndex()
                .map(pair -> {
                    threads.add(Thread.currentThread().getName());
                    long sequence = gone + pair.second() + 1;
                    return new EventEnvelope(Offset.sequence(sequence), id, sequence, pair.first(), 0);
                })
                .filter(envelope -> envelope.sequenceNr() >= from && envelope.sequenceNr() <= to);
    }

    /** The next event, a second later. */
    TestPast by(String author, Consumer<Doc> edit) {
        var before = doc.stateVector();
        edit.accept(doc);
        var update = doc.encodeSince(before, UpdateFormat.V1);
        return event(new RoomEvent.Applied(time(), List.of(new Change(author, "c-" + author, "test", time(), update))));
    }

    /** When the next event happens. */
    Instant time() {
        return START.plusSeconds(last());
    }

    private int last() {
        return gone + links.size();
    }

    /** The next event, sealed with a key that nobody has any more. */
    TestPast lost(RoomEvent event) {
        return event(lost, event);
    }

    TestPast erased() {
        return event(new Writer(ring, 1, 2), new RoomEvent.Erased(START.plusSeconds(links.size()), "ada"));
    }

    TestPast event(RoomEvent event) {
        return event(writer, event);
    }

    private TestPast event(Writer writer, RoomEvent event) {
        var link = writer.write(chain.place().head(), event);
        chain.add(link);
        links.add(Link.stored(link.bytes()));
        return this;
    }

    /** One event in the place of all, as retention makes it. */
    TestPast condense(String... authors) {
        var state = doc.encode(UpdateFormat.V1);
        var merged = writer.replace(chain.place().head(), new RoomEvent.Condensed(time(), List.of(authors), state));
        gone = last() - 1;
        links.clear();
        links.add(Link.stored(merged.bytes()));
        return this;
    }

    TestPast erase(String author) {
        event(new RoomEvent.Erased(time(), author));
        var erased = links.getLast();
        gone = last() - 1;
        links.clear();
        links.add(erased);
        doc = Doc.withClientId(8);
        return this;
    }

    TestPast checkpoint() {
        var contents = new CheckpointFormat.Contents(chain.place(), 0, doc.encode(UpdateFormat.V2));
        checkpoints.put((long) last(), CheckpointFormat.write(writer, contents));
        return this;
    }

    void breakEvent(int sequence) {
        links.set(sequence - 1, Link.stored(new byte[] {9}));
    }

    void breakCheckpoint(long sequence) {
        checkpointAt(sequence).bytes()[70] ^= 1;
    }

    /** From which checkpoints the past was read. */
    List<Long> loaded() {
        return loaded;
    }

    /** On which threads the past was read. */
    Set<String> threads() {
        return threads;
    }

    @Override
    public List<Long> sequences(String journalId) {
        return List.copyOf(checkpoints.keySet());
    }

    @Override
    public Checkpoint load(String journalId, long sequence) throws IOException {
        loaded.add(sequence);
        threads.add(Thread.currentThread().getName());
        return checkpointAt(sequence);
    }

    private Checkpoint checkpointAt(long sequence) {
        return Objects.requireNonNull(checkpoints.get(sequence), "no checkpoint there");
    }

    @Override
    public CompletionStage<KeyRing> find(RoomName room) {
        return CompletableFuture.completedFuture(room.equals(ROOM) ? ring : KeyRing.empty(room));
    }

    @Override
    public CompletionStage<KeyRing> obtain(RoomName room) {
        throw new UnsupportedOperationException("readers make no keys");
    }

    @Override
    public CompletionStage<KeyRing> adopt(RoomName room, KeyRing keys) {
        throw new UnsupportedOperationException("readers make no keys");
    }

    @Override
    public CompletionStage<KeyRing> renew(RoomName room) {
        throw new UnsupportedOperationException("readers make no keys");
    }

    @Override
    public CompletionStage<KeyRing> destroy(RoomName room, long below) {
        throw new UnsupportedOperationException("readers destroy no keys");
    }

    /** Readers take nothing away. */
    private record Untouchable() implements Pruning {
        @Override
        public void deleteTo(String journalId, long sequence) {
            throw new UnsupportedOperationException("readers delete nothing");
        }

        @Override
        public void replace(String journalId, Link condensed) {
            throw new UnsupportedOperationException("readers replace nothing");
        }
    }
}
