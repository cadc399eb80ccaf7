package dev.parley.core.event;

import dev.parley.core.access.RoomName;
import org.jspecify.annotations.Nullable;

/** Under which id a room's events are in a journal; no two names share one. Stored with each event: it never changes. */
public final class JournalId {
    private static final String TYPE = "room|";

    private JournalId() {}

    public static String of(RoomName room) {
        return TYPE + room.value().replace("%", "%25").replace("|", "%7C");
    }

    /** The room whose id this is; null if it is not a room's. */
    public static @Nullable RoomName roomOf(String id) {
        if (!id.startsWith(TYPE)) {
            return null;
        }
        return new RoomName(id.substring(TYPE.length()).replace("%7C", "|").replace("%25", "%"));
    }
}
