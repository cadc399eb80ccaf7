package dev.parley.core.engine.type;

import dev.parley.core.engine.Subscription;
import dev.parley.core.engine.struct.Branch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who wants to hear of the changes of a type. */
final class Watchers {
    private final List<Consumer<? super Event>> direct = new CopyOnWriteArrayList<>();
    private final List<Consumer<? super List<Event>>> deep = new CopyOnWriteArrayList<>();

    static Watchers of(Branch branch) {
        if (branch.watchers() instanceof Watchers known) {
            return known;
        }
        var made = new Watchers();
        branch.watchers(made);
        return made;
    }

    static @Nullable Watchers existing(Branch branch) {
        return branch.watchers() instanceof Watchers known ? known : null;
    }

    Subscription add(Branch branch, Consumer<? super Event> observer) {
        return add(branch, direct, observer);
    }

    Subscription addDeep(Branch branch, Consumer<? super List<Event>> observer) {
        return add(branch, deep, observer);
    }

    private static <T> Subscription add(Branch branch, List<Consumer<? super T>> observers, Consumer<? super T> added) {
        // An object of its own, so that the same observer can be added twice.
        Consumer<T> entry = added::accept;
        observers.add(entry);
        branch.store().watch(1);
        return () -> {
            if (observers.remove(entry)) {
                branch.store().watch(-1);
            }
        };
    }

    List<Consumer<? super Event>> direct() {
        return direct;
    }

    List<Consumer<? super List<Event>>> deep() {
        return deep;
    }
}
