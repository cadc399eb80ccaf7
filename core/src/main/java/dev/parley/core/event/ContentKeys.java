package dev.parley.core.event;

import dev.parley.core.access.RoomName;
import java.util.concurrent.CompletionStage;

/** Where content keys are kept: apart from the journal, and never in its backups. */
public interface ContentKeys {
    /** The room's keys; an empty ring if it has none. */
    CompletionStage<KeyRing> find(RoomName room);

    /** The room's keys, with a new one if it had none; completes when that is safely kept. */
    CompletionStage<KeyRing> obtain(RoomName room);

    /** Keeps the keys of a room that comes from elsewhere, and adds one of its own. Fails if the room has others. */
    CompletionStage<KeyRing> adopt(RoomName room, KeyRing keys);

    /** The room's keys, with a new one behind them, which seals from here on; completes when that is safely kept. */
    CompletionStage<KeyRing> renew(RoomName room);

    /** Destroys the room's keys with lower numbers for good; completes with the others. Doing it again does nothing. */
    CompletionStage<KeyRing> destroy(RoomName room, long below);
}
