package dev.parley.rooms.room;

import akka.actor.typed.ActorRef;
import dev.parley.core.presence.ClientState;
import java.util.List;

/** What a lobby tells the relays, one message for each node. What names a seat is for that seat alone. */
public sealed interface News {
    /** The seat is taken. The relay tells this lobby when it is left, and watches it to know when it is gone. */
    record Seated(Seat seat, ActorRef<Lobby.Command> lobby) implements News {}

    /**
     * These changes are in the journal. For the seat that sent one this is its acknowledgement; everybody else has not seen it
     * before.
     */
    record Changed(long sequence, List<SeatChange> changes) implements News {}

    /** A change and the seat that it came from. */
    record SeatChange(Seat seat, byte[] update) {}

    /** The seat's next change brought nothing new: the room has it already. */
    record NothingNew(Seat seat) implements News {}

    /** All that is in the room, as an update. */
    record Contents(Seat seat, byte[] update) implements News {}

    /** The latest presence of those clients whose presence changed, for everybody; a state without text is gone. */
    record PresenceChanged(List<ClientState> states) implements News {}

    /** The presence of everybody who is there. */
    record PresenceNow(Seat seat, List<ClientState> states) implements News {}

    /** What the seat asked for is not done. */
    record Refused(Seat seat, Refusal reason) implements News {}
}
