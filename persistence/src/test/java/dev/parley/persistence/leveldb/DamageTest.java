package dev.parley.persistence.leveldb;

import static dev.parley.persistence.leveldb.Stores.append;
import static dev.parley.persistence.leveldb.Stores.await;
import static dev.parley.persistence.leveldb.Stores.events;
import static dev.parley.persistence.leveldb.Stores.fill;
import static dev.parley.persistence.leveldb.Stores.highest;
import static dev.parley.persistence.leveldb.Stores.ids;
import static dev.parley.persistence.leveldb.Stores.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of a journal whose files were damaged: whatever is lost shows, and nothing else is. How often the log is cut:
 * {@code -Dparley.cuts=600}; all that there are are 65,536. See bench/faults.
 */
class DamageTest {
    private static final int ROOMS = 10;
    private static final int CUTS = Integer.getInteger("parley.cuts", 600);

    /** What is cut off at most: two of the blocks that LevelDB writes its log in, so that there is all that can be. */
    private static final int CUT_OFF = 64 << 10;

    @TempDir(factory = InMemory.class)
    private Path temporary;

    private Path whole;

    @BeforeEach
    void choose_a_folder() {
        whole = temporary.resolve("whole");
    }

    @Test
    void a_log_cut_anywhere_in_its_end_keeps_what_was_written_before_and_the_witness_tells_what_is_missing()
            throws Exception {
        long start = System.nanoTime();
        int events = 300;
        writeIntoLog(events);
        var log = largest(".log");
        byte[] bytes = Files.readAllBytes(log);
        var ends = LogEnds.of(bytes);
        assertThat(ends).as("one for each event, after that of the mark").hasSize(1 + events);
        assertThat(bytes.length).isGreaterThan(CUT_OFF);

        for (int i = 0; i < CUTS; i++) {
            int length = bytes.length - 1 - (int) ((long) i * CUT_OFF / CUTS);
            Files.write(log, Arrays.copyOf(bytes, length));
            long whole = ends.stream().filter(end -> end <= length).count() - 1;

            var found = read();

            var cut = "cut at " + length;
            assertThat(found.last).as(cut).isEqualTo(lastOfEach(whole));
            assertThat(found.holes).as(cut).isZero();
            assertThat(found.wrong).as(cut).isZero();
            assertThat(found.unseen).as(cut).isZero();
        }
        System.out.printf("%d cuts in %d s%n", CUTS, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }

    /** Of so many events that were written to the rooms by turns. */
    private static Map<String, Long> lastOfEach(long events) {
        Map<String, Long> last = new HashMap<>();
        for (long i = 0; i < events; i++) {
            last.merge("room|" + i % ROOMS, 1L, Long::sum);
        }
        return last;
    }

    @Test
    void flips_lose_nothing_unseen() throws Exception {
        writeIntoTables();
        var random = new Random(20261121);
        var files = files();
        Map<String, Integer> outcomes = new HashMap<>();

        for (int i = 0; i < 250; i++) {
            var file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > 0) {
                byte[] flipped = bytes.clone();
                int position = random.nextInt(bytes.length);
                flipped[position] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, flipped);

                var where = file.getFileName() + " at " + position;
                outcomes.merge(outcomeOf(where), 1, Integer::sum);
                Files.write(file, bytes);
            }
        }
        assertThat(outcomes).containsKeys("whole", "lost something");
    }

    @Test
    void flips_in_a_log_lose_nothing_unseen() throws Exception {
        writeIntoLog(300);
        var random = new Random(20261122);
        var log = largest(".log");
        byte[] bytes = Files.readAllBytes(log);
        Map<String, Integer> outcomes = new HashMap<>();

        for (int i = 0; i < 250; i++) {
            byte[] flipped = bytes.clone();
            int position = random.nextInt(bytes.length);
            flipped[position] ^= (byte) (1 << random.nextInt(8));
            Files.write(log, flipped);

            outcomes.merge(outcomeOf("log at " + position), 1, Integer::sum);
        }
        assertThat(outcomes).containsKeys("lost something");
    }

    /** What a flip led to; that it led to nothing worse is asserted here. */
    private String outcomeOf(String where) throws Exception {
        try {
            var found = read();
            assertThat(found.unseen).as(where).isZero();
            assertThat(found.wrong).as(where).isZero();
            if (found.needsRepair) {
                return repaired(where);
            }
            return found.lost.isEmpty() && found.holes == 0 ? "whole" : "lost something";
        } catch (DataFolder.Unusable refused) {
            assertThat(refused).hasMessageNotContaining("Exception");
            return repaired(where);
        }
    }

    private String repaired(String where) throws Exception {
        try (var work = Copy.of(whole, temporary)) {
            var unused = EventStore.repair(work.folder, settings(""));
            try (var store = EventStore.open(work.folder, settings(""))) {
                var found = look(store);
                assertThat(found.unseen).as(where + ", repaired").isZero();
                assertThat(found.needsRepair).as(where + ", repaired").isFalse();
                await(append(store, "another", 1));
            }
        }
        return "repaired";
    }

    /** What is found of the rooms that were written. */
    private static final class Found {
        /** Events that are missing at the end, by room. */
        private final Map<String, Long> lost = new HashMap<>();

        /** The last event of each room that has any. */
        private final Map<String, Long> last = new HashMap<>();

        /** Events that are missing before others. */
        private long holes;

        /** Events that are missing, and no number tells of it. */
        private long unseen;

        /** Events that are not what was written. */
        private long wrong;

        /** Where a table keeps what it holds: nothing that might be in it can be told from what isn't there. */
        private boolean needsRepair;
    }

    private final Map<String, Long> written = new HashMap<>();

    private Found read() throws IOException, DataFolder.Unusable {
        try (var work = Copy.of(whole, temporary);
                var store = EventStore.open(work.folder, settings("disk.ballast = 0 MiB"))) {
            var found = look(store);
            if (!found.needsRepair) {
                // Damage or not, other rooms go on.
                await(append(store, "another", 1));
            }
            return found;
        }
    }

    private Found look(EventStore store) throws IOException {
        var found = new Found();
        for (var room : written.entrySet()) {
            var id = room.getKey();
            long highest = highest(store, id);
            var events = events(store, id);
            found.unseen += room.getValue() - highest;
            found.wrong += events.stream()
                    .filter(event -> !Stores.text(event).equals(id + " " + event.sequence()))
                    .count();
            long last = events.isEmpty() ? 0 : events.getLast().sequence();
            found.holes += last - events.size();
            if (last > 0) {
                found.last.put(id, last);
            }
            if (last < highest) {
                found.lost.put(id, highest - last);
            }
        }
        try {
            var unused = ids(store);
        } catch (IOException e) {
            found.needsRepair = true;
        }
        return found;
    }

    /** All in the log, each event written for itself. */
    private void writeIntoLog(int count) throws Exception {
        try (var folder = DataFolder.open(whole);
                var store = EventStore.open(folder, settings(""))) {
            for (int i = 0; i < count; i++) {
                var id = "room|" + i % ROOMS;
                long next = written.merge(id, 1L, Long::sum);
                await(store.append(id, next, List.of(withBallast(id, next))));
            }
            await(store.witness());
            // While it is open: a log that was closed is read into a table at the next start.
            Stores.copy(whole, temporary.resolve("copy"));
        }
        Stores.delete(whole);
        Files.move(temporary.resolve("copy"), whole);
        trimLog();
    }

    /** So that a few hundred fill more than is cut off. */
    private static NewEvent withBallast(String id, long sequence) {
        var event = Stores.event(sequence, id + " " + sequence);
        byte[] ballast = new byte[300];
        Arrays.fill(ballast, (byte) 'x');
        return new NewEvent(sequence, event.writer(), "", Set.of(), event.payload(), new Payload(7, "text", ballast));
    }

    /** A log that is written to is mapped in larger pieces than it is long. */
    private void trimLog() throws IOException {
        var log = largest(".log");
        byte[] bytes = Files.readAllBytes(log);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        Files.write(log, Arrays.copyOf(bytes, end));
    }

    /** Half in tables, half in the log of a run that ended well. */
    private void writeIntoTables() throws Exception {
        for (int run = 0; run < 2; run++) {
            try (var folder = DataFolder.open(whole);
                    var store = EventStore.open(folder, settings(""))) {
                for (int room = 0; room < ROOMS; room++) {
                    var id = "room|" + run + "|" + room;
                    fill(store, id, 60);
                    written.put(id, 60L);
                }
            }
        }
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(whole.resolve("journal"))) {
            return files.filter(file -> file.getFileName().toString().matches(".*\\.(log|sst|ldb)|MANIFEST.*|CURRENT"))
                    .sorted()
                    .toList();
        }
    }

    private Path largest(String suffix) throws IOException {
        return files().stream()
                .filter(file -> file.toString().endsWith(suffix))
                .max(Comparator.comparingLong(file -> file.toFile().length()))
                .orElseThrow();
    }

    /** A copy to open, since opening changes it. */
    private record Copy(Path path, DataFolder folder) implements AutoCloseable {
        static Copy of(Path whole, Path temporary) throws IOException, DataFolder.Unusable {
            var path = temporary.resolve("work");
            Stores.copy(whole, path);
            return new Copy(path, DataFolder.open(path));
        }

        @Override
        public void close() throws IOException {
            folder.close();
            Stores.delete(path);
        }
    }
}
