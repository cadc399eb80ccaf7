package dev.parley.persistence.leveldb.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import akka.actor.ActorSystem;
import akka.persistence.Persistence;
import akka.persistence.SaveSnapshotFailure;
import akka.persistence.SaveSnapshotSuccess;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotProtocol;
import akka.persistence.SnapshotSelectionCriteria;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.event.Checkpoint;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotStoreTest {
    private static final String ROOM = "room|general";

    private final ActorSystem system = ActorSystem.create(
            "SnapshotStoreTest",
            TestFolders.configOf("snapshots", Map.of("parley.leveldb.snapshots.waiting", "1 MiB")));
    private final TestKit kit = new TestKit(system);

    @AfterEach
    void close() {
        TestKit.shutdownActorSystem(system);
    }

    @Test
    void a_checkpoint_that_is_newer_than_the_journals_end_is_passed_over_and_tells_that_the_end_is_missing()
            throws Exception {
        save(2, 3);
        kit.expectMsgClass(SaveSnapshotSuccess.class);

        ask(new SnapshotProtocol.LoadSnapshot(ROOM, SnapshotSelectionCriteria.latest(), Long.MAX_VALUE));

        assertThat(kit.expectMsgClass(SnapshotProtocol.LoadSnapshotResult.class)
                        .snapshot()
                        .isEmpty())
                .isTrue();
        var highest = OpenJournal.of(system).events().highest(ROOM);
        assertThat(highest.toCompletableFuture().get(10, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void a_checkpoint_that_is_newer_than_the_journals_end_is_a_witness_for_readers_too_and_no_place_to_start()
            throws Exception {
        save(2, 3);
        kit.expectMsgClass(SaveSnapshotSuccess.class);

        var past = Past.of(system);

        assertThat(past.highest().of(ROOM)).isEqualTo(2);
        assertThat(past.highest().of("room|other")).isZero();
        assertThatIOException()
                .isThrownBy(() -> past.checkpoints().load(ROOM, 2))
                .withMessage("the journal lacks the event that it stands behind");
    }

    @Test
    void what_would_wait_beyond_the_limit_is_given_up_and_what_waits_is_saved() throws Exception {
        var release = new CountDownLatch(1);
        var saving = system.dispatchers().lookup("parley.leveldb.saving");
        for (int thread = 0; thread < 2; thread++) {
            saving.execute(() -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        save(1, 600 << 10);
        save(2, 600 << 10);
        var failure = kit.expectMsgClass(SaveSnapshotFailure.class);
        release.countDown();

        assertThat(failure.metadata().sequenceNr()).isEqualTo(2);
        assertThat(failure.cause()).hasMessageContaining("parley.leveldb.snapshots.waiting");
        assertThat(kit.expectMsgClass(SaveSnapshotSuccess.class).metadata().sequenceNr())
                .isEqualTo(1);
        save(3, 2 << 20);
        kit.expectMsgClass(SaveSnapshotSuccess.class);
    }

    private void save(long sequence, int bytes) {
        ask(new SnapshotProtocol.SaveSnapshot(
                SnapshotMetadata.apply(ROOM, sequence, 1), new Checkpoint(sequence, 10, new byte[bytes])));
    }

    private void ask(Object question) {
        Persistence.get(system).snapshotStoreFor("", ConfigFactory.empty()).tell(question, kit.getRef());
    }
}
