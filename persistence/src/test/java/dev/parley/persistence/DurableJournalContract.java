package dev.parley.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import akka.persistence.AtomicWrite;
import akka.persistence.JournalProtocol;
import akka.persistence.Persistence;
import akka.persistence.PersistentEnvelope;
import akka.persistence.PersistentRepr;
import akka.persistence.SaveSnapshotSuccess;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotProtocol;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.event.Checkpoint;
import dev.parley.core.event.Link;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** What rooms rely on with a journal that outlives the node: it is all there afterwards, and nobody can write over it. */
public abstract class DurableJournalContract extends JournalContract {

    @Test
    void a_room_comes_back_after_a_restart_of_the_node() throws Exception {
        var links = chain(ROOM, 5);
        var before = new Room("room|general");
        before.recovered();
        before.storeAtOnce(links);
        restart();

        var after = new Room("room|general");

        assertThat(bytesOf(after.recovered())).containsExactlyElementsOf(bytesOf(links));
        assertThat(after.highest()).isEqualTo(5);
    }

    @Test
    void numbers_are_not_used_again_after_all_events_are_deleted_and_the_node_restarted() throws Exception {
        var before = new Room("room|general");
        before.recovered();
        before.storeAtOnce(chain(ROOM, 3));
        before.delete(3);
        restart();

        var after = new Room("room|general");

        assertThat(after.recovered()).isEmpty();
        assertThat(after.highest()).isEqualTo(3);
    }

    @Nested
    class A_second_writer {

        @Test
        void is_refused_and_the_first_event_stays() throws Exception {
            var first = first(new byte[] {1});
            var second = first(new byte[] {2});

            assertThat(write("room|general", 1, first)).isInstanceOf(JournalProtocol.WriteMessagesSuccessful$.class);
            assertThat(write("room|general", 1, second)).isInstanceOf(JournalProtocol.WriteMessagesFailed.class);

            assertThat(bytesOf(new Room("room|general").recovered()))
                    .containsExactlyElementsOf(bytesOf(List.of(first)));
        }

        @Test
        void is_refused_with_his_whole_batch() throws Exception {
            var links = chain(ROOM, 3);
            write("room|general", 1, links.get(0));

            // The first number of the batch is taken, the second is free.
            assertThat(write("room|general", 1, links.get(1), links.get(2)))
                    .isInstanceOf(JournalProtocol.WriteMessagesFailed.class);

            assertThat(bytesOf(new Room("room|general").recovered()))
                    .containsExactlyElementsOf(bytesOf(List.of(links.get(0))));
        }
    }

    @Test
    void a_checkpoint_that_is_newer_than_the_end_tells_that_the_end_is_missing() throws Exception {
        var before = new Room("room|general");
        before.recovered();
        before.storeAtOnce(chain(ROOM, 3));
        before.leave();
        saveCheckpoint("room|general", 5);

        for (int opening = 0; opening < 2; opening++) {
            var after = new Room("room|general");
            assertThat(after.recovered()).hasSize(3);
            assertThat(after.highest()).isEqualTo(5);
            after.leave();
        }
    }

    @Test
    void one_rooms_refusals_are_no_reason_to_refuse_another() throws Exception {
        var link = first(new byte[] {1});
        write("room|general", 1, link);
        for (int i = 0; i < 50; i++) {
            assertThat(write("room|general", 1, link)).isInstanceOf(JournalProtocol.WriteMessagesFailed.class);
        }

        assertThat(write("room|other", 1, link)).isInstanceOf(JournalProtocol.WriteMessagesSuccessful$.class);
    }

    private void saveCheckpoint(String id, long sequence) {
        var kit = new TestKit(node());
        Persistence.get(node())
                .snapshotStoreFor("", ConfigFactory.empty())
                .tell(
                        new SnapshotProtocol.SaveSnapshot(
                                SnapshotMetadata.apply(id, sequence, 1),
                                new Checkpoint(sequence, 10, new byte[] {1, 2, 3})),
                        kit.getRef());
        kit.expectMsgClass(PATIENCE, SaveSnapshotSuccess.class);
    }

    /** Writes as a journal is written to, without an actor that would keep the numbers. */
    private Object write(String id, long from, Link... links) {
        var kit = new TestKit(node());
        List<PersistentRepr> events = new ArrayList<>();
        for (int i = 0; i < links.length; i++) {
            events.add(PersistentRepr.apply(links[i], from + i, id, "", false, kit.getRef(), "writer"));
        }
        var write = AtomicWrite.apply(CollectionConverters.asScala(events).toSeq());
        Persistence.get(node())
                .journalFor("", ConfigFactory.empty())
                .tell(
                        new JournalProtocol.WriteMessages(
                                CollectionConverters.asScala(List.<PersistentEnvelope>of(write))
                                        .toSeq(),
                                kit.getRef(),
                                1),
                        kit.getRef());
        return kit.receiveOne(PATIENCE);
    }
}
