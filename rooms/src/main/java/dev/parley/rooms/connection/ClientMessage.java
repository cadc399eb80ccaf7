package dev.parley.rooms.connection;

import dev.parley.core.access.Principal;
import dev.parley.core.access.Right;
import dev.parley.core.access.RoomName;
import dev.parley.core.presence.ClientState;
import dev.parley.core.sync.SyncMessage;
import java.util.List;
import java.util.Set;

/** What a client says, in the words of no particular protocol. The edge numbers the seats of a socket as it likes. */
public sealed interface ClientMessage {
    int seat();

    /**
     * Take a seat in a room, as somebody whom the edge has let in with these rights.
     *
     * @param protocol that the client speaks, for the journal
     */
    record Enter(int seat, RoomName room, Principal principal, Set<Right> rights, String protocol)
            implements ClientMessage {
        public Enter {
            rights = Set.copyOf(rights);
        }
    }

    /** What is said from a seat. */
    sealed interface Said extends ClientMessage {}

    record Sync(int seat, SyncMessage message) implements Said {}

    record Announce(int seat, List<ClientState> states) implements Said {
        public Announce {
            states = List.copyOf(states);
        }
    }

    record AskPresence(int seat) implements Said {}
}
