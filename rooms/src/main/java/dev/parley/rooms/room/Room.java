package dev.parley.rooms.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.SnapshotAdapter;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.Recovery;
import akka.persistence.typed.javadsl.SignalHandler;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.Change;
import dev.parley.core.event.Checkpoint;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.Remains;
import dev.parley.core.event.RoomEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The persistent actor that owns a room's document. It stores {@link RoomEvent}s, each as a {@link Link} of the room's chain, and
 * answers only when the journal has them. Only its {@link Lobby} talks to it, with one message at a time: what would come while
 * it writes would be stashed, and a long stash overflows the stack of the Akka version in use. It stops with its lobby and when its
 * journal fails. A room whose history turns out to be damaged says so when it opens, and is then only read, until it is erased.
 */
public final class Room extends EventSourcedBehavior<Room.Command, Link, RoomState> {
    public sealed interface Command {}

    /**
     * Answered with {@link Applied} once the changes that brought something are in the journal, as one event.
     *
     * @param keys with one to seal with
     */
    public record Apply(List<Change> changes, KeyRing keys, ActorRef<Reply> replyTo) implements Command {}

    /** Answered with {@link Applied}, too, but nothing is taken: for a time when the journal takes nothing. */
    public record Judge(List<Change> changes, ActorRef<Reply> replyTo) implements Command {}

    /**
     * Answered with {@link Erased} once the journal has the event that says so. From there on the document is empty. A damaged room is
     * whole again.
     *
     * @param keys the last of them is new, and no event was sealed with it
     */
    public record Erase(String author, KeyRing keys, ActorRef<Reply> replyTo) implements Command {}

    /** Answered with {@link Contents}. */
    public record Read(ActorRef<Reply> replyTo) implements Command {}

    /** Nothing is left of what was erased. Not answered. */
    public record PastRemoved() implements Command {}

    /** What a recovery itself throws would be taken for a failure of the journal, and end the room. */
    private record BeginAnew() implements Command {}

    public sealed interface Reply {}

    /**
     * The room has read its past, and takes commands from now on.
     *
     * @param events the number of its last event, as it was acknowledged; 0 if it never had one
     * @param damage what is wrong with its history; then it takes no changes
     * @param remains what is left of a past that was erased, and has to go
     */
    public record Opened(
            long events, @Nullable String damage, @Nullable Remains remains) implements Reply {}

    /**
     * What became of the changes.
     *
     * @param sequence the number of the room's last event
     * @param verdicts in the order of the changes
     */
    public record Applied(long sequence, List<Verdict> verdicts) implements Reply {}

    /** What became of a change. */
    public enum Verdict {
        /** It is in the journal and in the document. */
        TAKEN,
        /** The document had it already. */
        NOTHING_NEW,
        /** It is not an update. */
        MALFORMED,
        /** It would bring something, but was only to be judged. */
        NOT_TAKEN
    }

    /** All that the room was is to go, and has to be removed now. */
    public record Erased(Remains remains) implements Reply {}

    /** The document, as an update. */
    public record Contents(byte[] update) implements Reply {}

    /** Ends an opening that is to be tried again from elsewhere. */
    private static final class AnotherBeginning extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final ActorContext<Command> context;
    private final RoomName room;
    private final KeyRing keys;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final Beginning beginning;
    private final ActorRef<Reply> lobby;

    /**
     * The room of this name, which reads its past first.
     *
     * @param keys all that the room has so far
     * @param lobby hears {@link Opened}
     */
    public static Behavior<Command> create(
            RoomName room, KeyRing keys, InstantSource clock, RandomGenerator chance, ActorRef<Reply> lobby) {
        return Behaviors.setup(outside -> {
            var beginning = new Beginning();
            return Behaviors.<Command>supervise(
                            Behaviors.setup(context -> new Room(context, room, keys, clock, chance, beginning, lobby)))
                    .onFailure(
                            AnotherBeginning.class, SupervisorStrategy.restart().withLoggingEnabled(false));
        });
    }

