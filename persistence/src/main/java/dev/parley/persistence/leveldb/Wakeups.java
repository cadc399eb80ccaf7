package dev.parley.persistence.leveldb;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

/** Who wants to hear of what was written. They are told by the thread that writes, so they only take note. */
public final class Wakeups {
    /** What one can wait for. */
    public sealed interface Topic {}

    public record OfRoom(String persistenceId) implements Topic {}

    public record OfTag(String tag) implements Topic {}

    public record Everything() implements Topic {}

    /** Ends when it is closed. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private final Map<Topic, Set<Runnable>> listeners = new ConcurrentHashMap<>();

    Wakeups() {}

    Subscription subscribe(Topic topic, Runnable listener) {
        listeners.compute(topic, (t, known) -> {
            var all = known == null ? new CopyOnWriteArraySet<Runnable>() : known;
            all.add(listener);
            return all;
        });
        return () -> listeners.computeIfPresent(topic, (t, known) -> {
            known.remove(listener);
            return known.isEmpty() ? null : known;
        });
    }

    void wake(Collection<? extends Topic> topics) {
        for (var topic : topics) {
            listeners.getOrDefault(topic, Set.of()).forEach(Runnable::run);
        }
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }
}
