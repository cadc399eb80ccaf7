package dev.parley.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.persistence.AtomicWrite;
import akka.persistence.JournalProtocol;
import akka.persistence.Persistence;
import akka.persistence.PersistentEnvelope;
import akka.persistence.PersistentRepr;
import akka.persistence.SaveSnapshotSuccess;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotProtocol;
import akka.stream.javadsl.Sink;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.Checkpoint;
import dev.parley.core.event.Link;
import dev.parley.persistence.history.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** What rooms rely on with a journal that outlives the node: it is all there afterwards, and nobody can write over it. */
public abstract class DurableJournalContract extends JournalContract {

    /** The journal of the node, as readers beside the actors have it. */
    protected abstract Journal journal(ActorSystem node);

    private Journal journal() {
        return journal(node());
    }

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

    @Nested
    class The_past_that_is_taken_away {

        @Test
        void is_not_there_any_more_and_its_numbers_are_not_used_again() throws Exception {
            var links = chain(ROOM, 5);
            stored(links);

            journal().pruning().deleteTo("room|general", 3);

            assertThat(past()).containsExactlyElementsOf(bytesOf(links.subList(3, 5)));
            journal().pruning().deleteTo("room|general", 5);
            assertThat(past()).isEmpty();
            restart();
            var after = new Room("room|general");
            assertThat(after.recovered()).isEmpty();
            assertThat(after.highest()).isEqualTo(5);
            assertThat(journal().highest().of("room|general")).isEqualTo(5);
        }

        @Test
        void leaves_what_stands_for_it_in_its_place() throws Exception {
            var links = chain(ROOM, 5);
            stored(links);
            var condensed = condensed(links.get(2), 2);

            journal().pruning().replace("room|general", condensed);

            assertThat(past()).containsExactlyElementsOf(bytesOf(List.of(condensed, links.get(3), links.get(4))));
            restart();
            var after = new Room("room|general");
            assertThat(bytesOf(after.recovered()))
                    .containsExactlyElementsOf(bytesOf(List.of(condensed, links.get(3), links.get(4))));
            assertThat(after.highest()).isEqualTo(5);
        }

        @Test
        void may_reach_up_to_the_last_event() throws Exception {
            var links = chain(ROOM, 5);
            stored(links);
            var condensed = condensed(links.get(4), 2);

            journal().pruning().replace("room|general", condensed);

            assertThat(past()).containsExactlyElementsOf(bytesOf(List.of(condensed)));
            var next = new Room("room|general");
            next.recovered();
            assertThat(next.highest()).isEqualTo(5);
        }

        @Test
        void is_taken_away_once() throws Exception {
            var links = chain(ROOM, 5);
            stored(links);
            var first = condensed(links.get(2), 2);

            journal().pruning().replace("room|general", first);
            journal().pruning().replace("room|general", condensed(links.get(2), 3));
            journal().pruning().replace("room|general", condensed(links.get(1), 4));
            journal().pruning().deleteTo("room|general", 2);

            assertThat(past()).containsExactlyElementsOf(bytesOf(List.of(first, links.get(3), links.get(4))));
        }

        @Test
        void takes_its_checkpoints_with_it() throws Exception {
            stored(chain(ROOM, 5));
            saveCheckpoint("room|general", 2);
            saveCheckpoint("room|general", 4);

            journal().pruning().deleteTo("room|general", 3);
            assertThat(journal().checkpoints().sequences("room|general")).containsExactly(4L);

            journal().pruning().replace("room|general", condensed(chain(ROOM, 5).get(3), 2));
            assertThat(journal().checkpoints().sequences("room|general")).isEmpty();
        }

        @Test
        void is_that_of_one_room() throws Exception {
            stored(chain(ROOM, 5));
            var other = new Room("room|general2");
            other.recovered();
            other.storeAtOnce(chain(new RoomName("general2"), 5));
            other.leave();

            journal().pruning().deleteTo("room|general", 5);

            assertThat(new Room("room|general2").recovered()).hasSize(5);
        }

        @Test
        void may_be_of_a_room_that_goes_on() throws Exception {
            var links = chain(ROOM, 20);
            var room = new Room("room|general");
            room.recovered();
            room.storeAtOnce(links.subList(0, 10));

            room.tell(links.subList(10, 15));
            journal().pruning().replace("room|general", condensed(links.get(8), 2));
            room.hasStored(5);
            room.storeAtOnce(links.subList(15, 20));

            assertThat(past()).hasSize(12);
        }

        @Test
        void of_a_room_that_never_was_is_nothing() throws Exception {
            journal().pruning().deleteTo("room|general", 5);
            journal().pruning().replace("room|general", condensed(chain(ROOM, 1).get(0), 2));

            assertThat(past()).isEmpty();
            assertThat(journal().highest().of("room|general")).isZero();
        }

        private void stored(List<Link> links) throws Exception {
            var room = new Room("room|general");
            room.recovered();
            room.storeAtOnce(links);
            room.leave();
        }

        private List<Integer> past() throws Exception {
            return bytesOf(journal()
                    .events()
                    .currentEventsByPersistenceId("room|general", 1, Long.MAX_VALUE)
                    .map(envelope -> (Link) envelope.event())
                    .runWith(Sink.seq(), node())
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS));
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
                                new Checkpoint(sequence, sequence << 30, new byte[] {1, 2, 3})),
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
