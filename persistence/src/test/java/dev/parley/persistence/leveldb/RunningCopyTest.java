package dev.parley.persistence.leveldb;

import static dev.parley.persistence.leveldb.Stores.events;
import static dev.parley.persistence.leveldb.Stores.highest;
import static dev.parley.persistence.leveldb.Stores.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a copy is worth that somebody makes with {@code cp -r} while the node runs. */
class RunningCopyTest {
    private static final int ROOMS = 4;
    private static final int COPIES = 20;

    /** Enough that logs are rotated and tables merged while a copy is made. */
    private static final int BYTES_AN_EVENT = 40_000;

    @TempDir(factory = InMemory.class)
    private Path temporary;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void has_each_room_whole_or_says_what_is_missing_or_does_not_open() throws Exception {
        try (var folder = DataFolder.open(temporary.resolve("data"));
                var store = EventStore.open(folder, settings("disk.ballast = 0 MiB"));
                var load = new Load(store)) {
            int whole = 0;
            for (int i = 0; i < COPIES; i++) {
                load.awaitMore(50);
                Stores.await(store.witness());
                var before = load.acknowledged();
                var copy = temporary.resolve("copy");
                new ProcessBuilder("cp", "-r", folder.path().toString(), copy.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();

                whole += roomsWholeIn(copy, before);
                Stores.delete(copy);
            }
            System.out.printf("%d copies of a running node: %d of %d rooms whole%n", COPIES, whole, COPIES * ROOMS);
        }
    }

    /** How many of its rooms are whole; that none only seems so is asserted here. */
    private static int roomsWholeIn(Path copy, Map<String, Long> before) throws Exception {
        try (var folder = DataFolder.open(copy);
                var store = EventStore.open(folder, settings("disk.ballast = 0 MiB"))) {
            int whole = 0;
            for (var room : before.entrySet()) {
                var found = events(store, room.getKey());
                boolean isWhole = found.size() == highest(store, room.getKey());
                if (isWhole) {
                    whole++;
                    assertThat(found.size())
                            .as("%s, which seems to be whole", room.getKey())
                            .isGreaterThanOrEqualTo(room.getValue().intValue());
                }
            }
            return whole;
        } catch (DataFolder.Unusable refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("Exception");
            return 0;
        }
    }

    /** Rooms that write as fast as the disk lets them. */
    private static final class Load implements AutoCloseable {
        private final EventStore store;
        private final Map<String, AtomicLong> rooms;
        private final List<Thread> threads;
        private volatile boolean ends;

        Load(EventStore store) {
            this.store = store;
            this.rooms = IntStream.range(0, ROOMS)
                    .boxed()
                    .collect(Collectors.toUnmodifiableMap(i -> "room|" + i, i -> new AtomicLong()));
            this.threads = rooms.keySet().stream()
                    .map(id -> Thread.ofPlatform().start(() -> write(id)))
                    .toList();
        }

        private void write(String id) {
            var acknowledged = rooms.get(id);
            for (long next = 1; acknowledged != null && !ends; next++) {
                var event = Stores.event(next, id);
                var ballast = new Payload(7, "bytes", new byte[BYTES_AN_EVENT]);
                Stores.await(store.append(
                        id, next, List.of(new NewEvent(next, "", "", Set.of(), event.payload(), ballast))));
                acknowledged.set(next);
            }
        }

        /** Returns when so many more events were acknowledged. */
        void awaitMore(int events) throws InterruptedException {
            var written = new CountDownLatch(events);
            var subscription = store.subscribe(new Wakeups.Everything(), written::countDown);
            written.await();
            subscription.close();
        }

        Map<String, Long> acknowledged() {
            return rooms.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, room -> room.getValue().get()));
        }

        @Override
        public void close() {
            ends = true;
            try {
                for (var thread : threads) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
