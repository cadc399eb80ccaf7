package dev.parley.rooms.connection;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.parley.core.access.RoomName;
import dev.parley.core.presence.ClientState;
import dev.parley.core.sync.SyncMessage;
import dev.parley.rooms.room.Lobby;
import dev.parley.rooms.room.News;
import dev.parley.rooms.room.Refusal;
import dev.parley.rooms.room.Seat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One socket, and the seats that it has in one or several rooms. It takes one message at a time from the socket and asks for the
 * next when it may go on: not while the seat is being taken, nor while as many changes wait for their acknowledgement as the
 * limit says. What it is told by its rooms goes to the {@link Outlet}; a reader who is too slow for that is cut off, and catches
 * up when it comes again.
 *
 * <p>A room that fails or moves costs the socket nothing: the seat is taken again, after growing pauses, and both sides tell each
 * other what the other may lack. The connection stops with its socket.
 */
public final class Connection extends AbstractOnMessageBehavior<Connection.Command> {
    public sealed interface Command {}

    /** Answered with {@link Demand} as soon as the next one may come. */
    public record Received(ClientMessage message, ActorRef<Demand> replyTo) implements Command {}

    /** The socket delivered what cannot be read; the text says what, without its content. */
    public record Malformed(String what) implements Command {}

    /** The socket has been closed, from whatever side. */
    public record Closed() implements Command {}

    /** The socket broke. */
    public record Failed(Throwable cause) implements Command {}

    /** Close the socket, for this reason. */
    public record End(Ending reason) implements Command {}

    record Attached(int seat, ActorRef<News> ear, ActorRef<Relay.Command> relay) implements Command {}

    record Seated(int seat) implements Command {}

    /** Changes of others, and how many of this seat's own are now in the journal. */
    record Changed(int seat, List<byte[]> updates, int acknowledged) implements Command {}

    record Contents(int seat, byte[] update) implements Command {}

    record Present(int seat, List<ClientState> states) implements Command {}

    record Refused(int seat, Refusal reason) implements Command {}

    record Unseated(int seat) implements Command {}

    private record RelayGone(ActorRef<Relay.Command> relay) implements Command {}

    private record TakeAgain(int seat) implements Command {}

    private record SeatLate(int seat) implements Command {}

    /** What a socket waits for before it gives its next message. */
    public enum Demand {
        MORE
    }

    /** What all connections of a node share. */
    public record Surroundings(
            ActorRef<Relays.Command> relays,
            Function<RoomName, RecipientRef<Lobby.Command>> lobbies,
            ConnectionLimits limits) {}

    private final String id;
    private final Surroundings surroundings;
    private final Outlet outlet;
    private final TimerScheduler<Command> timers;
    private final Map<Integer, SeatTaking> seats = new HashMap<>();
    private @Nullable Received held;
    private boolean ended;

