package dev.parley.persistence.moving;

import akka.actor.ClassicActorSystemProvider;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import dev.parley.persistence.history.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings rooms' events into a journal. Few of them go in at once; a room of more goes in part by part, and whoever was interrupted
 * finds out with {@link #standing} how far it had come, and goes on from there.
 */
public final class Arrival {
    /** What goes in at once; a larger event goes alone. */
    private static final int PART_EVENTS = 1_000;

    private static final long PART_BYTES = 8 << 20;

    private final Journal journal;
    private final Intake intake;
    private final Materializer materializer;

    /** What comes behind the last event, asked for when all before it is stored. */
    @FunctionalInterface
    public interface Ending {
        List<Filed> events() throws IOException;
    }

    public Arrival(ClassicActorSystemProvider system, Journal journal, Intake intake) {
        this.journal = journal;
        this.intake = intake;
        this.materializer = SystemMaterializer.get(system).materializer();
    }

    /** The events that the journal has of a room up to a number. */
    public Events stored(String journalId, long to) {
        return Pulled.events(journal.events().currentEventsByPersistenceId(journalId, 1, to), materializer);
    }

    /** Whether the journal still has the last event that it acknowledged of a room; also if there never was one. */
    public boolean hasItsEnd(String journalId) throws IOException {
        long highest = journal.highest().of(journalId);
        if (highest == 0) {
            return true;
        }
        try (var last = Pulled.events(
                journal.events().currentEventsByPersistenceId(journalId, highest, highest), materializer)) {
            return last.next() != null;
        }
    }

    /** Compares what the journal has with what is to be brought. */
    public Standing standing(String journalId, Events wanted) throws IOException {
        try (var stored = stored(journalId, Long.MAX_VALUE)) {
            long same = 0;
            while (true) {
                var one = stored.next();
                var other = wanted.next();
                if (one == null) {
                    return other == null ? new Standing.All() : new Standing.Beginning(same);
                }
                if (other == null) {
                    return new Standing.More(one);
                }
                if (!one.isSameAs(other)) {
                    return new Standing.Other(one.number());
                }
                same++;
            }
        }
    }

    /**
     * Stores events and what ends them; the last of them and the ending go in together or not at all.
     *
     * @param there how many of the events the journal has already
     */
    public void store(String journalId, Events events, long there, Ending ending) throws IOException {
        for (long i = 0; i < there; i++) {
            var unused = events.next();
        }
        List<Filed> part = new ArrayList<>();
        long bytes = 0;
        for (var event = events.next(); event != null; event = events.next()) {
            int length = event.link().bytes().length;
            if (!part.isEmpty() && (part.size() == PART_EVENTS || bytes + length > PART_BYTES)) {
                intake.store(journalId, part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(event);
            bytes += length;
        }
        part.addAll(ending.events());
        if (!part.isEmpty()) {
            intake.store(journalId, part);
        }
    }
}
