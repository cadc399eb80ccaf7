package dev.parley.persistence.moving;

import akka.stream.Materializer;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.JournalId;
import dev.parley.persistence.history.Journal;
import dev.parley.persistence.keys.Adoption;
import dev.parley.persistence.keys.KeyStock;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the whole of one journal into another: each event with its bytes and number, each room's newest checkpoint, and all keys.
 * The keys come last, when everything else has been compared: until then no room opens there. Whoever was interrupted does it
 * again. Calls block.
 */
public final class Migration {
    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);

    private final End from;
    private final End to;
    private final Materializer materializer;
    private final Refusals refusals;
    private final Set<RoomName> refused = new HashSet<>();
    private long rooms;
    private long events;

    /** One of the two journals, with the keys beside it. */
    public record End(Journal journal, Intake intake, Arrival arrival, KeyStock keys) {}

    /** Hears of rooms that are not taken along, or not as they should be. */
    @FunctionalInterface
    public interface Refusals {
        void of(RoomName room, String why) throws IOException;
    }

    /**
     * What came of it.
     *
     * @param rooms that are the same in both journals
     * @param events that were written now
     * @param refused rooms that are not
     */
    public record Migrated(long rooms, long events, long refused) {}

    /** @param materializer of the journal that is read */
    public Migration(End from, End to, Materializer materializer, Refusals refusals) {
        this.from = from;
        this.to = to;
        this.materializer = materializer;
        this.refusals = refusals;
    }

    /** Does all of it, once. */
    public Migrated run() throws IOException {
        each(this::take);
        each(this::compare);
        from.keys().each(records -> {
            var room = records.getFirst().room();
            if (!refused.contains(room)) {
                var unused = Waiting.on(to.keys().add(room, records));
            }
        });
        return new Migrated(rooms, events, refused.size());
    }

    private interface Step {
        void take(RoomName room) throws IOException;
    }

    private void each(Step step) throws IOException {
        try (var ids = Pulled.from(from.journal().ids().currentPersistenceIds(), materializer)) {
            for (var id = ids.next(); id != null; id = ids.next()) {
                var room = JournalId.roomOf(id);
                if (room != null && !refused.contains(room)) {
                    step.take(room);
                }
            }
        }
    }

    private Standing standing(String id) throws IOException {
        try (var wanted = from.arrival().stored(id, Long.MAX_VALUE)) {
            return to.arrival().standing(id, wanted);
        }
    }

    private void take(RoomName room) throws IOException {
        var id = JournalId.of(room);
        if (!canHaveKeys(room)) {
            refuse(room, "there are other keys of a room of this name");
            return;
        }
        if (!from.arrival().hasItsEnd(id)) {
            refuse(room, "it lost its end, and the other journal would take it for whole");
            return;
        }
        switch (standing(id)) {
            case Standing.Beginning(long there) -> {
                try (var wanted = new Counted(from.arrival().stored(id, Long.MAX_VALUE))) {
                    to.arrival().store(id, wanted, there, List::of);
                    events += wanted.count - there;
                }
                takeCheckpoint(id);
            }
            case Standing.All s -> takeCheckpoint(id);
            case Standing.More(var next) ->
                refuse(room, "it is there already, and has gone on with event " + next.number());
            case Standing.Other(long number) ->
                refuse(room, "there is another room of this name: event " + number + " differs");
        }
    }

    private boolean canHaveKeys(RoomName room) throws IOException {
        try {
            var unused = Adoption.lacking(
                    Waiting.on(to.keys().records(room)), Waiting.on(from.keys().records(room)));
            return true;
        } catch (Adoption.HasOthers e) {
            return false;
        }
    }

    /** None is needed, so one that can't be read is no reason to stop. */
    private void takeCheckpoint(String id) throws IOException {
        var newest = from.journal().checkpoints().sequences(id);
        if (newest.isEmpty() || to.journal().checkpoints().sequences(id).contains(newest.getLast())) {
            return;
        }
        try {
            to.intake().keep(id, from.journal().checkpoints().load(id, newest.getLast()));
        } catch (IOException e) {
            LOG.warn("A checkpoint of '{}' is not taken along: {}", id, e.getMessage());
        }
    }

    private void compare(RoomName room) throws IOException {
        if (standing(JournalId.of(room)) instanceof Standing.All) {
            rooms++;
        } else {
            refuse(room, "it was written to meanwhile, or is not the same for another reason");
        }
    }

    private void refuse(RoomName room, String why) throws IOException {
        refused.add(room);
        refusals.of(room, why);
    }

    private static final class Counted implements Events {
        private final Events events;
        private long count;

        Counted(Events events) {
            this.events = events;
        }

        @Override
        public @Nullable Filed next() throws IOException {
            var next = events.next();
            count += next == null ? 0 : 1;
            return next;
        }

        @Override
        public void close() throws IOException {
            events.close();
        }
    }
}