    /** A connection with a name of its own, for logs and history. */
    public static Behavior<Command> create(String id, Surroundings surroundings, Outlet outlet) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Connection(context, timers, id, surroundings, outlet)));
    }

    private Connection(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String id,
            Surroundings surroundings,
            Outlet outlet) {
        super(context);
        this.id = id;
        this.surroundings = surroundings;
        this.outlet = outlet;
        this.timers = timers;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Received c -> onReceived(c);
            case Malformed c -> onMalformed(c);
            case Closed c -> onClosed();
            case Failed c -> onFailed(c);
            case End c -> end(c.reason());
            case Attached c -> onAttached(c);
            case Seated c -> onSeated(c);
            case Changed c -> onChanged(c);
            case Contents c -> send(new ServerMessage.Contents(c.seat(), c.update()));
            case Present c -> onPresent(c);
            case Refused c -> onRefused(c);
            case Unseated c -> onUnseated(c.seat());
            case RelayGone c -> onRelayGone(c);
            case TakeAgain c -> onTakeAgain(c);
            case SeatLate c -> onSeatLate(c);
        };
    }

    private Behavior<Command> onReceived(Received command) {
        held = command;
        return resume();
    }

    private Behavior<Command> onMalformed(Malformed command) {
        log(Level.INFO).log("The client sent what cannot be read: {}", command.what());
        return abort(Ending.MALFORMED); // It may not be reading at all.
    }

    private Behavior<Command> onClosed() {
        log(Level.DEBUG).log("The connection has ended");
        return Behaviors.stopped();
    }

    private Behavior<Command> onFailed(Failed command) {
        // Networks break all the time; what broke is of interest only to somebody who looks for it.
        log(Level.DEBUG).setCause(command.cause()).log("The connection has broken");
        return Behaviors.stopped();
    }

    private Behavior<Command> onAttached(Attached command) {
        var taking = seats.get(command.seat());
        if (taking != null) {
            getContext().watchWith(command.relay(), new RelayGone(command.relay()));
            taking.attached(command.ear(), command.relay());
            take(taking);
        }
        return this;
    }

    private Behavior<Command> onSeated(Seated command) {
        var taking = seats.get(command.seat());
        if (taking == null) {
            return this;
        }
        timers.cancel(new SeatLate(command.seat()));
        boolean again = taking.seated();
        log(Level.DEBUG, taking).log(again ? "Seated again" : "Seated");
        // What the client did that no room of ours has acknowledged comes as the answer to this.
        send(new ServerMessage.Sync(command.seat(), SyncMessage.Step1.HAVING_NOTHING));
        if (again) {
            taking.lobby().tell(new Lobby.Ask(taking.seat())); // What the room took while we had no seat in it.
        }
        return resume();
    }

    private Behavior<Command> onChanged(Changed command) {
        var taking = seats.get(command.seat());
        if (taking != null) {
            taking.acknowledged(command.acknowledged());
        }
        if (!command.updates().isEmpty()) {
            send(new ServerMessage.Changed(command.seat(), command.updates()));
        }
        return resume();
    }

    private Behavior<Command> onPresent(Present command) {
        return command.states().isEmpty() ? this : send(new ServerMessage.Presence(command.seat(), command.states()));
    }

    private Behavior<Command> onRefused(Refused command) {
        var taking = seats.get(command.seat());
        if (taking != null) {
            log(Level.INFO, taking).log("Refused: {}", command.reason());
        }
        return switch (command.reason()) {
            case READ_ONLY, DAMAGED -> onReadOnly(command.seat());
            case NOT_ALLOWED -> end(Ending.NOT_ALLOWED);
            case TOO_LARGE -> end(Ending.TOO_LARGE);
            case MALFORMED -> end(Ending.MALFORMED);
            case FULL, OVERLOADED, ERASED, UNWRITABLE -> end(Ending.TRY_AGAIN);
        };
    }

    private Behavior<Command> onReadOnly(int seat) {
        var taking = seats.get(seat);
        if (taking != null) {
            taking.acknowledged(1);
        }
        send(new ServerMessage.ReadOnly(seat));
        return resume();
    }

    private Behavior<Command> onUnseated(int seat) {
        var taking = seats.get(seat);
        if (taking != null && !ended) {
            var pause = taking.unseated(surroundings.limits());
            log(Level.INFO, taking).log("The room has gone; entering it again in {}", pause);
            timers.startSingleTimer(new TakeAgain(seat), new TakeAgain(seat), pause);
            giveUpLater(seat);
        }
        return this;
    }

    private Behavior<Command> onRelayGone(RelayGone gone) {
        seats.values().stream()
                .filter(taking -> taking.isBehind(gone.relay()))
                .map(taking -> taking.seat().number())
                .toList()
                .forEach(this::onUnseated);
        return this;
    }

    private Behavior<Command> onTakeAgain(TakeAgain command) {
        var taking = seats.get(command.seat());
        if (taking != null && !ended) {
            attach(taking);
        }
        return this;
    }

    private Behavior<Command> onSeatLate(SeatLate command) {
        var taking = seats.get(command.seat());
        if (taking != null) {
            log(Level.WARN, taking)
                    .log(
                            "The room could not be entered within {}",
                            surroundings.limits().seatWithin());
        }
        return end(Ending.TRY_AGAIN);
    }

    /** Goes on with the message that is held back, if it may, and then asks for the next one. */
    private Behavior<Command> resume() {
        var next = held;
        if (next == null || ended || !mayGoOn(next.message())) {
            return this;
        }
        held = null;
        handle(next.message());
        next.replyTo().tell(Demand.MORE);
        return this;
    }

    private boolean mayGoOn(ClientMessage message) {
        var taking = seats.get(message.seat());
        return taking == null || taking.mayGoOn(surroundings.limits().maxUnacknowledged());
    }

    private void handle(ClientMessage message) {
        switch (message) {
            case ClientMessage.Enter m -> enter(m);
            case ClientMessage.Said m -> say(m);
        }
    }

    private void say(ClientMessage.Said message) {
        var taking = seats.get(message.seat());
        if (taking == null) {
            log(Level.DEBUG).log("A message for a seat that was not asked for");
            return;
        }
        switch (message) {
            case ClientMessage.Sync m -> sync(taking, m.message());
            case ClientMessage.Announce m -> taking.lobby().tell(new Lobby.Announce(taking.seat(), m.states()));
            case ClientMessage.AskPresence m -> taking.lobby().tell(new Lobby.AskPresence(taking.seat()));
        }
    }

    private void enter(ClientMessage.Enter message) {
        var lobby = surroundings.lobbies().apply(message.room());
        var taking = new SeatTaking(new Seat(id, message.seat()), message, lobby);
        seats.put(message.seat(), taking);
        attach(taking);
        giveUpLater(message.seat());
    }

    private void sync(SeatTaking taking, SyncMessage message) {
        switch (message) {
            case SyncMessage.Step1 m -> taking.lobby().tell(new Lobby.Ask(taking.seat()));
            case SyncMessage.Step2(var update) -> submit(taking, update);
            case SyncMessage.Update(var update) -> submit(taking, update);
        }
    }

    private void submit(SeatTaking taking, byte[] update) {
        if (!SyncMessage.isEmpty(update)) {
            taking.submitted();
            taking.lobby().tell(new Lobby.Submit(taking.seat(), update));
        }
    }

    private void attach(SeatTaking taking) {
        surroundings
                .relays()
                .tell(new Relays.Attach(
                        taking.room(), taking.seat(), getContext().getSelf()));
    }

    private void take(SeatTaking taking) {
        var entering = taking.entering();
        taking.lobby()
                .tell(new Lobby.Take(
                        taking.seat(), entering.principal(), entering.rights(), entering.protocol(), taking.ear()));
    }

    private void giveUpLater(int seat) {
        var late = new SeatLate(seat);
        if (!timers.isTimerActive(late)) {
            timers.startSingleTimer(late, late, surroundings.limits().seatWithin());
        }
    }

    private Behavior<Command> send(ServerMessage message) {
        if (!ended && !outlet.offer(message)) {
            log(Level.INFO).log("The client reads too slowly and is cut off");
            return abort(Ending.TOO_SLOW);
        }
        return this;
    }

    private Behavior<Command> end(Ending reason) {
        if (!ended) {
            log(Level.DEBUG).log("Ending the connection: {}", reason);
            if (!outlet.offer(new ServerMessage.End(reason))) {
                return abort(reason);
            }
            ended = true;
        }
        return this;
    }

    private Behavior<Command> abort(Ending reason) {
        if (!ended) {
            ended = true;
            outlet.abort(reason);
        }
        return this;
    }

    private LoggingEventBuilder log(Level level, SeatTaking taking) {
        var entering = taking.entering();
        return log(level)
                .addKeyValue("room", entering.room())
                .addKeyValue("user", entering.principal().user());
    }

    private LoggingEventBuilder log(Level level) {
        return getContext().getLog().atLevel(level).addKeyValue("connection", id);
    }
}
