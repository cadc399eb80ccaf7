package dev.parley.rooms.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.parley.core.access.Principal;
import dev.parley.core.access.Right;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.Change;
import dev.parley.core.event.ContentKeys;
import dev.parley.core.presence.ClientState;
import dev.parley.core.presence.Presence;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The front of a room, and what the cluster spreads over its nodes. It gives out the room's seats, tends presence, and stands
 * between everybody and the {@link Room}, its child, which gets all its {@link Errands} from here. It answers through the relay
 * of a seat's node, and tells of a change only when the room has it in the journal.
 *
 * <p>It stops when nobody has had a seat for a while, when the cluster moves it, and when its room stops. It is not restarted:
 * the relays see it go, and their connections take their seats again in its successor, which resynchronises them. What was not
 * acknowledged comes again that way.
 */
public final class Lobby extends AbstractOnMessageBehavior<Lobby.Command> {
    public sealed interface Command {}

    /**
     * Answered with {@link News.Seated}, followed by {@link News.PresenceNow}, or with {@link News.Refused}. From then on the
     * relay hears everything that happens in the room.
     *
     * @param protocol by which the seat's changes come, for the journal
     */
    public record Take(Seat seat, Principal principal, Set<Right> rights, String protocol, ActorRef<News> relay)
            implements Command {
        public Take {
            rights = Set.copyOf(rights);
        }
    }

    /** The seat is free again; its presence goes. Not answered. */
    public record Leave(Seat seat) implements Command {}

    /**
     * A Yjs update. Answered with {@link News.Changed} once it is in the journal, with {@link News.NothingNew}, or with
     * {@link News.Refused}.
     */
    public record Submit(Seat seat, byte[] update) implements Command {}

    /** Answered with {@link News.Contents}. */
    public record Ask(Seat seat) implements Command {}

    /** Presence as the seat's client told it. Everybody, the seat too, hears of what is new in it with the next tick. */
    public record Announce(Seat seat, List<ClientState> states) implements Command {
        public Announce {
            states = List.copyOf(states);
        }
    }

    /** Answered with {@link News.PresenceNow}. */
    public record AskPresence(Seat seat) implements Command {}

    /**
     * Everything that is in the room goes for good, and its past, too. Answered with an {@link Erasure}; if it is done the lobby stops, so that
     * everybody enters anew. Whoever has a copy of the room's document keeps it, and may bring it back.
     *
     * @param author who wants it, for the journal
     */
    public record Erase(String author, ActorRef<Erasure> replyTo) implements Command {}

    /** Finish what is under way and what is waiting, then stop. */
    public record Stop() implements Command {}

    private record Progress(Errands.Step step) implements Command {}

    private record RelayGone(ActorRef<News> relay) implements Command {}

    private record PresenceTick() implements Command {}

    private record PresenceCheck() implements Command {}

    private record IdleCheck() implements Command {}

    private record StopLate() implements Command {}

    /** Asks for {@link Stop} at a moment when no message can get lost: how, is the cluster's business. */
    @FunctionalInterface
    public interface Idle {
        void idle(ActorRef<Command> lobby);
    }

    /**
     * What all lobbies of a node share.
     *
     * @param chance of a secure source, and for several threads at once
     */
    public record Surroundings(
            InstantSource clock,
            RandomGenerator chance,
            RoomLimits limits,
            RoomMeters meters,
            ContentKeys keys,
            JournalState journal,
            Traces traces) {}

    private final RoomName name;
    private final Surroundings surroundings;
    private final RoomLimits limits;
    private final Idle idle;
    private final TimerScheduler<Command> timers;

    private final Occupants occupants = new Occupants();
    private final Presence<Seat> presence;
    private final Set<Long> presenceToTell = new LinkedHashSet<>();
    private final Errands errands;

