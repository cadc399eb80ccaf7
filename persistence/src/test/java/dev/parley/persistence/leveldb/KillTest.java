package dev.parley.persistence.leveldb;

import static dev.parley.persistence.leveldb.KilledNode.Word.OPENED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.access.RoomName;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Head;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.persistence.keys.KeyFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed, again and again, at any moment of its life: while it starts on what the kill before left, while it writes, rotates
 * its log, merges tables, saves checkpoints and makes keys. What it had promised is known only here. A node that comes back checks what it
 * finds against its chains, and is checked against what was promised; after some lives on one folder everything in it is read from the
 * first event. How often: {@code -Dparley.kills=50}; from which seed: {@code -Dparley.kills.seed=1}. See bench/faults.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("parley.kills", 50);
    private static final long SEED = Long.getLong("parley.kills.seed", 1);

    /** Enough for several tables and their merging, few enough that a node finds its place soon. */
    private static final int KILLS_A_FOLDER = 10;

    /** Some lives write thousands of events, and a machine may do other things, too. */
    private static final int PATIENCE_SECONDS = 300;

    @TempDir
    private Path temporary;

    private final Random random = new Random(SEED);

    /** Of all folders. */
    private long events;

    private long keys;
    private long tables;
    private int killedBeforeAnything;

    @Test
    void nothing_that_was_acknowledged_is_lost() throws Exception {
        long start = System.nanoTime();
        var java = new QuickJava(temporary);
        java.rehearse(
                KilledNode.Word.STORED.name(),
                KilledNode.class,
                temporary.resolve("rehearsal").toString(),
                "0");
        for (int done = 0; done < KILLS; done += KILLS_A_FOLDER) {
            var promised = new Promised();
            var folder = temporary.resolve("folder" + done);
            int lives = Math.min(KILLS_A_FOLDER, KILLS - done);
            for (int life = 0; life < lives; life++) {
                liveAndDie(java, folder, promised, life);
            }
            keptIn(folder, promised);
            Stores.delete(folder);
        }

        System.out.printf(
                "%d kills in %d s, %d of them before the first acknowledgement: %d events and %d keys were"
                        + " acknowledged, %d tables made%n",
                KILLS,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                killedBeforeAnything,
                events,
                keys,
                tables);
        assertThat(killedBeforeAnything).isPositive();
        assertThat(tables).isPositive();
    }

    /** One life of a node on the folder, up to its death. */
    private void liveAndDie(QuickJava java, Path folder, Promised promised, int life) throws Exception {
        boolean whileStarting = life == 0 || random.nextInt(6) == 0;
        var log = temporary.resolve("log");
        var process = java.start(log, KilledNode.class, folder.toString(), Long.toString(random.nextLong()));
        promised.acknowledged.drainPermits();
        var hearing = Thread.ofPlatform().start(() -> hear(process.inputReader(), promised));
        boolean wrote = false;
        try {
            if (!whileStarting) {
                int wanted = eventsToWrite();
                wrote = promised.acknowledged.tryAcquire(wanted, PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(wrote)
                        .as(() -> wanted + " acknowledged, and not " + promised.acknowledged.availablePermits()
                                + "; the node said: " + textOf(log))
                        .isTrue();
            }
            // It should not end by itself meanwhile.
            assertThat(process.waitFor(whileStarting ? timeToStart() : aMoment(), TimeUnit.MILLISECONDS))
                    .as(() -> "it ended by itself: " + textOf(log))
                    .isFalse();
        } finally {
            // By its handle: the process itself would close its output, and what is still in there was promised, too.
            process.toHandle().destroyForcibly();
            process.waitFor();
            hearing.join();
        }
        assertThat(promised.broken)
                .as(() -> "what became of promises; the node said: " + textOf(log))
                .isNull();
        killedBeforeAnything += wrote || promised.acknowledged.availablePermits() > 0 ? 0 : 1;
    }

    /** A machine needs one to three seconds: this ends anywhere from the JVM's own start to the first events. */
    private long timeToStart() {
        return 50L + random.nextInt(2_000);
    }

    /** Mostly few, for what is rare happens all the time; 1,500 on average, so that a thousand kills take back a million promises. */
    private int eventsToWrite() {
        double part = random.nextDouble();
        return 1 + (int) (6_000 * part * part * part);
    }

    /** So that it isn't always an acknowledgement that came last. */
    private long aMoment() {
        return random.nextInt(50);
    }

    private static void hear(BufferedReader lines, Promised promised) {
        try (lines) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.endsWith(KilledNode.END)) {
                    promised.hear(line.substring(0, line.length() - 1).split(" ", 3));
                }
            }
        } catch (IOException e) {
            promised.breaks("its output cannot be read: " + e.getMessage());
        }
    }

    /** All that a folder's nodes said that they had stored. */
    private static final class Promised {
        private final Map<String, Map<Long, String>> events = new HashMap<>();
        private final Map<String, Long> last = new HashMap<>();
        private final Map<String, String> keys = new HashMap<>();

        /** One for each event that was acknowledged to this life and not waited for yet. */
        private final Semaphore acknowledged = new Semaphore(0);

        /** The first thing that was not as it had been promised. */
        private @Nullable String broken;

        void hear(String[] line) {
            var word = KilledNode.Word.valueOf(line[0]);
            switch (word) {
                case STORED, OPENED -> {
                    var place = line[2].split(" ", 2);
                    place(line[1], Long.parseLong(place[0]), place[1], word == OPENED);
                    if (word != OPENED) {
                        acknowledged.release();
                    }
                }
                case DAMAGED -> breaks(line[1] + " is damaged: " + line[2]);
                case KEYED -> {
                    var before = keys.putIfAbsent(line[1], line[2]);
                    if (before != null && !before.equals(line[2])) {
                        breaks(line[1] + " has another key");
                    }
                }
            }
        }

        private void place(String room, long sequence, String hash, boolean opened) {
            long known = last.getOrDefault(room, 0L);
            if (opened ? sequence < known : sequence != known + 1) {
                breaks(room + " is at " + sequence + " after " + known + " was acknowledged");
            }
            last.put(room, sequence);
            var before = events.computeIfAbsent(room, none -> new HashMap<>()).putIfAbsent(sequence, hash);
            if (before != null && !before.equals(hash)) {
                breaks(room + " has another event " + sequence);
            }
        }

        private void breaks(String how) {
            broken = broken == null ? how : broken;
        }
    }

    /** Reads all that is in the folder, from the first event on. */
    private void keptIn(Path path, Promised promised) throws Exception {
        try (var folder = DataFolder.open(path);
                var file = KeyFile.open(folder.path().resolve("keys"), null);
                var store = EventStore.open(folder, Stores.settings(""))) {
            for (var key : promised.keys.entrySet()) {
                var ring = file.find(new RoomName(key.getKey()))
                        .toCompletableFuture()
                        .join();
                assertThat(HexFormat.of().formatHex(ring.keys().getLast().secret()))
                        .as("the key of " + key.getKey())
                        .isEqualTo(key.getValue());
            }
            for (var room : promised.events.entrySet()) {
                var name = new RoomName(room.getKey());
                kept(store, file.find(name).toCompletableFuture().join(), room.getValue());
            }
        }
        keys += promised.keys.size();
        try (var files = Files.newDirectoryStream(path.resolve("journal"), "*.{sst,ldb}")) {
            for (var unused : files) {
                tables++;
            }
        }
    }

    private void kept(EventStore store, KeyRing ring, Map<Long, String> promised) throws Exception {
        var id = JournalId.of(ring.subject());
        var chain = new Chain(ring.subject(), Chain.Place.START);
        Map<Long, String> missing = new HashMap<>(promised);
        missing.remove(0L);
        for (var stored : Stores.events(store, id)) {
            var link = Link.stored(stored.event().payload().bytes());
            var unused = link.open(ring);
            chain.add(link);
            missing.remove(stored.sequence(), hashOf(chain.place().head()));
        }
        chain.end(Stores.highest(store, id));

        assertThat(chain.damage()).as(id).isNull();
        assertThat(missing).as("missing or altered in " + id).isEmpty();
        events += chain.place().head().sequence();
    }

    private static String hashOf(Head head) {
        return HexFormat.of().formatHex(head.hash());
    }

    private static String textOf(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "nothing that can be read: " + e.getMessage();
        }
    }
}
