package dev.parley.persistence.backup;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Replay;
import dev.parley.persistence.moving.Events;
import dev.parley.persistence.moving.Filed;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Those events of a room in a backup that are whole and can be opened: they end where the first is not. */
final class Whole implements Events {
    private final BackupReader.Room room;
    private final Replay replay;
    private long count;
    private Chain.Place place = Chain.Place.START;
    private boolean hasEnded;
    private boolean isDamaged;

    Whole(BackupReader.Room room, Replay replay) {
        this.room = room;
        this.replay = replay;
    }

    @Override
    public @Nullable Filed next() throws IOException {
        if (hasEnded || isDamaged) {
            return null;
        }
        try {
            var event = room.next();
            hasEnded = event == null;
            if (event == null || !room.isWhole() || !replay.add(event.link())) {
                isDamaged = event != null;
                return null;
            }
            count++;
            place = replay.chain().place();
            return event;
        } catch (MalformedInput e) {
            throw new Broken(e);
        }
    }

    /** Reads what is left of the room. */
    void drain() throws IOException, MalformedInput {
        while (next() != null) {
            // It only has to be whole.
        }
        while (!hasEnded) {
            hasEnded = room.next() == null;
        }
    }

    long count() {
        return count;
    }

    Chain.Place place() {
        return place;
    }

    /** Why there are no more of them that open. */
    String damage() {
        return String.valueOf(replay.chain().damage());
    }

    @Override
    public void close() {}
}
