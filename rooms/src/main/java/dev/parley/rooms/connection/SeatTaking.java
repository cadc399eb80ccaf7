package dev.parley.rooms.connection;

import akka.actor.typed.ActorRef;
import akka.actor.typed.RecipientRef;
import dev.parley.core.access.RoomName;
import dev.parley.rooms.room.Lobby;
import dev.parley.rooms.room.News;
import dev.parley.rooms.room.Seat;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One seat of a connection, from asking for it to having it, and what of it is not acknowledged yet. */
final class SeatTaking {
    private final Seat seat;
    private final ClientMessage.Enter entering;
    private final RecipientRef<Lobby.Command> lobby;
    private @Nullable ActorRef<News> ear;
    private @Nullable ActorRef<Relay.Command> relay;
    private boolean seated;
    private boolean hadIt;
    private int failures;
    private int unacknowledged;

    SeatTaking(Seat seat, ClientMessage.Enter entering, RecipientRef<Lobby.Command> lobby) {
        this.seat = seat;
        this.entering = entering;
        this.lobby = lobby;
    }

    Seat seat() {
        return seat;
    }

    RoomName room() {
        return entering.room();
    }

    ClientMessage.Enter entering() {
        return entering;
    }

    RecipientRef<Lobby.Command> lobby() {
        return lobby;
    }

    /** Where the relay listens to the lobby; known once the seat has been attached to it. */
    ActorRef<News> ear() {
        return Objects.requireNonNull(ear, "attached before the seat is taken");
    }

    void attached(ActorRef<News> ear, ActorRef<Relay.Command> relay) {
        this.ear = ear;
        this.relay = relay;
    }

    boolean isBehind(ActorRef<Relay.Command> gone) {
        return gone.equals(relay);
    }

    /** Whether it is not for the first time. */
    boolean seated() {
        boolean again = hadIt;
        seated = true;
        hadIt = true;
        unacknowledged = 0;
        return again;
    }

    /** How long to wait before the seat is taken again: the longer, the more often it failed in a row. */
    Duration unseated(ConnectionLimits limits) {
        seated = false;
        var pause = limits.minBackoff().multipliedBy(1L << Math.min(failures++, 16));
        return pause.compareTo(limits.maxBackoff()) < 0 ? pause : limits.maxBackoff();
    }

    boolean mayGoOn(int maxUnacknowledged) {
        return seated && unacknowledged < maxUnacknowledged;
    }

    void submitted() {
        unacknowledged++;
    }

    void acknowledged(int count) {
        unacknowledged = Math.max(0, unacknowledged - count);
        failures = 0; // A room that only gives out seats and then fails has not recovered.
    }
}
