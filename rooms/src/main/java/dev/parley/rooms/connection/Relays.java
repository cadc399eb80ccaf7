package dev.parley.rooms.connection;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.parley.core.access.RoomName;
import dev.parley.rooms.room.Seat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The relays of a node, one for each room that somebody here is in: starts one when the first connection asks for it, and stops
 * it when the last has gone. Connections talk to it, and whoever drains the node. It lives as long as the node.
 */
public final class Relays extends AbstractOnMessageBehavior<Relays.Command> {
    public sealed interface Command {}

    /** Answered with {@link Connection.Attached}. */
    public record Attach(RoomName room, Seat seat, ActorRef<Connection.Command> replyTo) implements Command {}

    /** Ends every connection that is in a room, and every one that enters one from now on. Answered when none is left. */
    public record Drain(ActorRef<Done> replyTo) implements Command {}

    /** From a relay that leads nowhere any more, after it was asked to attach so many seats. */
    record Unused(RoomName room, long attached) implements Command {}

    private record RelayGone(RoomName room, ActorRef<Relay.Command> relay) implements Command {}

    private static final class Entry {
        private final ActorRef<Relay.Command> relay;
        private long attached;

        Entry(ActorRef<Relay.Command> relay) {
            this.relay = relay;
        }
    }

    private final Map<RoomName, Entry> entries = new HashMap<>();
    private final List<ActorRef<Done>> drained = new ArrayList<>();
    private boolean draining;
    private long started;

    public static Behavior<Command> create() {
        return Behaviors.setup(Relays::new);
    }

    private Relays(ActorContext<Command> context) {
        super(context);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Attach c -> onAttach(c);
            case Drain c -> onDrain(c);
            case Unused c -> onUnused(c);
            case RelayGone c -> onRelayGone(c);
        };
    }

    private Behavior<Command> onAttach(Attach command) {
        if (draining) {
            command.replyTo().tell(new Connection.End(Ending.GOING_AWAY));
            return this;
        }
        var entry = entries.computeIfAbsent(command.room(), this::start);
        entry.attached++;
        entry.relay.tell(new Relay.Attach(command.seat(), command.replyTo()));
        return this;
    }

    private Behavior<Command> onDrain(Drain command) {
        draining = true;
        drained.add(command.replyTo());
        entries.values().forEach(entry -> entry.relay.tell(new Relay.Drain()));
        return answerIfDrained();
    }

    private Behavior<Command> onUnused(Unused command) {
        var entry = entries.get(command.room());
        // Unless a seat is on its way to it.
        if (entry != null && entry.attached == command.attached()) {
            entries.remove(command.room());
            getContext().stop(entry.relay);
        }
        return answerIfDrained();
    }

    /** A relay that failed; its connections have seen it too, and take their seats anew. */
    private Behavior<Command> onRelayGone(RelayGone gone) {
        var entry = entries.get(gone.room());
        if (entry != null && entry.relay.equals(gone.relay())) {
            entries.remove(gone.room());
        }
        return answerIfDrained();
    }

    private Behavior<Command> answerIfDrained() {
        if (entries.isEmpty()) {
            drained.forEach(replyTo -> replyTo.tell(Done.getInstance()));
            drained.clear();
        }
        return this;
    }

    private Entry start(RoomName room) {
        // Numbered, not named: a name may not be legal in an actor's path, and an old relay of the room may still be
        // stopping.
        var relay = getContext().spawn(Relay.create(room, getContext().getSelf()), "relay-" + ++started);
        getContext().watchWith(relay, new RelayGone(room, relay));
        return new Entry(relay);
    }
}