    /** Under which id a room's events are in the journal; no two names share one. */
    public static PersistenceId persistenceId(RoomName room) {
        return PersistenceId.ofUniqueId(JournalId.of(room));
    }

    private Room(
            ActorContext<Command> context,
            RoomName room,
            KeyRing keys,
            InstantSource clock,
            RandomGenerator chance,
            Beginning beginning,
            ActorRef<Reply> lobby) {
        super(persistenceId(room));
        this.context = context;
        this.room = room;
        this.keys = keys;
        this.clock = clock;
        this.chance = chance;
        this.beginning = beginning;
        this.lobby = lobby;
    }

    @Override
    public RoomState emptyState() {
        return RoomState.empty(keys);
    }

    @Override
    public Recovery recovery() {
        return Recovery.withSnapshotSelectionCriteria(beginning.criteria());
    }

    @Override
    public CommandHandler<Command, Link, RoomState> commandHandler() {
        return this::onCommand;
    }

    private Effect<Link, RoomState> onCommand(RoomState state, Command command) {
        return switch (command) {
            case Apply c -> onApply(state, c);
            case Judge c -> onJudge(state, c);
            case Erase c -> onErase(state, c);
            case Read c -> onRead(state, c);
            case PastRemoved c -> onPastRemoved(state);
            case BeginAnew c -> throw new AnotherBeginning();
        };
    }

    private Effect<Link, RoomState> onApply(RoomState state, Apply command) {
        if (state.damage() != null) {
            return Effect().reply(command.replyTo(), new Applied(state.sequence(), state.judge(command.changes())));
        }
        var verdicts = state.take(command.changes());
        var link = state.toStore(command.keys(), clock.instant());
        return link == null
                ? Effect().reply(command.replyTo(), new Applied(state.sequence(), verdicts))
                : Effect().persist(link).thenReply(command.replyTo(), after -> new Applied(after.sequence(), verdicts));
    }

    private Effect<Link, RoomState> onJudge(RoomState state, Judge command) {
        return Effect().reply(command.replyTo(), new Applied(state.sequence(), state.judge(command.changes())));
    }

    private Effect<Link, RoomState> onErase(RoomState state, Erase command) {
        var link = state.erase(command.author(), command.keys(), lastSequenceNumber(context), clock.instant());
        return Effect()
                .persist(link)
                .thenReply(command.replyTo(), after -> new Erased(Objects.requireNonNull(after.remains())));
    }

    private Effect<Link, RoomState> onRead(RoomState state, Read command) {
        return Effect().reply(command.replyTo(), new Contents(state.contents()));
    }

    private Effect<Link, RoomState> onPastRemoved(RoomState state) {
        state.pastRemoved();
        return Effect().none();
    }

    @Override
    public EventHandler<RoomState, Link> eventHandler() {
        return RoomState::add;
    }

    @Override
    public boolean shouldSnapshot(RoomState state, Link link, long sequence) {
        return state.isCheckpointDue();
    }

    @Override
    public SnapshotAdapter<RoomState> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(RoomState state) {
                return state.cutCheckpoint();
            }

            @Override
            public RoomState fromJournal(Object stored) {
                return RoomState.from((Checkpoint) stored, keys);
            }
        };
    }

    @Override
    public SignalHandler<RoomState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> onRecovered(state))
                .build();
    }

    private void onRecovered(RoomState state) {
        state.open(lastSequenceNumber(context), clock.instant(), chance, beginning.hasSkippedACheckpoint());
        if (!beginning.stands(state)) {
            context.getLog()
                    .atWarn()
                    .addKeyValue("room", room)
                    .log(
                            "{}; the room is read from elsewhere in its past",
                            state.origin() instanceof RoomState.Origin.UnreadableCheckpoint
                                    ? "A checkpoint cannot be read"
                                    : state.damage());
            context.getSelf().tell(new BeginAnew());
            return;
        }
        lobby.tell(new Opened(lastSequenceNumber(context), state.damage(), state.remains()));
    }
}
