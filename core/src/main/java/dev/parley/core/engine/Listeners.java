package dev.parley.core.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Those who want to hear of one kind of thing. The same one can be added twice. */
final class Listeners<T> {
    /** Not a record: two of the same listener are not equal. */
    private static final class Entry<T> {
        final T listener;

        Entry(T listener) {
            this.listener = listener;
        }
    }

    private final List<Entry<T>> entries = new CopyOnWriteArrayList<>();

    Subscription add(T listener) {
        var entry = new Entry<>(listener);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Calls all of them; then what the first one threw, if one did, comes out. */
    void each(Consumer<? super T> call) {
        var failures = new Failures();
        entries.forEach(entry -> failures.guard(() -> call.accept(entry.listener)));
        failures.rethrow();
    }
}
