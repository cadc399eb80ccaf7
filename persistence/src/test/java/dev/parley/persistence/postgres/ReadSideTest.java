package dev.parley.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.persistence.AbstractPersistentActor;
import akka.persistence.query.NoOffset;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.r2dbc.query.javadsl.R2dbcReadJournal;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Akka's read journal, with which the past is read, on our schema. */
class ReadSideTest {
    private static @Nullable ActorSystem node;

    @BeforeAll
    static void start() {
        var started = ActorSystem.create(
                "node",
                ConfigFactory.parseString("akka.actor.allow-java-serialization = on\n"
                                + "akka.actor.warn-about-java-serializer-usage = off")
                        .withFallback(TestServer.journal()));
        node = started;
        var kit = new TestKit(started);
        for (var id : List.of("room|a", "room|b", "tool|a")) {
            started.actorOf(Props.create(Writer.class, () -> new Writer(id))).tell("store", kit.getRef());
            kit.expectMsg(Duration.ofSeconds(20), "stored");
        }
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            TestKit.shutdownActorSystem(node);
        }
    }

    private final ActorSystem system = Objects.requireNonNull(node);
    private final R2dbcReadJournal journal =
            PersistenceQuery.get(system).getReadJournalFor(R2dbcReadJournal.class, R2dbcReadJournal.Identifier());

    @Test
    void a_rooms_events_come_in_order_between_two_numbers() throws Exception {
        var events = all(journal.currentEventsByPersistenceId("room|a", 2, Long.MAX_VALUE));

        assertThat(events).extracting(event -> event.event()).containsExactly("two", "three");
        assertThat(events).extracting(event -> event.sequenceNr()).containsExactly(2L, 3L);
    }

    @Test
    void all_ids_are_known() throws Exception {
        assertThat(all(journal.currentPersistenceIds())).containsExactlyInAnyOrder("room|a", "room|b", "tool|a");
    }

    @Test
    void ids_come_in_pages() throws Exception {
        assertThat(all(journal.currentPersistenceIds(Optional.of("room|a"), 1))).containsExactly("room|b");
    }

    @Test
    void the_slices_together_hold_all_events_of_one_kind() throws Exception {
        var events = all(journal.<String>currentEventsBySlices("room", 0, 1023, NoOffset.getInstance()));

        assertThat(events)
                .extracting(event -> event.persistenceId() + " " + event.getEvent())
                .containsExactlyInAnyOrder(
                        "room|a one", "room|a two", "room|a three", "room|b one", "room|b two", "room|b three");
    }

    private <T> List<T> all(Source<T, ?> source) throws Exception {
        return source.runWith(Sink.seq(), system).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static final class Writer extends AbstractPersistentActor {
        private final String id;

        Writer(String id) {
            this.id = id;
        }

        @Override
        public String persistenceId() {
            return id;
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder().matchAny(event -> {}).build();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .matchEquals("store", store -> {
                        ActorRef asker = sender();
                        persistAll(List.of("one", "two", "three"), stored -> {
                            if (lastSequenceNr() == 3) {
                                asker.tell("stored", self());
                            }
                        });
                    })
                    .build();
        }
    }
}
