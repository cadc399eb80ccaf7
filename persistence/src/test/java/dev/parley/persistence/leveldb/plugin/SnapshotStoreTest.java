package dev.parley.persistence.leveldb.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.persistence.Persistence;
import akka.persistence.SaveSnapshotSuccess;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotProtocol;
import akka.persistence.SnapshotSelectionCriteria;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.event.Checkpoint;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotStoreTest {
    private static final String ROOM = "room|general";

    private final ActorSystem system =
            ActorSystem.create("SnapshotStoreTest", TestFolders.configOf("snapshots", Map.of()));
    private final TestKit kit = new TestKit(system);

    @AfterEach
    void close() {
        TestKit.shutdownActorSystem(system);
    }

    @Test
    void a_checkpoint_that_is_newer_than_the_journals_end_is_passed_over_and_tells_that_the_end_is_missing()
            throws Exception {
        ask(new SnapshotProtocol.SaveSnapshot(
                SnapshotMetadata.apply(ROOM, 2, 1), new Checkpoint(2, 10, new byte[] {1, 2, 3})));
        kit.expectMsgClass(SaveSnapshotSuccess.class);

        ask(new SnapshotProtocol.LoadSnapshot(ROOM, SnapshotSelectionCriteria.latest(), Long.MAX_VALUE));

        assertThat(kit.expectMsgClass(SnapshotProtocol.LoadSnapshotResult.class)
                        .snapshot()
                        .isEmpty())
                .isTrue();
        var highest = OpenJournal.of(system).events().highest(ROOM);
        assertThat(highest.toCompletableFuture().get(10, TimeUnit.SECONDS)).isEqualTo(2);
    }

    private void ask(Object question) {
        Persistence.get(system).snapshotStoreFor("", ConfigFactory.empty()).tell(question, kit.getRef());
    }
}
