package dev.parley.rooms.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.Change;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Remains;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Lobby} has its {@link Room} do, one errand at a time: changes are written, in batches, and readers are told what is in
 * the room. It finds the room's keys, starts the room with them, and collects in a bounded queue what comes meanwhile. It is a part of
 * its lobby and lives in that actor's turns: what it waits for comes to it as a {@link Step} through the lobby's mailbox, and when
 * there is nothing more to be done, the lobby stops.
 *
 * <p>A room is erased in three steps, and any of them may be the last before a crash: it gets a new key; it writes the event that says so,
 * sealed with that key, and from then on it is erased; the other keys are destroyed and the journal's files are rid of its past. What of the last
 * step is not done the room tells when it is opened next, and it is done then. Who asked is answered in any case, and the lobby
 * stops, so that everybody enters anew.
 */
final class Errands {
    /** Something that an errand waited for. */
    sealed interface Step {}

    private record Keys(KeyRing ring) implements Step {}

    private record KeysFailed(Throwable failure) implements Step {}

    private record Answered(Room.Reply reply) implements Step {}

    private record RoomEnded() implements Step {}

    private record Removed(Remains what, KeyRing ring) implements Step {}

    private record NotRemoved(Remains what, Throwable failure) implements Step {}

    private record Late(String what, Duration limit) implements Step {}

    /** What is under way. */
    private sealed interface Errand {
        /** The keys are looked for, and the room reads its past. */
        record Opening() implements Errand {}

        record Nothing() implements Errand {}

        /** The room gets its first key, for its first event. */
        record Keying() implements Errand {}

        record Writing(List<WaitingChanges.Waiting> changes, Instant since) implements Errand {}

        record Reading(Set<Seat> seats) implements Errand {}

        /** The room gets the key that it is to have alone. */
        record Renewing() implements Errand {}

        /** The room writes that it is erased. */
        record Emptying() implements Errand {}

        /**
         * The other keys are destroyed, and the journal's files are rid of the past.
         *
         * @param what is to go
         * @param late whether the room was erased before it was opened, and this was not done
         */
        record Removing(Remains what, boolean late) implements Errand {}
    }

    private final ActorContext<Lobby.Command> context;
    private final TimerScheduler<Lobby.Command> timers;
    private final Function<Step, Lobby.Command> wrap;
    private final RoomName name;
    private final Lobby.Surroundings surroundings;
    private final Occupants occupants;
    private final ActorRef<Room.Reply> answers;

    private final WaitingChanges waiting;
    private Set<Seat> readers = new LinkedHashSet<>();
    private KeyRing keys;
    private @Nullable ActorRef<Room.Command> room;
    private Lobby.@Nullable Erase toErase; // Until it is answered.
    private Errand errand = new Errand.Opening();
    private long events;
    private boolean damaged;
    private boolean wroteLast;
    private boolean finishing;
    private boolean over;

    /**
     * Begins to open the room.
     *
     * @param wrap makes a step one of the lobby's own messages
     */
    Errands(
            ActorContext<Lobby.Command> context,
            TimerScheduler<Lobby.Command> timers,
            Function<Step, Lobby.Command> wrap,
            RoomName name,
            Lobby.Surroundings surroundings,
            Occupants occupants) {
        this.context = context;
        this.timers = timers;
        this.wrap = wrap;
        this.name = name;
        this.surroundings = surroundings;
        this.occupants = occupants;
        this.answers = context.messageAdapter(Room.Reply.class, reply -> wrap.apply(new Answered(reply)));
        this.waiting = new WaitingChanges(surroundings.limits().maxWaiting());
        this.keys = KeyRing.empty(name);
        context.pipeToSelf(surroundings.keys().find(name), this::keysOrFailure);
        endsWithin(surroundings.limits().openWithin(), "The room's keys and its past have not come");
    }

    /** Has a change written, and its seat told what became of it; false if too much is waiting. */
    boolean write(Seat seat, Change change) {
        if (!waiting.offer(seat, change)) {
            return false;
        }
        proceed();
        return true;
    }

    /** Has the room erased, as soon as what is under way is done; then the lobby has to stop. */
    void erase(Lobby.Erase order) {
        if (toErase != null) {
            order.replyTo().tell(new Erasure.NotDone("The room is being erased already."));
            return;
        }
        toErase = order;
        proceed();
    }

    /** Has a seat told what is in the room. */
    void read(Seat seat) {
        readers.add(seat);
        proceed();
    }

    /** The seat is free, and waits for nothing any more; what it wanted written is written. */
    void forget(Seat seat) {
        readers.remove(seat);
    }

    /** Does what is under way and what is waiting, and nothing after it. */
    void finish() {
        finishing = true;
        proceed();
    }

