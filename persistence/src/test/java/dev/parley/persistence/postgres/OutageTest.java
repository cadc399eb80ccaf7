package dev.parley.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.actor.SupervisorStrategy;
import akka.actor.Terminated;
import akka.persistence.AbstractPersistentActor;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The server goes away while rooms are written to, and comes back with the same data. */
class OutageTest {
    private static final int ROOMS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void nothing_acknowledged_is_lost_and_writing_goes_on() throws Exception {
        TestServer.shared();
        try (var server = new TestServer()) {
            var address = server.newDatabase();
            var database = address.substring(address.lastIndexOf('/') + 1);
            Collection<String> acknowledged = new ConcurrentLinkedQueue<>();
            var node = ActorSystem.create(
                    "node",
                    ConfigFactory.parseString("akka.actor.allow-java-serialization = on\n"
                                    + "akka.actor.warn-about-java-serializer-usage = off")
                            .withFallback(TestServer.journal(address)));
            try {
                for (int i = 0; i < ROOMS; i++) {
                    var id = "room|" + i;
                    node.actorOf(Props.create(Door.class, () -> new Door(id, acknowledged)));
                }
                new TestKit(node).awaitCond(PATIENCE, () -> acknowledged.size() > 200);

                server.stop();
                var before = new ArrayList<>(acknowledged);
                server.startAgain();

                new TestKit(node)
                        .awaitCond(
                                PATIENCE,
                                () -> roomsIn(acknowledged.stream()
                                                .skip(before.size() + ROOMS)
                                                .toList())
                                        == ROOMS);
            } finally {
                TestKit.shutdownActorSystem(node);
            }

            assertThat(server.query(database, "select persistence_id || ' ' || seq_nr from parley.event_journal"))
                    .containsAll(acknowledged);
            assertThat(
                            server.query(
                                    database,
                                    "select persistence_id from parley.event_journal group by 1 having max(seq_nr) <> count(*)"))
                    .isEmpty();
        }
    }

    private static long roomsIn(List<String> acknowledged) {
        return acknowledged.stream()
                .map(event -> event.substring(0, event.indexOf(' ')))
                .distinct()
                .count();
    }

    /** Stands before a room and opens it again when it has stopped, as a lobby does. */
    private static final class Door extends AbstractActor {
        private final String id;
        private final Collection<String> acknowledged;

        Door(String id, Collection<String> acknowledged) {
            this.id = id;
            this.acknowledged = acknowledged;
        }

        @Override
        public void preStart() {
            open();
        }

        private void open() {
            getContext().watch(getContext().actorOf(Props.create(Room.class, () -> new Room(id, acknowledged))));
        }

        @Override
        public SupervisorStrategy supervisorStrategy() {
            return SupervisorStrategy.stoppingStrategy();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(
                            Terminated.class,
                            closed -> getContext()
                                    .getSystem()
                                    .scheduler()
                                    .scheduleOnce(
                                            Duration.ofMillis(200),
                                            self(),
                                            "open",
                                            getContext().dispatcher(),
                                            self()))
                    .matchEquals("open", again -> open())
                    .build();
        }
    }

    /** Stores one event after the other. A write that fails stops it: that is what Akka Persistence does. */
    private static final class Room extends AbstractPersistentActor {
        private final String id;
        private final Collection<String> acknowledged;

        Room(String id, Collection<String> acknowledged) {
            this.id = id;
            this.acknowledged = acknowledged;
        }

        @Override
        public String persistenceId() {
            return id;
        }

        @Override
        public void preStart() throws Exception {
            super.preStart();
            self().tell("go on", ActorRef.noSender());
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder().matchAny(event -> {}).build();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .matchEquals(
                            "go on",
                            go -> persist("event", stored -> {
                                acknowledged.add(id + " " + lastSequenceNr());
                                self().tell("go on", ActorRef.noSender());
                            }))
                    .build();
        }
    }
}
