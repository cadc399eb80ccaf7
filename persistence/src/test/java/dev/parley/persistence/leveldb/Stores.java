package dev.parley.persistence.leveldb;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

/** What tests of the journal have in common. */
final class Stores {
    private Stores() {}

    /** The defaults, with some of them changed. */
    static StoreSettings settings(String changes) {
        return StoreSettings.from(ConfigFactory.parseString(changes)
                .withFallback(ConfigFactory.load().getConfig("parley.leveldb")));
    }

    static NewEvent event(long sequence, String text, String... tags) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return new NewEvent(sequence, "writer", "", Set.of(tags), new Payload(7, "text", bytes), null);
    }

    static CompletionStage<Void> append(EventStore store, String id, long sequence) {
        return store.append(id, sequence, List.of(event(sequence, id + " " + sequence)));
    }

    /** Events 1 to n of a room, all on the disk when it returns. */
    static void fill(EventStore store, String id, long n) {
        await(store.append(
                id,
                1,
                LongStream.rangeClosed(1, n)
                        .mapToObj(i -> event(i, id + " " + i))
                        .toList()));
    }

    static void await(CompletionStage<?> done) {
        var unused = done.toCompletableFuture().join();
    }

    static long highest(EventStore store, String id) {
        return store.highest(id).toCompletableFuture().join();
    }

    /** Why it was not written. */
    static WriteRefused refusal(CompletionStage<?> write) {
        try {
            await(write);
            throw new AssertionError("it was written");
        } catch (CompletionException e) {
            return (WriteRefused) Objects.requireNonNull(e.getCause());
        }
    }

    static List<Long> numbers(EventStore store, String id) throws IOException {
        return events(store, id).stream().map(StoredEvent::sequence).toList();
    }

    static List<StoredEvent> events(EventStore store, String id) throws IOException {
        List<StoredEvent> events = new ArrayList<>();
        var page = store.events(id, 1, Long.MAX_VALUE);
        events.addAll(page.events());
        while (page.more()) {
            page = store.events(id, page.next(), Long.MAX_VALUE);
            events.addAll(page.events());
        }
        return events;
    }

    static String text(StoredEvent event) {
        return new String(event.event().payload().bytes(), StandardCharsets.UTF_8);
    }

    static List<String> ids(EventStore store) throws IOException {
        List<String> ids = new ArrayList<>();
        for (var id = store.persistenceIdAfter(null); id != null; id = store.persistenceIdAfter(id)) {
            ids.add(id);
        }
        return ids;
    }

    /** Holds the thread that writes, behind a write of its own, until it is told to go on. */
    static Runnable hold(EventStore store) throws InterruptedException {
        var held = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var subscription = store.subscribe(new Wakeups.OfRoom("gate"), () -> {
            held.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long next = highest(store, "gate") + 1;
        await(append(store, "gate", next));
        held.await();
        subscription.close();
        return release::countDown;
    }

    /** All but the lock and LevelDB's library, which is loaded by now. */
    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var inside = from.relativize(file);
                if (!inside.startsWith("parley.lock") && !inside.startsWith("native")) {
                    var target = to.resolve(inside.toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(file, target);
                    }
                }
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
