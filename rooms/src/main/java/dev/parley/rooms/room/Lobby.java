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
import dev.parley.core.event.KeyRing;
import dev.parley.core.presence.ClientState;
import dev.parley.core.presence.Presence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The front of a room, and what the cluster spreads over its nodes. It gives out the room's seats, tends presence, and stands
 * between everybody and the {@link Room}, its child: it hands the room one message at a time and collects in a bounded queue
 * what comes meanwhile, which is also how batches form. It answers through the relay of a seat's node, and tells of a change
 * only when the room has it in the journal.
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

    /** Finish what is under way and what is waiting, then stop. */
    public record Stop() implements Command {}

    private record Keys(KeyRing ring) implements Command {}

    private record KeysFailed(Throwable failure) implements Command {}

    private record Answered(Room.Reply reply) implements Command {}

    private record RoomEnded() implements Command {}

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

    /** What all lobbies of a node share. */
    public record Surroundings(
            InstantSource clock, RoomLimits limits, RoomMeters meters, ContentKeys keys, JournalState journal) {}

    /** What is under way; the room gets one errand at a time. */
    private sealed interface Errand {
        /** The keys are looked for, and the room reads its past. */
        record Opening() implements Errand {}

        record Nothing() implements Errand {}

        /** The room gets its first key, for its first event. */
        record Keying() implements Errand {}

        record Writing(List<WaitingChanges.Waiting> changes, Instant since) implements Errand {}

        record Reading(Set<Seat> seats) implements Errand {}
    }

    private final RoomName name;
    private final Surroundings surroundings;
    private final RoomLimits limits;
    private final Idle idle;
    private final TimerScheduler<Command> timers;
    private final ActorRef<Room.Reply> answers;

    private final Occupants occupants = new Occupants();
    private final Presence<Seat> presence;
    private final Set<Long> presenceToTell = new LinkedHashSet<>();
    private final WaitingChanges waiting;
    private Set<Seat> readers = new LinkedHashSet<>();
    private KeyRing keys;
    private @Nullable ActorRef<Room.Command> room;
    private Errand errand = new Errand.Opening();
    private boolean damaged;
    private boolean wroteLast;
    private boolean stopping;

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
        this.waiting = new WaitingChanges(limits.maxWaiting());
        this.answers = context.messageAdapter(Room.Reply.class, Answered::new);
        this.keys = KeyRing.empty(name);
        context.pipeToSelf(surroundings.keys().find(name), Lobby::keysOrFailure);
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
            case Stop c -> onStop();
            case Keys c -> onKeys(c);
            case KeysFailed c -> onKeysFailed(c);
            case Answered c -> onAnswered(c);
            case RoomEnded c -> onRoomEnded();
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
        if (!waiting.offer(command.seat(), change)) {
            return refuse(command.seat(), occupant.relay(), Refusal.OVERLOADED);
        }
        return proceed();
    }

    private Behavior<Command> onAsk(Ask command) {
        if (occupants.at(command.seat()) != null) {
            readers.add(command.seat());
        }
        return proceed();
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
        tell(command.seat(), new News.PresenceNow(command.seat(), presence.states()));
        return this;
    }

    private Behavior<Command> onStop() {
        stopping = true;
        // A journal that never answers must not keep the lobby: the cluster would hold back the room's messages for
        // ever.
        timers.startSingleTimer(StopLate.class, new StopLate(), limits.stopWithin());
        return proceed();
    }

    private Behavior<Command> onKeys(Keys found) {
        keys = found.ring();
        if (room == null) {
            room = getContext().spawn(Room.create(name, keys, surroundings.clock(), answers), "room");
            getContext().watchWith(room, new RoomEnded());
            return this;
        }
        errand = new Errand.Nothing();
        return proceed();
    }

    private Behavior<Command> onKeysFailed(KeysFailed failed) {
        getContext()
                .getLog()
                .atError()
                .addKeyValue("room", name)
                .log("The room's content keys cannot be had; the room stops", failed.failure());
        return Behaviors.stopped();
    }

    private static Command keysOrFailure(@Nullable KeyRing ring, @Nullable Throwable failure) {
        return ring != null ? new Keys(ring) : new KeysFailed(Objects.requireNonNull(failure));
    }

    private Behavior<Command> onAnswered(Answered answered) {
        switch (answered.reply()) {
            case Room.Opened opened -> onOpened(opened);
            case Room.Applied applied -> tellChanges(applied);
            case Room.Contents contents -> tellContents(contents);
        }
        errand = new Errand.Nothing();
        return proceed();
    }

    private void onOpened(Room.Opened opened) {
        damaged = opened.damage() != null;
        if (damaged) {
            getContext()
                    .getLog()
                    .atError()
                    .addKeyValue("room", name)
                    .log(
                            "The room's history is damaged: {}. What is whole of it can be read; nothing is written to"
                                    + " it",
                            opened.damage());
        }
    }

    private Behavior<Command> onRoomEnded() {
        getContext()
                .getLog()
                .atWarn()
                .addKeyValue("room", name)
                .addKeyValue("seats", occupants.size())
                .log("The room has stopped by a failure; whoever is in it will enter anew");
        return Behaviors.stopped();
    }

    private Behavior<Command> onRelayGone(RelayGone gone) {
        occupants.behind(gone.relay()).forEach(this::vacate);
        return waitForSomebody();
    }

    private Behavior<Command> onPresenceTick() {
        if (!presenceToTell.isEmpty()) {
            var news = new News.PresenceChanged(presence.statesOf(presenceToTell));
            presenceToTell.clear();
            tellEverybody(news);
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
                .addKeyValue("waiting", waiting.size())
                .log("The journal has not answered within {}; the room stops without it", limits.stopWithin());
        return Behaviors.stopped();
    }

    private Behavior<Command> onPostStop() {
        for (int i = 0; i < occupants.size(); i++) {
            surroundings.meters().seatLeft();
        }
        surroundings.meters().roomClosed();
        return this;
    }

    /** Gives the room its next errand, if it is free: changes and readers by turns, so that neither waits for ever. */
    private Behavior<Command> proceed() {
        if (room == null || !(errand instanceof Errand.Nothing)) {
            return this;
        }
        if (!waiting.isEmpty() && (readers.isEmpty() || !wroteLast)) {
            return write(room);
        }
        if (!readers.isEmpty()) {
            return read(room);
        }
        return stopping ? Behaviors.stopped() : this;
    }

    private Behavior<Command> write(ActorRef<Room.Command> room) {
        boolean writable = !damaged && surroundings.journal().refusal(waiting.batchCost(limits.maxBatch())) == null;
        if (writable && keys.keys().isEmpty()) {
            errand = new Errand.Keying();
            getContext().pipeToSelf(surroundings.keys().obtain(name), Lobby::keysOrFailure);
            return this;
        }
        var batch = waiting.takeBatch(limits.maxBatch());
        var changes = batch.stream().map(WaitingChanges.Waiting::change).toList();
        errand = new Errand.Writing(batch, surroundings.clock().instant());
        wroteLast = true;
        // Who comes back says all that he has: nobody is refused for what the room has, too.
        room.tell(writable ? new Room.Apply(changes, keys, answers) : new Room.Judge(changes, answers));
        return this;
    }

    private Behavior<Command> read(ActorRef<Room.Command> room) {
        errand = new Errand.Reading(readers);
        readers = new LinkedHashSet<>();
        wroteLast = false;
        room.tell(new Room.Read(answers));
        return this;
    }

    private void tellChanges(Room.Applied applied) {
        if (errand instanceof Errand.Writing(var batch, var since)) {
            List<News.SeatChange> taken = new ArrayList<>(batch.size());
            for (int i = 0; i < batch.size(); i++) {
                var seat = batch.get(i).seat();
                var update = batch.get(i).change().update();
                switch (applied.verdicts().get(i)) {
                    case TAKEN -> taken.add(new News.SeatChange(seat, update));
                    case NOTHING_NEW -> tell(seat, new News.NothingNew(seat));
                    case MALFORMED -> refuseChange(seat, Refusal.MALFORMED);
                    case NOT_TAKEN -> refuseChange(seat, damaged ? Refusal.DAMAGED : Refusal.UNWRITABLE);
                }
            }
            if (!taken.isEmpty()) {
                long bytes = taken.stream()
                        .mapToLong(change -> change.update().length)
                        .sum();
                var took = Duration.between(since, surroundings.clock().instant());
                surroundings.meters().batchJournaled(taken.size(), bytes, took);
                tellEverybody(new News.Changed(applied.sequence(), taken));
            }
        }
    }

    private void refuseChange(Seat seat, Refusal reason) {
        var occupant = occupants.at(seat);
        if (occupant != null) {
            refuse(seat, occupant.relay(), reason);
        }
    }

    private void tellContents(Room.Contents contents) {
        if (errand instanceof Errand.Reading(var seats)) {
            seats.forEach(seat -> tell(seat, new News.Contents(seat, contents.update())));
        }
    }

    private void tellEverybody(News news) {
        occupants.relays().forEach(relay -> relay.tell(news));
    }

    private void tell(Seat seat, News news) {
        var occupant = occupants.at(seat);
        if (occupant != null) {
            occupant.relay().tell(news);
        }
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
            readers.remove(seat);
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
