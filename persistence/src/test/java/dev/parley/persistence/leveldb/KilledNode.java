package dev.parley.persistence.leveldb;

import akka.actor.ActorSystem;
import akka.actor.BootstrapSetup;
import akka.actor.Props;
import akka.actor.setup.ActorSystemSetup;
import akka.persistence.AbstractPersistentActor;
import akka.persistence.RecoveryCompleted;
import akka.persistence.SaveSnapshotFailure;
import akka.persistence.SaveSnapshotSuccess;
import akka.persistence.SnapshotOffer;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Change;
import dev.parley.core.event.Checkpoint;
import dev.parley.core.event.CheckpointFormat;
import dev.parley.core.event.Head;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import dev.parley.persistence.keys.KeyFile;
import dev.parley.persistence.leveldb.plugin.JournalSetup;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A node that only waits to be killed: rooms that write as fast as the disk lets them, checkpoints beside, and keys for ever new rooms.
 * It opens its folder as a real node does, and says on its standard output what it has promised: a line for each event that the
 * journal acknowledged, for each room as it came back, and for each key. A line counts if its end is there.
 */
final class KilledNode {
    static final int ROOMS = 100;

    /** What a line begins with. */
    enum Word {
        /** An event was acknowledged: room, number, hash. */
        STORED,
        /** A room has read its past: room, the number of the last event, its hash. */
        OPENED,
        /** A room is not whole; the rest says why. */
        DAMAGED,
        /** A room's first key was acknowledged: room, the key. */
        KEYED
    }

    static final String END = ";";

    /** Most are those of people who type; a few are as large as a picture that was pasted. */
    private static final int[] SIZES = {
        20, 20, 20, 20, 40, 40, 40, 40, 60, 60, 60, 60, 100, 150, 300, 300, 1_000, 1_000, 4_000, 10_000, 100_000
    };

    /** Events that a room writes together, all of them or none. */
    private static final int MOST_AT_ONCE = 20;

    /** Far more often than a real room, so that there is always one in the making. */
    private static final int EVENTS_A_CHECKPOINT = 100;

    /** Its sync must not take the disk from the journal all the time. */
    private static final int EVENTS_A_KEY = 50;

    private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);

    private KilledNode() {}

    public static void main(String[] arguments) throws Exception {
        var folder = DataFolder.open(Path.of(arguments[0]));
        var random = new Random(Long.parseLong(arguments[1]));
        var keys = KeyFile.open(folder.path().resolve("keys"), null);
        var events = EventStore.open(folder, Stores.settings(""));
        var system = ActorSystem.create(
                "node",
                ActorSystemSetup.create(
                        BootstrapSetup.create(folder.journal().withFallback(ConfigFactory.load())),
                        new JournalSetup(events, new SnapshotFiles(folder))));
        for (int i = 0; i < ROOMS; i++) {
            var name = new RoomName("room" + i);
            long seed = random.nextLong();
            var unused = keys.obtain(name).thenAccept(ring -> {
                sayKeyed(ring);
                system.actorOf(Props.create(Room.class, () -> new Room(ring, keys, new Random(seed))));
            });
        }
    }

    private static void sayKeyed(KeyRing ring) {
        say(
                Word.KEYED,
                ring.subject(),
                HexFormat.of().formatHex(ring.keys().getLast().secret()));
    }

    private static synchronized void say(Word word, RoomName room, String rest) {
        OUT.print(word + " " + room.value() + " " + rest + END + "\n");
        if (OUT.checkError()) {
            // Nobody listens any more, nor will kill it.
            Runtime.getRuntime().halt(1);
        }
    }

    static String place(Head head) {
        return head.sequence() + " " + HexFormat.of().formatHex(head.hash());
    }

    /** Has one write under way, of one or a few events. */
    private static final class Room extends AbstractPersistentActor {
        private final KeyRing ring;
        private final KeyFile keys;
        private final Random random;
        private Chain chain;
        private long epoch;

        Room(KeyRing ring, KeyFile keys, Random random) {
            this.ring = ring;
            this.keys = keys;
            this.random = random;
            this.chain = new Chain(ring.subject(), Chain.Place.START);
        }

        @Override
        public String persistenceId() {
            return JournalId.of(ring.subject());
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder()
                    .match(SnapshotOffer.class, this::onCheckpoint)
                    .match(Link.class, this::onPast)
                    .match(RecoveryCompleted.class, completed -> onRecovered())
                    .build();
        }

        private void onCheckpoint(SnapshotOffer offer) {
            try {
                var contents = CheckpointFormat.read(((Checkpoint) offer.snapshot()).bytes(), ring);
                chain = new Chain(ring.subject(), contents.place());
            } catch (MalformedInput e) {
                chain.damaged("its checkpoint cannot be read: " + e.getMessage());
            }
        }

        private void onPast(Link link) {
            try {
                var unused = link.open(ring);
                chain.add(link);
            } catch (MalformedInput e) {
                chain.damaged("event " + (chain.place().head().sequence() + 1) + " cannot be read: " + e.getMessage());
            }
        }

        private void onRecovered() {
            chain.end(lastSequenceNr());
            var damage = chain.damage();
            if (damage != null) {
                say(Word.DAMAGED, ring.subject(), damage);
            }
            say(Word.OPENED, ring.subject(), place(chain.place().head()));
            epoch = Math.max(chain.place().epoch() + 1, System.currentTimeMillis());
            write();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(SaveSnapshotSuccess.class, saved -> {})
                    .match(SaveSnapshotFailure.class, failed -> failed.cause().printStackTrace())
                    .build();
        }

        private void write() {
            var writer = new Writer(ring, 0, epoch);
            var next = new Chain(ring.subject(), chain.place());
            int count = random.nextInt(4) == 0 ? 1 + random.nextInt(MOST_AT_ONCE) : 1;
            List<Link> links = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                links.add(writer.write(next.place().head(), event(next.place().time())));
                next.add(links.getLast());
            }
            persistAll(links, link -> onStored(writer, link, link == links.getLast()));
        }

        private void onStored(Writer writer, Link link, boolean last) {
            chain.add(link);
            var place = chain.place();
            say(Word.STORED, ring.subject(), place(place.head()));
            if (place.head().sequence() % EVENTS_A_CHECKPOINT == 0) {
                var contents = new CheckpointFormat.Contents(place, place.head().sequence(), bytes());
                saveSnapshot(CheckpointFormat.write(writer, contents));
            }
            if (place.head().sequence() % EVENTS_A_KEY == 0) {
                var name = new RoomName(ring.subject().value() + "/" + random.nextLong());
                var unused = keys.obtain(name).thenAccept(KilledNode::sayKeyed);
            }
            if (last) {
                write();
            }
        }

        private RoomEvent event(Instant last) {
            var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            var time = now.isBefore(last) ? last : now;
            return new RoomEvent.Applied(time, List.of(new Change("ada", "c-1", "test", time, bytes())));
        }

        private byte[] bytes() {
            var bytes = new byte[1 + random.nextInt(SIZES[random.nextInt(SIZES.length)])];
            random.nextBytes(bytes);
            return bytes;
        }
    }
}