    public static Behavior<Command> create(RoomName name, Surroundings surroundings, Idle idle) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Lobby(context, timers, name, surroundings, idle)));
    }

    private Lobby(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            RoomName name,
            Surroundings surroundings,
            Idle idle) {
        super(context);
        this.name = name;
        this.surroundings = surroundings;
        this.limits = surroundings.limits();
        this.idle = idle;
        this.timers = timers;
        this.presence = new Presence<>(limits.presence());
        this.errands = new Errands(context, timers, Progress::new, name, surroundings, occupants);
        surroundings.meters().roomOpened();
        waitForSomebody();
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Take c -> onTake(c);
            case Leave c -> onLeave(c);
            case Submit c -> onSubmit(c);
            case Ask c -> onAsk(c);
            case Announce c -> onAnnounce(c);
            case AskPresence c -> onAskPresence(c);
            case Erase c -> onErase(c);
            case Stop c -> onStop();
            case Progress c -> onProgress(c);
            case RelayGone c -> onRelayGone(c);
            case PresenceTick c -> onPresenceTick();
            case PresenceCheck c -> onPresenceCheck();
            case IdleCheck c -> onIdleCheck();
            case StopLate c -> onStopLate();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        return switch (signal) {
            case PostStop s -> onPostStop();
            default -> Behaviors.unhandled();
        };
    }

    private Behavior<Command> onTake(Take command) {
        if (!command.rights().contains(Right.READ)) {
            return refuse(command.seat(), command.relay(), Refusal.NOT_ALLOWED);
        }
        vacate(command.seat());
        if (occupants.size() >= limits.maxSeats()) {
            return refuse(command.seat(), command.relay(), Refusal.FULL);
        }
        if (!occupants.knows(command.relay())) {
            getContext().watchWith(command.relay(), new RelayGone(command.relay()));
        }
        occupants.add(
                command.seat(),
                new Occupants.Occupant(command.principal(), command.rights(), command.protocol(), command.relay()));
        surroundings.meters().seatTaken();
        timers.cancel(IdleCheck.class);
        command.relay().tell(new News.Seated(command.seat(), getContext().getSelf()));
        command.relay().tell(new News.PresenceNow(command.seat(), presence.states()));
        return this;
    }

    private Behavior<Command> onLeave(Leave command) {
        vacate(command.seat());
        return waitForSomebody();
    }

    private Behavior<Command> onSubmit(Submit command) {
        var occupant = occupants.at(command.seat());
        if (occupant == null) {
            return this; // It belongs to a lobby that was here before; its connection is about to resynchronise with
            // us.
        }
        if (!occupant.rights().contains(Right.WRITE)) {
            return refuse(command.seat(), occupant.relay(), Refusal.READ_ONLY);
        }
        if (command.update().length > limits.maxUpdate()) {
            return refuse(command.seat(), occupant.relay(), Refusal.TOO_LARGE);
        }
        var change = new Change(
                occupant.principal().user(),
                command.seat().connection(),
                occupant.protocol(),
                surroundings.clock().instant(),
                command.update());
        if (!errands.write(command.seat(), change)) {
            return refuse(command.seat(), occupant.relay(), Refusal.OVERLOADED);
        }
        return goOn();
    }

    private Behavior<Command> onAsk(Ask command) {
        if (occupants.at(command.seat()) != null) {
            errands.read(command.seat());
        }
        return goOn();
    }

    private Behavior<Command> onAnnounce(Announce command) {
        var occupant = occupants.at(command.seat());
        if (occupant != null) {
            tellSoon(presence.announce(
                    command.seat(),
                    occupant.principal().user(),
                    command.states(),
                    surroundings.clock().instant()));
        }
        return this;
    }

    private Behavior<Command> onAskPresence(AskPresence command) {
        occupants.tell(command.seat(), new News.PresenceNow(command.seat(), presence.states()));
        return this;
    }

    private Behavior<Command> onErase(Erase command) {
        errands.erase(command);
        return goOn();
    }

    private Behavior<Command> onStop() {
        // A journal that never answers must not keep the lobby: the cluster would hold back the room's messages for
        // ever.
        timers.startSingleTimer(StopLate.class, new StopLate(), limits.stopWithin());
        errands.finish();
        return goOn();
    }

    private Behavior<Command> onProgress(Progress progress) {
        errands.on(progress.step());
        return goOn();
    }

    private Behavior<Command> onRelayGone(RelayGone gone) {
        occupants.behind(gone.relay()).forEach(this::vacate);
        return waitForSomebody();
    }

    private Behavior<Command> onPresenceTick() {
        if (!presenceToTell.isEmpty()) {
            var news = new News.PresenceChanged(presence.statesOf(presenceToTell));
            presenceToTell.clear();
            occupants.tellEverybody(news);
        }
        return this;
    }

    private Behavior<Command> onPresenceCheck() {
        tellSoon(presence.expire(surroundings.clock().instant()));
        if (occupants.size() == 0 && presence.isEmpty()) {
            timers.cancel(PresenceCheck.class);
        }
        return this;
    }

    private Behavior<Command> onIdleCheck() {
        idle.idle(getContext().getSelf());
        return this;
    }

    private Behavior<Command> onStopLate() {
        getContext()
                .getLog()
                .atError()
                .addKeyValue("room", name)
                .addKeyValue("waiting", errands.waiting())
                .log("The journal has not answered within {}; the room stops without it", limits.stopWithin());
        return Behaviors.stopped();
    }

    private Behavior<Command> onPostStop() {
        errands.end();
        for (int i = 0; i < occupants.size(); i++) {
            surroundings.meters().seatLeft();
        }
        surroundings.meters().roomClosed();
        return this;
    }

    private Behavior<Command> goOn() {
        return errands.areOver() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> refuse(Seat seat, ActorRef<News> relay, Refusal reason) {
        surroundings.meters().refused(reason);
        relay.tell(new News.Refused(seat, reason));
        return this;
    }

    /** Presence is told once in a tick, the latest state of each client only. */
    private void tellSoon(List<ClientState> states) {
        if (!states.isEmpty()) {
            states.forEach(state -> presenceToTell.add(state.client()));
            startUnlessRunning(
                    PresenceTick.class,
                    () -> timers.startSingleTimer(PresenceTick.class, new PresenceTick(), limits.presenceTick()));
            startUnlessRunning(
                    PresenceCheck.class,
                    () -> timers.startTimerWithFixedDelay(
                            PresenceCheck.class, new PresenceCheck(), limits.presenceCheck()));
        }
    }

    private void startUnlessRunning(Object key, Runnable start) {
        if (!timers.isTimerActive(key)) {
            start.run();
        }
    }

    private void vacate(Seat seat) {
        var occupant = occupants.at(seat);
        if (occupant != null) {
            occupants.remove(seat);
            errands.forget(seat);
            surroundings.meters().seatLeft();
            tellSoon(presence.leave(seat));
            if (!occupants.knows(occupant.relay())) {
                getContext().unwatch(occupant.relay());
            }
        }
    }

    private Behavior<Command> waitForSomebody() {
        if (occupants.size() == 0) {
            timers.startSingleTimer(IdleCheck.class, new IdleCheck(), limits.idleAfter());
        }
        return this;
    }
}
