package dev.parley.core.event;

import java.time.Instant;
import java.util.List;

/** Something that happened to a room. The family grows; what is stored never changes its meaning. */
public sealed interface RoomEvent {
    /** When the room took it. Within a room times never decrease; the journal keeps whole milliseconds. */
    Instant time();

    /** These changes, in this order, became part of the document. */
    record Applied(Instant time, List<Change> changes) implements RoomEvent {
        public Applied {
            changes = List.copyOf(changes);
        }
    }
}
