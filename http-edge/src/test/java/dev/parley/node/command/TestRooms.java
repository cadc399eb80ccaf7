package dev.parley.node.command;

import akka.actor.ActorSystem;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.Offset;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Source;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Change;
import dev.parley.core.event.Checkpoint;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import dev.parley.persistence.archive.Archive;
import dev.parley.persistence.archive.Verification;
import dev.parley.persistence.backup.Backup;
import dev.parley.persistence.backup.Restoration;
import dev.parley.persistence.history.Checkpoints;
import dev.parley.persistence.history.History;
import dev.parley.persistence.history.Journal;
import dev.parley.persistence.history.Pruning;
import dev.parley.persistence.keys.KeyRecord;
import dev.parley.persistence.keys.KeyStock;
import dev.parley.persistence.moving.Arrival;
import dev.parley.persistence.moving.Filed;
import dev.parley.persistence.moving.Intake;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Stores with one room in memory, that of the name {@code general}, in which something happens every second. */
final class TestRooms implements KeyStock, Checkpoints, Intake {
    static final RoomName ROOM = new RoomName("general");

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private final KeyRing ring = new KeyRing(ROOM, List.of(new ContentKey(1, new byte[ContentKey.BYTES])));
    private final Writer writer = new Writer(ring, 0, 1);
    private final Chain chain = new Chain(ROOM, Chain.Place.START);
    private final Doc doc = Doc.withClientId(7);
    private final List<Link> links = new ArrayList<>();
    private long highest;

    Stores stores(ActorSystem system) {
        var journal = new Journal(
                () -> Source.single(JournalId.of(ROOM)),
                (id, from, to) -> Source.from(id.equals(JournalId.of(ROOM)) ? List.copyOf(links) : List.<Link>of())
                        .zipWithIndex()
                        .map(pair -> new EventEnvelope(
                                Offset.sequence(pair.second() + 1), id, pair.second() + 1, pair.first(), 0))
                        .filter(envelope -> envelope.sequenceNr() >= from && envelope.sequenceNr() <= to),
                id -> id.equals(JournalId.of(ROOM)) ? highest : 0,
                this,
                new Untouchable());
        var history = new History(system, journal, this);
        var arrival = new Arrival(system, journal, this);
        return new Stores(
                history,
                new Archive(system, history, arrival, this, InstantSource.system()),
                new Verification(system, journal, history, this),
                new Backup(system, journal, arrival, this),
                new Restoration(arrival, this, InstantSource.system()),
                this,
                "a test",
                (room, author) -> CompletableFuture.failedFuture(new AssertionError("no room is erased")),
                SystemMaterializer.get(system).materializer());
    }

    TestRooms by(String author, Consumer<Doc> edit) {
        var before = doc.stateVector();
        edit.accept(doc);
        var time = START.plusSeconds(links.size());
        var change = new Change(author, "c-1", "test", time, doc.encodeSince(before, UpdateFormat.V1));
        return event(new RoomEvent.Applied(time, List.of(change)));
    }

    TestRooms event(RoomEvent event) {
        var link = writer.write(chain.place().head(), event);
        chain.add(link);
        links.add(Link.stored(link.bytes()));
        highest = links.size();
        return this;
    }

    void breakEvent(int sequence) {
        var bytes = links.get(sequence - 1).bytes().clone();
        bytes[bytes.length - 1] ^= 1;
        links.set(sequence - 1, Link.stored(bytes));
    }

    void loseTheLast() {
        links.removeLast();
    }

    void loseAll() {
        links.clear();
    }

    static Instant after(int events) {
        return START.plusSeconds(events);
    }

    @Override
    public List<Long> sequences(String journalId) {
        return List.of();
    }

    @Override
    public Checkpoint load(String journalId, long sequence) {
        throw new UnsupportedOperationException("there are none");
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

    @Override
    public CompletionStage<List<KeyRecord>> records(RoomName room) {
        throw new UnsupportedOperationException("readers move no keys");
    }

    @Override
    public CompletionStage<KeyRing> add(RoomName room, List<KeyRecord> records) {
        throw new UnsupportedOperationException("readers move no keys");
    }

    @Override
    public KeyRing opened(RoomName room, List<KeyRecord> records) {
        throw new UnsupportedOperationException("readers move no keys");
    }

    @Override
    public void each(Use use) {
        throw new UnsupportedOperationException("readers move no keys");
    }

    @Override
    public void store(String journalId, List<Filed> events) {
        throw new UnsupportedOperationException("readers bring no events");
    }

    @Override
    public void keep(String journalId, Checkpoint checkpoint) {
        throw new UnsupportedOperationException("readers bring no checkpoints");
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
