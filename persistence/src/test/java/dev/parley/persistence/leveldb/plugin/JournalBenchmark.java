package dev.parley.persistence.leveldb.plugin;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.persistence.AbstractPersistentActor;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

/**
 * Our journal against Akka's own, in one run on one disk: persistent actors that each have one event of 120 bytes under way, for
 * as long as told. The two take turns, so that a disk that others use as well is as bad to both. See bench/journal.
 */
final class JournalBenchmark {
    private static final int EVENT_BYTES = 120;
    private static final int[] WRITERS = {1, 20, 200};
    private static final int ROUNDS = 3;

    private JournalBenchmark() {}

    /** Events a second, and how long one took, in microseconds. */
    private record Result(double rate, long p50, long p99) {}

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var seconds = Duration.ofSeconds(Long.parseLong(arguments[1]));
        System.out.printf("disk: %.0f synced writes a second, one after the other%n%n", synced(folder, seconds));
        System.out.println("| writers | journal | events/s | p50 | p99 | ratio |");
        System.out.println("| ---: | --- | ---: | ---: | ---: | ---: |");
        for (int writers : WRITERS) {
            compare(folder, writers, seconds);
        }
    }

    private static void compare(Path folder, int writers, Duration time) throws Exception {
        Map<String, Result[]> results = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (var journal : new String[] {"Akka's", "Parley's"}) {
                var data = Files.createTempDirectory(folder, "journal");
                var config = journal.equals("Akka's") ? akkas(data) : ours(data);
                results.computeIfAbsent(journal, j -> new Result[ROUNDS])[round] = measure(config, writers, time);
            }
        }
        double base = median(results.getOrDefault("Akka's", new Result[0])).rate();
        results.forEach((journal, rounds) -> {
            var result = median(rounds);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %s | %.0f | %.2f ms | %.2f ms | %.2f |%n",
                    writers,
                    journal,
                    result.rate(),
                    result.p50() / 1000.0,
                    result.p99() / 1000.0,
                    result.rate() / base);
        });
    }

    /** The round of middle speed. */
    private static Result median(Result[] rounds) {
        var sorted = rounds.clone();
        Arrays.sort(sorted, (a, b) -> Double.compare(a.rate(), b.rate()));
        return sorted[sorted.length / 2];
    }

    private static Config akkas(Path data) {
        return ConfigFactory.parseMap(Map.of(
                "akka.persistence.journal.plugin",
                "akka.persistence.journal.leveldb",
                "akka.persistence.journal.leveldb.dir",
                data.toString(),
                "akka.persistence.journal.leveldb.native",
                true,
                "akka.persistence.journal.leveldb.fsync",
                true));
    }

    private static Config ours(Path data) {
        return ConfigFactory.parseMap(
                Map.of("akka.persistence.journal.plugin", "parley.leveldb", "parley.leveldb.dir", data.toString()));
    }

    private static Result measure(Config journal, int writers, Duration time) throws Exception {
        var config = journal.withFallback(
                        ConfigFactory.parseMap(Map.of("akka.actor.provider", "local", "akka.loglevel", "WARNING")))
                .withFallback(ConfigFactory.load());
        var system = ActorSystem.create("JournalBenchmark", config);
        try {
            var times = new ConcurrentLinkedQueue<Long>();
            var counting = new AtomicBoolean();
            for (int i = 0; i < writers; i++) {
                var id = "room|" + i;
                system.actorOf(Props.create(Room.class, () -> new Room(id, counting, times)))
                        .tell("go on", ActorRef.noSender());
            }
            // The first events are those of classes being loaded and code being compiled.
            Thread.sleep(time.toMillis());
            counting.set(true);
            long start = System.nanoTime();
            Thread.sleep(time.toMillis());
            counting.set(false);
            double took = (System.nanoTime() - start) / 1e9;
            long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
            return new Result(sorted.length / took, sorted[sorted.length / 2], sorted[(int) (sorted.length * 0.99)]);
        } finally {
            system.terminate();
            var unused = system.getWhenTerminated().toCompletableFuture().join();
        }
    }

    /** What the disk can do at all. */
    private static double synced(Path folder, Duration time) throws IOException {
        var file = folder.resolve("synced");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var block = ByteBuffer.allocate(EVENT_BYTES);
            long start = System.nanoTime();
            long count = LongStream.iterate(1, i -> i + 1)
                    .takeWhile(i -> {
                        try {
                            var unused = channel.write(block.rewind());
                            channel.force(false);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                        return System.nanoTime() - start < time.toNanos();
                    })
                    .count();
            return count / (time.toNanos() / 1e9);
        }
    }

    private static final class Room extends AbstractPersistentActor {
        private final String id;
        private final AtomicBoolean counting;
        private final ConcurrentLinkedQueue<Long> times;

        Room(String id, AtomicBoolean counting, ConcurrentLinkedQueue<Long> times) {
            this.id = id;
            this.counting = counting;
            this.times = times;
        }

        @Override
        public String persistenceId() {
            return id;
        }

        @Override
        public AbstractActor.Receive createReceiveRecover() {
            return receiveBuilder().build();
        }

        @Override
        public AbstractActor.Receive createReceive() {
            return receiveBuilder().matchEquals("go on", told -> write()).build();
        }

        private void write() {
            long start = System.nanoTime();
            persist(new byte[EVENT_BYTES], stored -> {
                if (counting.get()) {
                    times.add((System.nanoTime() - start) / 1_000);
                }
                self().tell("go on", self());
            });
        }
    }
}
