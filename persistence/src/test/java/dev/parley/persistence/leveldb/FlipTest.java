package dev.parley.persistence.leveldb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.access.RoomName;
import dev.parley.persistence.leveldb.WrittenRooms.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bit flips in any of a node's files. Whatever that loses is found twice: by what reads the whole journal, and by the room itself
 * when it opens. Other rooms go on. How often: {@code -Dparley.flips=60}; from which seed: {@code -Dparley.flips.seed=1}. See
 * bench/faults.
 */
class FlipTest {
    private static final int FLIPS = Integer.getInteger("parley.flips", 60);
    private static final long SEED = Long.getLong("parley.flips.seed", 1);

    /** By turns, so that small files get their share. */
    private static final List<String> KINDS = List.of(
            "journal/.*\\.log",
            "journal/.*\\.(sst|ldb)",
            "journal/(MANIFEST.*|CURRENT)",
            "heads",
            "keys",
            "snapshots/.*\\.snapshot");

    @TempDir(factory = InMemory.class)
    private Path temporary;

    @Test
    void whatever_a_flipped_bit_loses_is_found_and_nothing_else_is_lost() throws Exception {
        long start = System.nanoTime();
        var whole = temporary.resolve("whole");
        var promises = new WrittenRooms().into(whole, temporary);
        var random = new Random(SEED);
        Map<String, Integer> outcomes = new TreeMap<>();
        List<String> broken = new ArrayList<>();

        for (int i = 0; i < FLIPS; i++) {
            var kind = KINDS.get(i % KINDS.size());
            var work = temporary.resolve("work");
            Stores.copy(whole, work);
            var where = flip(work, kind, random);
            try {
                outcomes.merge(kind + ": " + outcomeOf(work, where, promises), 1, Integer::sum);
            } catch (AssertionError e) {
                // All of them: one may be a rare case of another.
                broken.add(String.valueOf(e.getMessage()));
            } catch (TimeoutException e) {
                broken.add("something did not end: " + where);
            }
            Stores.delete(work);
        }

        System.out.printf(
                "%d flips in %d s: %s%n", FLIPS, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), outcomes);
        assertThat(broken).isEmpty();
        assertThat(outcomes.keySet()).anyMatch(outcome -> outcome.contains("rooms damaged"));
    }

    /** Some of these rooms were in the log alone. */
    @Test
    void rooms_of_which_nothing_is_left_are_told_of_by_verify() throws Exception {
        var work = temporary.resolve("work");
        var promises = new WrittenRooms().into(work, temporary);
        for (var log : filesOf(work, KINDS.getFirst())) {
            Files.write(log, new byte[0]);
        }

        try (var node = FlippedNode.start(work)) {
            assertThat(node.verify())
                    .containsOnlyKeys(promises.keySet())
                    .allSatisfy((room, faults) ->
                            assertThat(faults).as(room.value()).isNotEmpty());
        }
    }

    /** Where it was. */
    private static String flip(Path folder, String kind, Random random) throws IOException {
        var files = filesOf(folder, kind);
        var file = files.get(random.nextInt(files.size()));
        byte[] bytes = Files.readAllBytes(file);
        // A log that is written to is mapped in larger pieces than it is long.
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        int position = random.nextInt(end);
        int bit = random.nextInt(8);
        bytes[position] ^= (byte) (1 << bit);
        Files.write(file, Arrays.copyOf(bytes, end));
        return folder.relativize(file) + " at " + position + ", bit " + bit;
    }

    private static List<Path> filesOf(Path folder, String kind) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> folder.relativize(file).toString().matches(kind))
                    .sorted()
                    .toList();
        }
    }

    /** What it led to; that this is no worse than promised is asserted here. */
    private static String outcomeOf(Path work, String where, Map<RoomName, Promise> promises) throws Exception {
        try (var node = FlippedNode.start(work)) {
            return judge(node, where, promises);
        } catch (DataFolder.Unusable | IOException refused) {
            assertThat(refused.getMessage()).as(where).isNotBlank().doesNotContain("Exception");
            if (!where.startsWith("journal")) {
                return "the node doesn't start";
            }
        }
        try (var folder = DataFolder.open(work)) {
            var unused = EventStore.repair(folder, Stores.settings(""));
        }
        try (var node = FlippedNode.start(work)) {
            return "repaired, " + judge(node, where + ", repaired", promises);
        }
    }

    private static String judge(FlippedNode node, String where, Map<RoomName, Promise> promises) throws Exception {
        var faults = node.verify();
        int damaged = 0;
        for (var promise : promises.entrySet()) {
            var room = promise.getKey();
            var found = node.open(room);
            var told = faults == null ? List.of("nothing is listed") : faults.get(room);
            if (found.damage() == null) {
                assertThat(found.text())
                        .as("%s in %s", room, where)
                        .isEqualTo(promise.getValue().text());
            } else {
                damaged++;
                assertThat(told)
                        .as("verify of %s, which is damaged (%s), %s", room, found.damage(), where)
                        .isNotNull()
                        .isNotEmpty();
                assertThat(promise.getValue().text())
                        .as("%s in %s", room, where)
                        .startsWith(found.text());
            }
        }
        node.writeAnother();
        return faults == null
                ? "nothing is listed"
                : damaged > 0
                        ? "rooms damaged"
                        : faults.values().stream().allMatch(List::isEmpty) ? "whole" : "only the past is damaged";
    }
}
