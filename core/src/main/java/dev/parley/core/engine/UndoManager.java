package dev.parley.core.engine;

import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Ledger;
import dev.parley.core.engine.struct.Redoing;
import dev.parley.core.engine.struct.UndoStep;
import dev.parley.core.engine.type.SharedType;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what was done to some types under some origins, whatever others have done meanwhile, and does it again.
 *
 * <pre>{@code
 * var undo = new UndoManager(List.of(text), UndoOptions.of("me", clock));
 * doc.transact("me", transaction -> text.insert(0, "oops"));
 * undo.undo();
 * }</pre>
 */
public final class UndoManager implements AutoCloseable {
    private enum Direction {
        NONE,
        UNDO,
        REDO
    }

    private final Doc doc;
    private final Set<Branch> scope = new HashSet<>();
    private final UndoOptions options;
    private final Deque<UndoStep> undos = new ArrayDeque<>();
    private final Deque<UndoStep> redos = new ArrayDeque<>();
    private final Subscription subscription;
    private Direction direction = Direction.NONE;

    /** When the last step was made, if the next change can still be part of it. */
    private @Nullable Instant lastChange;

    /** Watches types of one document, with all that is in them. */
    public UndoManager(List<? extends SharedType> scope, UndoOptions options) {
        if (scope.isEmpty()) {
            throw new IllegalArgumentException("an undo manager needs a type to watch");
        }
        this.doc = scope.get(0).doc();
        for (var type : scope) {
            if (type.doc() != doc) {
                throw new IllegalArgumentException("an undo manager watches types of one document");
            }
            this.scope.add(type.branch());
        }
        this.options = options;
        doc.store.watch(1);
        var observing = doc.onTransaction(this::onTransaction);
        var open = new AtomicBoolean(true);
        this.subscription = () -> {
            if (open.getAndSet(false)) {
                observing.close();
                doc.store.watch(-1);
            }
        };
    }

    /** Takes back the last step that still has an effect. Answers false if there is none. */
    public boolean undo() {
        return go(Direction.UNDO, undos);
    }

    /** Does again what was taken back last. Answers false if there is nothing. */
    public boolean redo() {
        return go(Direction.REDO, redos);
    }

    public int undoSize() {
        return undos.size();
    }

    public int redoSize() {
        return redos.size();
    }

    /** The next change begins a new step, however soon it comes. */
    public void stopCapturing() {
        lastChange = null;
    }

    /** Forgets all steps. */
    public void clear() {
        forget(undos);
        forget(redos);
    }

    /** Watches no more. */
    @Override
    public void close() {
        subscription.close();
    }

    private void forget(Deque<UndoStep> steps) {
        if (!steps.isEmpty()) {
            doc.transact(transaction -> steps.forEach(step -> step.keep(transaction.ledger(), this::inScope, false)));
            steps.clear();
        }
    }

    private boolean inScope(Item item) {
        for (Item inner = item; inner != null; inner = inner.branch().item()) {
            if (scope.contains(inner.branch())) {
                return true;
            }
        }
        return false;
    }

    private boolean go(Direction way, Deque<UndoStep> steps) {
        direction = way;
        boolean[] done = {false};
        try {
            doc.transact(this, transaction -> {
                while (!done[0] && !steps.isEmpty()) {
                    done[0] = takeBack(transaction.ledger(), steps.pop());
                }
            });
        } finally {
            direction = Direction.NONE;
        }
        return done[0];
    }

    private boolean takeBack(Ledger ledger, UndoStep step) {
        return new Redoing(ledger, step, undos, redos, options.ignoreRemoteMapChanges()).takeBack(this::inScope);
    }

    private void onTransaction(Transaction transaction) {
        boolean own = transaction.origin() == this;
        if (!own && (transaction.origin() == null || !options.trackedOrigins().contains(transaction.origin()))) {
            return;
        }
        var ledger = transaction.ledger();
        if (!concerns(ledger)) {
            return;
        }
        var steps = own && direction == Direction.UNDO ? redos : undos;
        if (own && direction == Direction.UNDO) {
            stopCapturing();
        } else if (direction == Direction.NONE) {
            forget(redos);
        }
        var now = options.clock().instant();
        var step = UndoStep.of(ledger);
        var last = steps.peek();
        if (last != null && direction == Direction.NONE && continues(now)) {
            last.add(step);
        } else {
            steps.push(step);
        }
        if (direction == Direction.NONE) {
            lastChange = now;
        }
        step.keep(ledger, this::inScope, true);
    }

    private boolean continues(Instant now) {
        return lastChange != null && now.isBefore(lastChange.plus(options.captureTimeout()));
    }

    /** Whether a type that is watched, or one inside of it, was changed. */
    private boolean concerns(Ledger ledger) {
        for (var branch : ledger.changed().keySet()) {
            if (branch.deleted()) {
                continue;
            }
            if (scope.contains(branch)) {
                return true;
            }
            var item = branch.item();
            if (item != null && inScope(item)) {
                return true;
            }
        }
        return false;
    }
}