    /** Whether the lobby has to stop. */
    boolean areOver() {
        return over;
    }

    /** How many changes wait for their turn. */
    int waiting() {
        return waiting.size();
    }

    /** Hears that the lobby has stopped, perhaps in the middle. */
    void end() {
        answerErase(
                errand instanceof Errand.Removing removing && !removing.late()
                        ? new Erasure.Unfinished("The room has stopped before all of its past was removed.")
                        : new Erasure.NotDone("The room has stopped before it was known to be erased."));
    }

    private void answerErase(Erasure outcome) {
        if (toErase != null) {
            toErase.replyTo().tell(outcome);
            toErase = null;
        }
    }

    void on(Step step) {
        switch (step) {
            case Keys s -> onKeys(s);
            case KeysFailed s -> onKeysFailed(s);
            case Answered s -> onAnswered(s);
            case RoomEnded s -> onRoomEnded();
            case Removed s -> onRemoved(s);
            case NotRemoved s -> onNotRemoved(s);
            case Late s -> onLate(s);
        }
    }

    private void onKeys(Keys found) {
        keys = found.ring();
        if (room == null) {
            room = context.spawn(Room.create(name, keys, surroundings.clock(), surroundings.chance(), answers), "room");
            context.watchWith(room, wrap.apply(new RoomEnded()));
        } else if (errand instanceof Errand.Renewing && toErase != null) {
            errand = new Errand.Emptying();
            room.tell(new Room.Erase(toErase.author(), keys, answers));
        } else {
            done();
        }
    }

    private void onKeysFailed(KeysFailed failed) {
        context.getLog()
                .atError()
                .addKeyValue("room", name)
                .log("The room's content keys cannot be had; the room stops", failed.failure());
        over = true;
    }

    private Lobby.Command keysOrFailure(@Nullable KeyRing ring, @Nullable Throwable failure) {
        return wrap.apply(ring != null ? new Keys(ring) : new KeysFailed(Objects.requireNonNull(failure)));
    }

    private void onAnswered(Answered answered) {
        switch (answered.reply()) {
            case Room.Opened opened -> onOpened(opened);
            case Room.Applied applied -> {
                tellChanges(applied);
                done();
            }
            case Room.Contents contents -> {
                tellContents(contents);
                done();
            }
            case Room.Erased erased -> startRemoving(erased.remains(), false);
        }
    }

    private void onOpened(Room.Opened opened) {
        events = opened.events();
        damaged = opened.damage() != null;
        if (damaged) {
            context.getLog()
                    .atError()
                    .addKeyValue("room", name)
                    .log(
                            "The room's history is damaged: {}. What is whole of it can be read; nothing is written to it",
                            opened.damage());
        }
        if (opened.remains() != null) {
            startRemoving(opened.remains(), true);
        } else {
            done();
        }
    }

    private void onRemoved(Removed removed) {
        if (errand instanceof Errand.Removing removing && removing.what().equals(removed.what())) {
            keys = removed.ring();
            if (room != null) {
                room.tell(new Room.PastRemoved());
            }
            endRemoving(removing, new Erasure.Done());
        }
    }

    private void onNotRemoved(NotRemoved failed) {
        if (errand instanceof Errand.Removing removing && removing.what().equals(failed.what())) {
            notRemoved(removing, failed.failure());
        }
    }

    private void notRemoved(Errand.Removing removing, Throwable failure) {
        context.getLog()
                .atError()
                .addKeyValue("room", name)
                .log(
                        "The room is erased, but not all of its past could be removed; that is tried again when it opens",
                        failure);
        endRemoving(
                removing,
                new Erasure.Unfinished("Not all of its past could be removed: " + failure.getMessage() + "."));
    }

    private void endRemoving(Errand.Removing removing, Erasure outcome) {
        if (removing.late()) {
            done();
            return;
        }
        waiting.takeBatch(Long.MAX_VALUE).forEach(change -> refuse(change.seat(), Refusal.ERASED));
        answerErase(outcome);
        over = true;
    }

    private void onRoomEnded() {
        context.getLog()
                .atWarn()
                .addKeyValue("room", name)
                .addKeyValue("seats", occupants.size())
                .log("The room has stopped by a failure; whoever is in it will enter anew");
        over = true;
    }

    private void onLate(Late late) {
        if (errand instanceof Errand.Removing removing) {
            notRemoved(removing, new TimeoutException("it takes longer than " + late.limit()));
            return;
        }
        context.getLog()
                .atError()
                .addKeyValue("room", name)
                .addKeyValue("waiting", waiting.size())
                .log("{} within {}; the room stops", late.what(), late.limit());
        over = true;
    }

    /** What is under way is not waited for any longer than this. */
    private void endsWithin(Duration limit, String otherwise) {
        timers.startSingleTimer(Late.class, wrap.apply(new Late(otherwise, limit)), limit);
    }

