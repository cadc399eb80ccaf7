package dev.parley.persistence.leveldb.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.BootstrapSetup;
import akka.actor.Props;
import akka.actor.setup.ActorSystemSetup;
import akka.persistence.AbstractPersistentActor;
import akka.persistence.RecoveryCompleted;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.Change;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.Head;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import dev.parley.persistence.leveldb.DataFolder;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.SnapshotFiles;
import dev.parley.persistence.leveldb.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A persistent actor on a journal that was opened before its actor system, as a node does it. */
class JournalTest {

    private static final RoomName ROOM = new RoomName("general");
    private static final Writer WRITER =
            new Writer(new KeyRing(ROOM, List.of(new ContentKey(1, new byte[ContentKey.BYTES]))), 0, 1);
    private static final Link FIRST = WRITER.write(Head.START, event(1));
    private static final Link SECOND = WRITER.write(new Head(1, FIRST.hash(ROOM)), event(2));

    @TempDir
    private Path temporary;

    @Test
    void what_one_node_has_stored_the_next_one_reads_byte_for_byte() throws Exception {
        try (var folder = DataFolder.open(temporary)) {
            try (var node = new Node(folder)) {
                assertThat(node.hears()).isEqualTo("recovered");
                node.store(FIRST);
                assertThat(node.hears()).isEqualTo("stored 1");
                node.store(SECOND);
                assertThat(node.hears()).isEqualTo("stored 2");
            }

            try (var node = new Node(folder)) {
                assertThat(((Link) node.hears()).bytes()).isEqualTo(FIRST.bytes());
                assertThat(((Link) node.hears()).bytes()).isEqualTo(SECOND.bytes());
                assertThat(node.hears()).isEqualTo("recovered");
            }
        }
    }

    @Test
    void the_journal_lies_in_the_folder() throws Exception {
        try (var folder = DataFolder.open(temporary);
                var node = new Node(folder)) {
            assertThat(node.hears()).isEqualTo("recovered");

            assertThat(folder.path().resolve("journal")).isNotEmptyDirectory();
        }
    }

    private static RoomEvent event(int number) {
        var time = Instant.parse("2026-11-01T12:00:00Z");
        return new RoomEvent.Applied(time, List.of(new Change("ada", "c-1", "test", time, new byte[] {(byte) number})));
    }

    /** An actor system with one persistent actor, whose every step is heard. */
    private static final class Node implements AutoCloseable {
        private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        private final ActorSystem system;
        private final ActorRef actor;
        private final EventStore events;

        Node(DataFolder folder) throws DataFolder.Unusable {
            var config = folder.journal().withFallback(ConfigFactory.load());
            events = EventStore.open(folder, StoreSettings.from(config.getConfig("parley.leveldb")));
            system = ActorSystem.create(
                    "JournalTest",
                    ActorSystemSetup.create(
                            BootstrapSetup.create(config), new JournalSetup(events, new SnapshotFiles(folder))));
            actor = system.actorOf(Props.create(Chain.class, () -> new Chain(heard)));
        }

        void store(Link link) {
            actor.tell(link, ActorRef.noSender());
        }

        Object hears() throws InterruptedException {
            var next = heard.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("something from the journal").isNotNull();
            return Objects.requireNonNull(next);
        }

        @Override
        public void close() throws IOException {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
            events.close();
        }
    }

    private static final class Chain extends AbstractPersistentActor {
        private final BlockingQueue<Object> heard;

        Chain(BlockingQueue<Object> heard) {
            this.heard = heard;
        }

        @Override
        public String persistenceId() {
            return "room|general";
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder()
                    .match(Link.class, heard::add)
                    .match(RecoveryCompleted.class, completed -> heard.add("recovered"))
                    .build();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(Link.class, link -> persist(link, stored -> heard.add("stored " + lastSequenceNr())))
                    .build();
        }
    }
}
