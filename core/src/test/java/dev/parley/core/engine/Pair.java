package dev.parley.core.engine;

import static dev.parley.core.engine.UpdateFormat.V1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Two documents with the same past, of which one gets a broken update. */
final class Pair {
    static final long CLIENT = 10;

    static final Limits NOTHING_WAITS = Bounds.waiting(0);

    final Doc attacked;
    final Doc spared;
    final List<Object> heard = new ArrayList<>();

    Pair(DocOptions options, Consumer<Doc> past) {
        attacked = new Doc(options);
        spared = new Doc(options);
        past.accept(attacked);
        past.accept(spared);
        attacked.onTransaction(heard::add);
        attacked.onUpdate(V1, (update, transaction) -> heard.add(update));
        attacked.onSubdocs(heard::add);
    }

    Pair(Consumer<Doc> past) {
        this(DocOptions.withClientId(CLIENT), past);
    }

    void refuses(byte[] update, Limits limits) {
        assertThat(refuses(update, limits, true)).isTrue();
    }

    /** Whether it refuses an update; if it doesn't and need not, the other one gets it as well. */
    boolean refuses(byte[] update, Limits limits, boolean must) {
        heard.clear();
        try {
            attacked.apply(update, V1, null, limits);
        } catch (MalformedInput e) {
            assertThat(heard).isEmpty();
            return true;
        }
        if (!must) {
            apply(spared, update);
            isUntouched();
        }
        return false;
    }

    void isUntouched() {
        assertThat(Moment.of(attacked)).isEqualTo(Moment.of(spared));
    }

    /** Fails at the very end: after everything was integrated and deleted, something waits, and nothing may. */
    void refusesWhole(Forged update) {
        refusesAtTheEnd(update);
        edits();
    }

    void refusesAtTheEnd(Forged update) {
        refuses(update.and(1, 5).in("late").text("x").v1(), NOTHING_WAITS);
        isUntouched();
    }

    /** What happens later is what happens to the other one. */
    void edits() {
        Rewriting.of(attacked, new SplittableRandom(5), 12);
        Rewriting.of(spared, new SplittableRandom(5), 12);
        isUntouched();
    }

    void bothApply(byte[] update) {
        apply(attacked, update);
        apply(spared, update);
        isUntouched();
    }

    static void apply(Doc doc, byte[] update) {
        try {
            doc.apply(update);
        } catch (MalformedInput e) {
            throw new AssertionError(e);
        }
    }
}
