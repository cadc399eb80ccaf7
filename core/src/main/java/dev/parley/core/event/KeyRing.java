package dev.parley.core.event;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import java.util.List;

/**
 * What opens a room's contents.
 *
 * @param subject the name under which the room's chain is hashed: its own, or for an imported room the one that it was exported under
 * @param keys in the order of their numbers; one that was destroyed is missing
 */
public record KeyRing(RoomName subject, List<ContentKey> keys) {
    public KeyRing {
        keys = List.copyOf(keys);
    }

    /** Of a room that has no events yet. */
    public static KeyRing empty(RoomName room) {
        return new KeyRing(room, List.of());
    }

    /** Whether there is a key with a lower number. */
    boolean hasBelow(long number) {
        return keys.stream().anyMatch(key -> key.number() < number);
    }

    ContentKey key(long number) throws MalformedInput {
        for (var key : keys) {
            if (key.number() == number) {
                return key;
            }
        }
        throw new MalformedInput("sealed with key " + number + ", which is not here any more");
    }
}
