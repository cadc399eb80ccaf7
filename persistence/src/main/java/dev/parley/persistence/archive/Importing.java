package dev.parley.persistence.archive;

import akka.Done;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.PoisonPill;
import akka.actor.Props;
import akka.actor.Status;
import akka.pattern.Patterns;
import akka.persistence.AbstractPersistentActor;
import akka.persistence.Recovery;
import akka.persistence.SnapshotSelectionCriteria;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.Link;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/** Writes the events of a room that has none, batch by batch, through whatever journal there is. */
final class Importing implements AutoCloseable {
    private static final AtomicLong NUMBER = new AtomicLong();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final RoomName room;
    private final ActorRef events;

    private Importing(RoomName room, ActorRef events) {
        this.room = room;
        this.events = events;
    }

    static Importing into(ActorSystem system, RoomName room) {
        var props = Props.create(Events.class, () -> new Events(room));
        // Beside the user's actors: a node's have a guardian of their own, which takes none from outside.
        return new Importing(
                room, ((ExtendedActorSystem) system).systemActorOf(props, "import-" + NUMBER.incrementAndGet()));
    }

    /** Answers when they are stored; it is also asked with none, to know that the room has no events yet. */
    void store(List<Link> links) throws Archive.Impossible {
        try {
            Patterns.ask(events, new Store(links), PATIENCE)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new Archive.Impossible(
                    e.getCause() instanceof NotNew
                            ? "The room '" + room + "' is there already; import into another name"
                            : "The room '" + room + "' could not be written: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        events.tell(PoisonPill.getInstance(), ActorRef.noSender());
    }

    private record Store(List<Link> links) {}

    private static final class NotNew extends Exception {
        private static final long serialVersionUID = 1;
    }

    private static final class Events extends AbstractPersistentActor {
        private final RoomName room;
        private boolean isNew;

        Events(RoomName room) {
            this.room = room;
        }

        @Override
        public String persistenceId() {
            return JournalId.of(room);
        }

        @Override
        public Recovery recovery() {
            return Recovery.create(SnapshotSelectionCriteria.none());
        }

        @Override
        public void preStart() {
            isNew = true;
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder().match(Link.class, link -> isNew = false).build();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder().match(Store.class, this::onStore).build();
        }

        private void onStore(Store store) {
            if (!isNew) {
                getSender().tell(new Status.Failure(new NotNew()), getSelf());
                return;
            }
            var asker = getSender();
            if (store.links().isEmpty()) {
                asker.tell(Done.getInstance(), getSelf());
                return;
            }
            long last = lastSequenceNr() + store.links().size();
            persistAll(store.links(), link -> {
                if (lastSequenceNr() == last) {
                    asker.tell(Done.getInstance(), getSelf());
                }
            });
        }
    }
}
