package dev.parley.persistence.keys;

import dev.parley.core.access.RoomName;
import dev.parley.core.event.ContentKeys;
import dev.parley.core.event.KeyRing;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Content keys with the records that they are kept as, for whoever moves them to another place. */
public interface KeyStock extends ContentKeys {
    /** Those of a room in the order of their numbers, also of keys that were destroyed; none if it never had one. */
    CompletionStage<List<KeyRecord>> records(RoomName room);

    /** Keeps a room's records as they are. Those that it has must be the first of them; it fails if it has others. */
    CompletionStage<KeyRing> add(RoomName room, List<KeyRecord> records);

    /** Opens a room's records, as if they were kept here. */
    KeyRing opened(RoomName room, List<KeyRecord> records) throws IOException;

    /** Takes the records of one room. */
    @FunctionalInterface
    interface Use {
        void use(List<KeyRecord> records) throws IOException;
    }

    /** Gives away all records, those of a room together. The call blocks. */
    void each(Use use) throws IOException;
}
