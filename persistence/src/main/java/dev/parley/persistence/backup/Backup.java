package dev.parley.persistence.backup;

import akka.actor.ClassicActorSystemProvider;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.Chain;
import dev.parley.core.event.JournalId;
import dev.parley.persistence.history.Journal;
import dev.parley.persistence.keys.KeyStock;
import dev.parley.persistence.moving.Arrival;
import dev.parley.persistence.moving.Pulled;
import dev.parley.persistence.moving.Waiting;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Copies all rooms as they are stored, one after the other, while they may be written to: of each what it had at one moment. No
 * key is in it. Calls block.
 */
public final class Backup {
    private final Journal journal;
    private final Arrival arrival;
    private final KeyStock keys;
    private final Materializer materializer;

    /** How much was copied. */
    public record Copied(long rooms, long events) {}

    /** Hears of rooms that are damaged; they are copied as they are. */
    @FunctionalInterface
    public interface Damages {
        void found(RoomName room, String damage) throws IOException;
    }

    public Backup(ClassicActorSystemProvider system, Journal journal, Arrival arrival, KeyStock keys) {
        this.journal = journal;
        this.arrival = arrival;
        this.keys = keys;
        this.materializer = SystemMaterializer.get(system).materializer();
    }

    /** Writes all rooms to a stream; not closed here. */
    public Copied write(OutputStream target, Damages damages) throws IOException {
        var out = new DataOutputStream(new BufferedOutputStream(target));
        out.write(BackupFormat.MAGIC);
        long rooms = 0;
        long events = 0;
        try (var ids = Pulled.from(journal.ids().currentPersistenceIds(), materializer)) {
            for (var id = ids.next(); id != null; id = ids.next()) {
                var room = JournalId.roomOf(id);
                long copied = room == null ? 0 : copy(room, out, damages);
                rooms += copied == 0 ? 0 : 1;
                events += copied;
            }
        }
        new BackupFormat.End(rooms, events).section().write(out);
        out.flush();
        return new Copied(rooms, events);
    }

    /** Writes one room; how many events it has. */
    private long copy(RoomName room, DataOutputStream out, Damages damages) throws IOException {
        long highest = journal.highest().of(JournalId.of(room)); // That is the moment.
        var records = Waiting.on(keys.records(room));
        var subject = records.isEmpty() ? room : records.getLast().subject();
        var chain = new Chain(subject, Chain.Place.START);
        long events = 0;
        try (var stored = arrival.stored(JournalId.of(room), highest)) {
            for (var event = stored.next(); event != null; event = stored.next()) {
                if (events++ == 0) {
                    new BackupFormat.Room(room, subject, highest).section().write(out);
                }
                BackupFormat.section(event).write(out);
                var unused = chain.add(event.link());
            }
        }
        chain.end(highest);
        var damage = chain.damage();
        if (damage != null) {
            damages.found(room, damage);
        }
        if (events > 0) {
            new BackupFormat.RoomEnd(events, chain.place().head()).section().write(out);
        }
        return events;
    }
}
