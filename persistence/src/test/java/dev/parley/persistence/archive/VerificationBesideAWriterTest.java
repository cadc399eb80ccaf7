package dev.parley.persistence.archive;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.persistence.AbstractPersistentActor;
import akka.persistence.SaveSnapshotFailure;
import akka.persistence.SaveSnapshotSuccess;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.event.CheckpointFormat;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.Replay;
import dev.parley.core.event.Writer;
import dev.parley.persistence.history.History;
import dev.parley.persistence.history.Journal;
import dev.parley.persistence.keys.KeyFile;
import dev.parley.persistence.leveldb.plugin.Past;
import dev.parley.persistence.postgres.TestServer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A verification of a room that goes on being written to: new events and checkpoints come, and older checkpoints go. */
class VerificationBesideAWriterTest {
    private static final RoomName ROOM = new RoomName("busy");
    private static final int EVENTS = 1_000;

    /** Far more often than a room does it, so that what was looked at goes while it is. */
    private static final int EVENTS_A_CHECKPOINT = 50;

    @TempDir
    private Path folder;

    @Test
    void on_leveldb_never_cries_wolf() throws Exception {
        var config = ConfigFactory.parseMap(Map.of(
                        "akka.persistence.journal.plugin", "parley.leveldb",
                        "akka.persistence.snapshot-store.plugin", "parley.leveldb.snapshots",
                        "parley.leveldb.dir", folder.resolve("data").toString()))
                .withFallback(ConfigFactory.load());

        staysWhole(config, Past::of);
    }

    @Test
    void on_postgresql_never_cries_wolf() throws Exception {
        staysWhole(TestServer.journal(), dev.parley.persistence.postgres.Past::of);
    }

    private void staysWhole(Config config, Function<ActorSystem, Journal> past) throws Exception {
        var system = ActorSystem.create("busy", config);
        try (var keys = KeyFile.open(folder.resolve("keys"), null)) {
            var ring = ArchiveNode.now(keys.obtain(ROOM));
            var journal = past.apply(system);
            var verification = new Verification(system, journal, new History(system, journal, keys), keys);
            var links = ArchiveNode.eventsOf(
                    ROOM, ring, Collections.nCopies(EVENTS, "x").toArray(String[]::new));
            var written = new CompletableFuture<Done>();
            system.actorOf(Props.create(Busy.class, () -> new Busy(ring, links, written)));

            int verifications = 0;
            for (; !written.isDone(); verifications++) {
                assertThat(ArchiveNode.now(verification.one(ROOM, null)).faults())
                        .isEmpty();
            }

            assertThat(verifications).isGreaterThan(1);
            assertThat(written).isCompleted();
            var last = ArchiveNode.now(verification.one(ROOM, null));
            assertThat(last.faults()).isEmpty();
            assertThat(last.head().sequence()).isEqualTo(EVENTS);
        } finally {
            TestKit.shutdownActorSystem(system);
        }
    }

    /** Writes some events, then a checkpoint, and so on to the end. */
    private static final class Busy extends AbstractPersistentActor {
        private final Writer writer;
        private final Replay replay;
        private final List<Link> links;
        private final CompletableFuture<Done> written;
        private int next;

        Busy(KeyRing ring, List<Link> links, CompletableFuture<Done> written) {
            this.writer = new Writer(ring, 0, 1);
            this.replay = new Replay(ring);
            this.links = links;
            this.written = written;
        }

        @Override
        public String persistenceId() {
            return JournalId.of(ROOM);
        }

        @Override
        public void preStart() {
            getSelf().tell(Done.getInstance(), getSelf());
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder().matchAny(event -> {}).build();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(Done.class, start -> writeSome())
                    .match(SaveSnapshotSuccess.class, saved -> writeSome())
                    .match(SaveSnapshotFailure.class, failed -> written.completeExceptionally(failed.cause()))
                    .build();
        }

        private void writeSome() {
            if (next == links.size()) {
                written.complete(Done.getInstance());
                return;
            }
            int end = next + EVENTS_A_CHECKPOINT;
            persistAll(links.subList(next, end), link -> {
                assertThat(replay.add(link)).isTrue();
                next++;
                if (next == end) {
                    var document = replay.doc().encode(UpdateFormat.V2);
                    saveSnapshot(CheckpointFormat.write(
                            writer, new CheckpointFormat.Contents(replay.chain().place(), replay.weight(), document)));
                }
            });
        }
    }
}
