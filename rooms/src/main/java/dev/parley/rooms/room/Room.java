package dev.parley.rooms.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.SignalHandler;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.Change;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The persistent actor that owns what is in a room. It stores {@link RoomEvent}s, each as a {@link Link} of the room's chain, and
 * answers only when the journal has them. Only its {@link Lobby} talks to it, with one message at a time: what would come while
 * it writes would be stashed, and a long stash overflows the stack of the Akka version in use. It stops with
 * its lobby, when its journal fails, and when its history turns out to be damaged.
 */
public final class Room extends EventSourcedBehavior<Room.Command, Link, RoomState> {
    public sealed interface Command {}

    /** Answered with {@link Applied} once the changes are in the journal, as one event. */
    public record Apply(List<Change> changes, ActorRef<Reply> replyTo) implements Command {}

    /** Answered with {@link Contents}. */
    public record Read(ActorRef<Reply> replyTo) implements Command {}

    public sealed interface Reply {}

    public record Applied(long sequence) implements Reply {}

    public record Contents(List<byte[]> updates) implements Reply {}

    private final RoomName room;
    private final InstantSource clock;

    public static Behavior<Command> create(RoomName room, InstantSource clock) {
        return Behaviors.setup(context -> new Room(room, clock));
    }

    /** Under which id a room's events are in the journal; no two names share one. */
    public static PersistenceId persistenceId(RoomName room) {
        return PersistenceId.of("room", room.value().replace("%", "%25").replace("|", "%7C"));
    }

    private Room(RoomName room, InstantSource clock) {
        super(persistenceId(room));
        this.room = room;
        this.clock = clock;
    }

    @Override
    public RoomState emptyState() {
        return new RoomState(room);
    }

    @Override
    public CommandHandler<Command, Link, RoomState> commandHandler() {
        return this::onCommand;
    }

    private Effect<Link, RoomState> onCommand(RoomState state, Command command) {
        return switch (command) {
            case Apply c -> onApply(state, c);
            case Read c -> onRead(state, c);
        };
    }

    private Effect<Link, RoomState> onApply(RoomState state, Apply command) {
        var event = new RoomEvent.Applied(notBefore(state.time()), command.changes());
        return Effect()
                .persist(state.head().link(event))
                .thenReply(command.replyTo(), after -> new Applied(after.head().sequence()));
    }

    private Effect<Link, RoomState> onRead(RoomState state, Read command) {
        return Effect().reply(command.replyTo(), new Contents(state.updates()));
    }

    @Override
    public EventHandler<RoomState, Link> eventHandler() {
        return RoomState::add;
    }

    @Override
    public SignalHandler<RoomState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> refuseDamage(state))
                .build();
    }

    private void refuseDamage(RoomState state) {
        if (state.damage() != null) {
            throw new IllegalStateException("The history of room '" + room + "' is damaged: " + state.damage());
        }
    }

    /** The time now, also when the clock was put back: times in a room never decrease. */
    private Instant notBefore(Instant last) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return now.isBefore(last) ? last : now;
    }
}