    private void done() {
        timers.cancel(Late.class);
        errand = new Errand.Nothing();
        proceed();
    }

    /** Gives the room its next errand, if it is free: changes and readers by turns, so that neither waits for ever. */
    private void proceed() {
        if (room == null || !(errand instanceof Errand.Nothing)) {
            return;
        }
        if (toErase != null) {
            startErasing();
        } else if (!waiting.isEmpty() && (readers.isEmpty() || !wroteLast)) {
            startWriting(room);
        } else if (!readers.isEmpty()) {
            startReading(room);
        } else {
            over = finishing;
        }
    }

    private void startErasing() {
        var refusal = surroundings.journal().refusal(0);
        if (events == 0 || refusal != null) {
            answerErase(refusal == null ? new Erasure.NothingThere() : new Erasure.NotDone(refusal));
            proceed();
            return;
        }
        errand = new Errand.Renewing();
        context.pipeToSelf(surroundings.keys().renew(name), this::keysOrFailure);
        endsWithin(surroundings.limits().eraseWithin(), "The journal has not taken that the room is erased");
    }

    /** The keys go first: without them nothing else can be read, whatever becomes of it. */
    private void startRemoving(Remains remains, boolean late) {
        errand = new Errand.Removing(remains, late);
        var removed = surroundings
                .keys()
                .destroy(name, remains.firstKey())
                .thenCompose(ring ->
                        surroundings.traces().remove(name, remains.lastEvent()).thenApply(gone -> ring));
        context.pipeToSelf(
                removed,
                (ring, failure) -> wrap.apply(
                        ring != null
                                ? new Removed(remains, ring)
                                : new NotRemoved(remains, causeOf(Objects.requireNonNull(failure)))));
        endsWithin(surroundings.limits().eraseWithin(), "What is left of the room has not gone");
    }

    /** The first stage that fails is named by those behind it. */
    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void startWriting(ActorRef<Room.Command> room) {
        boolean writable = !damaged
                && surroundings
                                .journal()
                                .refusal(waiting.batchCost(surroundings.limits().maxBatch()))
                        == null;
        if (writable && keys.keys().isEmpty()) {
            errand = new Errand.Keying();
            context.pipeToSelf(surroundings.keys().obtain(name), this::keysOrFailure);
            endsWithin(surroundings.limits().keyWithin(), "The room's first key has not come");
            return;
        }
        var batch = waiting.takeBatch(surroundings.limits().maxBatch());
        var changes = batch.stream().map(WaitingChanges.Waiting::change).toList();
        errand = new Errand.Writing(batch, surroundings.clock().instant());
        wroteLast = true;
        // Who comes back says all that he has: nobody is refused for what the room has, too.
        room.tell(writable ? new Room.Apply(changes, keys, answers) : new Room.Judge(changes, answers));
    }

    private void startReading(ActorRef<Room.Command> room) {
        errand = new Errand.Reading(readers);
        readers = new LinkedHashSet<>();
        wroteLast = false;
        room.tell(new Room.Read(answers));
    }

    private void tellChanges(Room.Applied applied) {
        events = Math.max(events, applied.sequence());
        if (errand instanceof Errand.Writing(var batch, var since)) {
            List<News.SeatChange> taken = new ArrayList<>(batch.size());
            for (int i = 0; i < batch.size(); i++) {
                var seat = batch.get(i).seat();
                var update = batch.get(i).change().update();
                switch (applied.verdicts().get(i)) {
                    case TAKEN -> taken.add(new News.SeatChange(seat, update));
                    case NOTHING_NEW -> occupants.tell(seat, new News.NothingNew(seat));
                    case MALFORMED -> refuse(seat, Refusal.MALFORMED);
                    case NOT_TAKEN -> refuse(seat, damaged ? Refusal.DAMAGED : Refusal.UNWRITABLE);
                }
            }
            if (!taken.isEmpty()) {
                long bytes = taken.stream()
                        .mapToLong(change -> change.update().length)
                        .sum();
                var took = Duration.between(since, surroundings.clock().instant());
                surroundings.meters().batchJournaled(taken.size(), bytes, took);
                occupants.tellEverybody(new News.Changed(applied.sequence(), taken));
            }
        }
    }

    private void refuse(Seat seat, Refusal reason) {
        if (occupants.at(seat) != null) {
            surroundings.meters().refused(reason);
            occupants.tell(seat, new News.Refused(seat, reason));
        }
    }

    private void tellContents(Room.Contents contents) {
        if (errand instanceof Errand.Reading(var seats)) {
            seats.forEach(seat -> occupants.tell(seat, new News.Contents(seat, contents.update())));
        }
    }
}
