package dev.parley.persistence.backup;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Chain;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Replay;
import dev.parley.core.event.RoomEvent;
import dev.parley.persistence.archive.NewGeneration;
import dev.parley.persistence.keys.Adoption;
import dev.parley.persistence.keys.KeyCopy;
import dev.parley.persistence.keys.KeyRecord;
import dev.parley.persistence.keys.KeyStock;
import dev.parley.persistence.moving.Arrival;
import dev.parley.persistence.moving.Events;
import dev.parley.persistence.moving.Filed;
import dev.parley.persistence.moving.Standing;
import dev.parley.persistence.moving.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings back the rooms of a backup, each as a new generation. The backup is read twice: before anything is written all of it is
 * checked, and held against what there is. Whoever was interrupted does it again. Calls block.
 */
public final class Restoration {
    private final Arrival arrival;
    private final KeyStock keys;
    private final NewGeneration generation;

    /** Opens the backup, each time from its beginning. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    /** Hears of rooms of which something stayed in the backup, and why. */
    @FunctionalInterface
    public interface LeftOut {
        void of(RoomName room, String why) throws IOException;
    }

    /**
     * What came of it.
     *
     * @param rooms that were brought back now
     * @param events of these
     * @param before rooms that an earlier attempt had brought back
     */
    public record Restored(long rooms, long events, long before) {}

    public Restoration(Arrival arrival, KeyStock keys, InstantSource clock) {
        this.arrival = arrival;
        this.keys = keys;
        this.generation = new NewGeneration(clock);
    }

    /** Brings back what can be. */
    public Restored restore(Source backup, KeyCopy copy, String author, LeftOut leftOut)
            throws IOException, MalformedInput {
        try {
            return checkAndBring(backup, copy, author, leftOut);
        } catch (Broken e) {
            throw e.reason();
        }
    }

    private Restored checkAndBring(Source backup, KeyCopy copy, String author, LeftOut leftOut)
            throws IOException, MalformedInput {
        Map<RoomName, Plan> plans = new HashMap<>();
        long before = 0;
        try (var reader = new BackupReader(backup.open())) {
            for (var room = reader.nextRoom(); room != null; room = reader.nextRoom()) {
                switch (judge(room, copy)) {
                    case Verdict.Comes v -> plans.put(room.header().name(), v.plan());
                    case Verdict.IsBack v -> before++;
                    case Verdict.Stays v -> leftOut.of(room.header().name(), v.why());
                }
            }
        }
        long rooms = 0;
        long events = 0;
        try (var reader = new BackupReader(backup.open())) {
            for (var room = reader.nextRoom(); room != null; room = reader.nextRoom()) {
                var plan = plans.get(room.header().name());
                if (plan == null) {
                    drain(room);
                } else if (isBrought(room, plan, author, leftOut)) {
                    rooms++;
                    events += plan.events();
                }
            }
        }
        return new Restored(rooms, events, before);
    }

    /**
     * How a room is to be brought back.
     *
     * @param events how many of it are whole
     * @param there how many of them are there already
     * @param ring what opens it
     * @param isAdopted whether the room gets these keys, as far as it lacks them, and one of its own
     * @param damage that it had when it was copied
     */
    private record Plan(
            long events,
            long there,
            Chain.Place place,
            KeyRing ring,
            boolean isAdopted,
            @Nullable String damage) {}

    private sealed interface Verdict {
        record Comes(Plan plan) implements Verdict {}

        record IsBack() implements Verdict {}

        record Stays(String why) implements Verdict {}
    }

    private Verdict judge(BackupReader.Room room, KeyCopy copy) throws IOException, MalformedInput {
        var name = room.header().name();
        var records = Waiting.on(keys.records(name));
        var here = keys.opened(name, records);
        var given = keys.opened(name, copy.records(name));
        var brought = given.keys().isEmpty() ? here : given;
        boolean isAdopted = !brought.keys().isEmpty() && Adoption.isPossible(records, here, brought);
        var ring = isAdopted ? brought : here;
        if (!arrival.hasItsEnd(JournalId.of(name))) {
            drain(room);
            return new Verdict.Stays("it is there, and lost its end: it has to be erased first");
        }
        var whole = new Whole(room, new Replay(ring, Limits.standard()));
        var standing = arrival.standing(JournalId.of(name), whole);
        whole.drain();
        if (!whole.place().head().equals(room.chain().place().head())) {
            return new Verdict.Stays(whyNotOpened(ring, records, whole));
        }
        if (whole.count() == 0 || !NewGeneration.canFollow(whole.place())) {
            return new Verdict.Stays("nothing of it is whole");
        }
        return switch (standing) {
            case Standing.Beginning s -> {
                var damage = room.chain().damage();
                yield new Verdict.Comes(new Plan(whole.count(), s.events(), whole.place(), ring, isAdopted, damage));
            }
            case Standing.More s when isRestored(s.next()) -> new Verdict.IsBack();
            case Standing.All s -> new Verdict.Stays("it is there already");
            case Standing.More s -> new Verdict.Stays("it is there already");
            case Standing.Other s -> new Verdict.Stays("there is another room of this name");
        };
    }

    private static String whyNotOpened(KeyRing ring, List<KeyRecord> records, Whole whole) {
        if (records.stream().anyMatch(record -> record.form() == KeyRecord.Form.DESTROYED)) {
            return "it was erased, and its keys were destroyed";
        }
        return ring.keys().isEmpty() ? "its keys are missing" : "the keys do not open it: " + whole.damage();
    }

    private static boolean isRestored(Filed event) {
        try {
            return event.link().frame().isRestored();
        } catch (MalformedInput e) {
            return false;
        }
    }

    /** One room that can't be brought back keeps no other from it. */
    private boolean isBrought(BackupReader.Room room, Plan plan, String author, LeftOut leftOut)
            throws IOException, MalformedInput {
        var name = room.header().name();
        try {
            bring(room, plan, author);
        } catch (IOException e) {
            drain(room);
            leftOut.of(name, "it could not be written: " + e.getMessage());
            return false;
        }
        if (plan.damage() != null) {
            leftOut.of(name, "only what is whole was brought back: " + plan.damage());
        }
        return true;
    }

    private void bring(BackupReader.Room room, Plan plan, String author) throws IOException, MalformedInput {
        var name = room.header().name();
        try (var events = new First(room, plan.events())) {
            arrival.store(JournalId.of(name), events, plan.there(), () -> {
                var ring = plan.isAdopted() ? Waiting.on(keys.adopt(name, plan.ring())) : plan.ring();
                return List.of(generation.begin(plan.place(), ring, time -> new RoomEvent.Restored(time, author)));
            });
        }
        drain(room);
    }

    private static void drain(BackupReader.Room room) throws IOException, MalformedInput {
        var event = room.next();
        while (event != null) {
            event = room.next();
        }
    }

    /** So many events of a room. */
    private static final class First implements Events {
        private final BackupReader.Room room;
        private long left;

        First(BackupReader.Room room, long left) {
            this.room = room;
            this.left = left;
        }

        @Override
        public @Nullable Filed next() throws IOException {
            try {
                return left-- > 0 ? room.next() : null;
            } catch (MalformedInput e) {
                throw new Broken(e);
            }
        }

        @Override
        public void close() {}
    }
}
