package dev.parley.rooms.room;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.journal.japi.AsyncWriteJournal;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/** A journal in memory, one for each actor system, that writes at once or when the test says so. Its {@link Control} is the test's. */
public final class TestJournal extends AsyncWriteJournal {
    private final Control control = Control.of(Adapter.toTyped(context().system()));

    /** What makes it the journal of an actor system. */
    public static Config config() {
        return ConfigFactory.parseString("""
                akka.persistence.journal.plugin = parley-test-journal
                parley-test-journal {
                  class = "dev.parley.rooms.room.TestJournal"
                  # Tests move hours at once; a write that the test holds back is not late.
                  circuit-breaker { max-failures = 1000, call-timeout = 1000h }
                  recovery-event-timeout = 1000h
                }
                """);
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        List<PersistentRepr> events = new ArrayList<>();
        messages.forEach(message -> events.addAll(CollectionConverters.asJava(message.payload())));
        return FutureConverters.asScala(control.write(events));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String id, long from, long to, long max, Consumer<PersistentRepr> replay) {
        return FutureConverters.asScala(control.mayReplay.thenRun(() -> {
            control.events(id).stream()
                    .filter(event -> event.sequenceNr() >= from && event.sequenceNr() <= to)
                    .limit(max)
                    .forEach(replay);
        }));
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String id, long from) {
        return FutureConverters.asScala(control.mayReplay.thenApply(free -> control.highest(id)));
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String id, long to) {
        throw new UnsupportedOperationException("no room deletes its past");
    }

    /** The test's end of the journal. */
    public static final class Control implements Extension {
        private static final ExtensionId<Control> ID = new ExtensionId<>() {
            @Override
            public Control createExtension(ActorSystem<?> system) {
                return new Control();
            }
        };

        private final Map<String, List<PersistentRepr>> stored = new HashMap<>();
        private final Map<String, Long> claims = new HashMap<>();
        private final BlockingQueue<Write> held = new LinkedBlockingQueue<>();
        private volatile boolean holding;
        private volatile CompletableFuture<Done> mayReplay = CompletableFuture.completedFuture(Done.getInstance());

        public static Control of(ActorSystem<?> system) {
            return system.registerExtension(ID);
        }

        /** From now on each write waits for {@link Write#complete} and the like. */
        public void hold() {
            holding = true;
        }

        /** From now on each write is done at once again. */
        void release() {
            holding = false;
        }

        /** No room comes up before {@link #letReplay}. */
        public void holdReplays() {
            mayReplay = new CompletableFuture<>();
        }

        public void letReplay() {
            mayReplay.complete(Done.getInstance());
        }

        /** The next write that is held, as soon as it has come. */
        public Write awaitWrite() {
            try {
                var write = held.poll(3, TimeUnit.SECONDS);
                if (write == null) {
                    throw new AssertionError("nothing was to be written");
                }
                return write;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for a write", e);
            }
        }

        /** What is stored of a room. */
        public List<Link> links(RoomName room) {
            return events(Room.persistenceId(room).id()).stream()
                    .map(event -> (Link) event.payload())
                    .toList();
        }

        /** Puts an event behind those that are stored of a room, whatever it is. */
        public synchronized void plant(RoomName room, Link link) {
            var id = Room.persistenceId(room).id();
            var events = stored.computeIfAbsent(id, none -> new ArrayList<>());
            events.add(PersistentRepr.apply(
                    link, events.size() + 1, id, "", false, akka.actor.ActorRef.noSender(), "planted"));
        }

        /** Takes events away up to this number, which stays taken. */
        synchronized void remove(RoomName room, long upTo) {
            var id = Room.persistenceId(room).id();
            claims.put(id, highest(id));
            stored.getOrDefault(id, new ArrayList<>()).removeIf(event -> event.sequenceNr() <= upTo);
        }

        /** Says that a room's last event had this number, whatever is stored. */
        public synchronized void claimHighest(RoomName room, long sequence) {
            claims.put(Room.persistenceId(room).id(), sequence);
        }

        private synchronized long highest(String id) {
            long last = events(id).stream()
                    .mapToLong(PersistentRepr::sequenceNr)
                    .max()
                    .orElse(0);
            return Math.max(claims.getOrDefault(id, 0L), last);
        }

        private synchronized List<PersistentRepr> events(String id) {
            return List.copyOf(stored.getOrDefault(id, List.of()));
        }

        private synchronized void store(List<PersistentRepr> events) {
            for (var event : events) {
                stored.computeIfAbsent(event.persistenceId(), none -> new ArrayList<>())
                        .add(event);
            }
        }

        private CompletableFuture<Iterable<Optional<Exception>>> write(List<PersistentRepr> events) {
            var write = new Write(this, events, new CompletableFuture<>());
            if (holding) {
                held.add(write);
            } else {
                write.complete();
            }
            return write.answer;
        }
    }

    /** One write that is under way. */
    public static final class Write {
        private final Control control;
        private final List<PersistentRepr> events;
        private final CompletableFuture<Iterable<Optional<Exception>>> answer;

        private Write(
                Control control, List<PersistentRepr> events, CompletableFuture<Iterable<Optional<Exception>>> answer) {
            this.control = control;
            this.events = events;
            this.answer = answer;
        }

        /** The first event that is to be written. */
        public Link link() {
            return (Link) events.getFirst().payload();
        }

        /** It is on the disk. */
        public void complete() {
            control.store(events);
            answer.complete(List.of());
        }

        /** The disk is broken. */
        public void fail() {
            answer.completeExceptionally(new IllegalStateException("the disk is broken, says the test"));
        }

        /** The journal does not take this event. */
        public void reject() {
            answer.complete(List.of(Optional.of(new IllegalStateException("the event is not taken, says the test"))));
        }
    }
}
