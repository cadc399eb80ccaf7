package dev.parley.rooms.room;

import dev.parley.core.access.RoomName;
import dev.parley.core.event.Head;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Room} has become by its events: where its chain stands, and its contents as the updates that made them. Owned by
 * the room's actor, changed by its event handler alone and never sent to anyone.
 */
final class RoomState {
    private final RoomName room;
    private final List<byte[]> updates = new ArrayList<>();
    private Head head = Head.START;
    private Instant time = Instant.EPOCH;
    private @Nullable String damage;

    RoomState(RoomName room) {
        this.room = room;
    }

    /** Takes the next event. One that doesn't follow from the last is not taken, nor is any after it; {@link #damage} then says so. */
    RoomState add(Link link) {
        if (damage == null && !head.precedes(link)) {
            damage = "event " + link.sequence() + " does not follow event " + head.sequence();
        }
        if (damage == null) {
            switch (link.event()) {
                case RoomEvent.Applied applied -> {
                    applied.changes().forEach(change -> updates.add(change.update()));
                    time = applied.time();
                }
            }
            head = Head.after(room, link);
        }
        return this;
    }

    Head head() {
        return head;
    }

    /** The time of the last event. */
    Instant time() {
        return time;
    }

    /** A copy that stays as it is. */
    List<byte[]> updates() {
        return List.copyOf(updates);
    }

    @Nullable
    String damage() {
        return damage;
    }
}
