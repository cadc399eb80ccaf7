package dev.parley.persistence.archive;

import akka.Done;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
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

/** Writes the events of a room that has none, batch by batch, through whatever journal there is. */
final class Importing implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final RoomName room;
    private final ActorRef events;

    private Importing(RoomName room, ActorRef events) {
        this.room = room;
        this.events = events;
    }

    static Importing into(ActorSystem system, RoomName room) {
        return new Importing(room, system.actorOf(Props.create(Events.class, () -> new Events(room))));
    }

    /** Answers when they are stored. */
    void store(List<Link> links) throws Archive.Impossible {
        if (links.isEmpty()) {
            return;
        }
        try {
            Patterns.ask(events, new Store(links), PATIENCE)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new Archive.Impossible("The room '" + room + "' could not be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        events.tell(PoisonPill.getInstance(), ActorRef.noSender());
    }

    private record Store(List<Link> links) {}

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
                getSender().tell(new Status.Failure(new IllegalStateException("it has events already")), getSelf());
                return;
            }
            var asker = getSender();
            long last = lastSequenceNr() + store.links().size();
            persistAll(store.links(), link -> {
                if (lastSequenceNr() == last) {
                    asker.tell(Done.getInstance(), getSelf());
                }
            });
        }
    }
}
