package dev.parley.core.event;

import dev.parley.core.access.RoomName;
import java.util.concurrent.CompletionStage;

/** Where content keys are kept: apart from the journal, and never in its backups. */
public interface ContentKeys {
    /** The room's keys; an empty ring if it has none. */
    CompletionStage<KeyRing> find(RoomName room);

    /** The room's keys, with a new one if it had none; completes when that is safely kept. */
    CompletionStage<KeyRing> obtain(RoomName room);

    /** Keeps the keys of a room that comes from elsewhere, and adds one of its own. Fails if the room has some. */
    CompletionStage<KeyRing> adopt(RoomName room, KeyRing keys);

    /** Destroys all keys of the room for good; the next one that it obtains has a higher number. */
    CompletionStage<KeyRing> destroy(RoomName room);
}
