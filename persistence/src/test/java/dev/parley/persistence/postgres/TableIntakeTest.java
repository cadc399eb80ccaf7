package dev.parley.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.persistence.AbstractPersistentActor;
import akka.testkit.javadsl.TestKit;
import dev.parley.core.event.Link;
import dev.parley.persistence.moving.Filed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableIntakeTest {
    private static final String COLUMNS =
            "select concat_ws(',', slice, entity_type, adapter_manifest, deleted, event_ser_id,"
                    + " event_ser_manifest, encode(event_payload, 'hex'), coalesce(meta_ser_id, -1), coalesce(meta_ser_manifest, 'none'),"
                    + " coalesce(encode(meta_payload, 'hex'), 'none'), coalesce(array_to_string(tags, '-'), 'none'))"
                    + " from parley.event_journal where seq_nr = ";

    private static final Link LINK = Link.stored(new byte[] {1, 2, 3});

    @Test
    void a_row_is_the_one_that_akka_writes_and_its_number_can_be_taken_once() throws Exception {
        var address = TestServer.shared().newDatabase();
        var database = address.substring(address.lastIndexOf('/') + 1);
        var system = ActorSystem.create("node", TestServer.journal(address));
        try {
            var kit = new TestKit(system);
            system.actorOf(Props.create(Writer.class, Writer::new)).tell(LINK, kit.getRef());
            kit.expectMsg(Duration.ofSeconds(20), "stored");
            var intake = TableIntake.of(system);

            intake.store("room|a%7Cb", List.of(new Filed(2, LINK)));

            var server = TestServer.shared();
            assertThat(server.query(database, COLUMNS + 2)).isEqualTo(server.query(database, COLUMNS + 1));
            assertThatIOException()
                    .isThrownBy(() -> intake.store("room|a%7Cb", List.of(new Filed(3, LINK), new Filed(2, LINK))))
                    .withMessage("there are other events under these numbers");
            assertThat(server.query(database, "select count(*) from parley.event_journal"))
                    .as("all or none")
                    .containsExactly("2");
        } finally {
            TestKit.shutdownActorSystem(system);
        }
    }

    private static final class Writer extends AbstractPersistentActor {
        @Override
        public String persistenceId() {
            return "room|a%7Cb";
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder().matchAny(event -> {}).build();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(Link.class, link -> {
                        var asker = sender();
                        persist(link, stored -> asker.tell("stored", self()));
                    })
                    .build();
        }
    }
}
