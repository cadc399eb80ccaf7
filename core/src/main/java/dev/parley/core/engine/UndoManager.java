package dev.parley.core.engine;

import dev.parley.core.engine.UndoEvent.Stack;
import dev.parley.core.engine.UndoEvent.Step;
import dev.parley.core.engine.struct.Ledger;
import dev.parley.core.engine.struct.Redoing;
import dev.parley.core.engine.struct.UndoStep;
import dev.parley.core.engine.type.SharedType;
import java.time.Instant;
import java.util.AbstractCollection;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what was done to some types, or to all of a document, under some origins, whatever others have done meanwhile, and
 * does it again. A transaction that changes nothing makes no step, whatever is watched.
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

    private final UndoScope scope;
    private final Doc doc;
    private final UndoOptions options;
    private final Deque<Step> undos = new ArrayDeque<>();
    private final Deque<Step> redos = new ArrayDeque<>();
    private final Listeners<Consumer<? super UndoEvent>> listeners = new Listeners<>();
    private final Subscription subscription;
    private Direction direction = Direction.NONE;

    /** When the last step was made, if the next change can still be part of it. */
    private @Nullable Instant lastChange;

    /** Watches types of one document, with all that is in them. */
    public UndoManager(List<? extends SharedType> scope, UndoOptions options) {
        this(UndoScope.of(scope), options);
    }

    /** Watches a whole document, with the types that it will have one day. */
    public UndoManager(Doc doc, UndoOptions options) {
        this(UndoScope.of(doc), options);
    }

    private UndoManager(UndoScope scope, UndoOptions options) {
        this.scope = scope;
        this.doc = scope.doc();
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
        return go(Direction.UNDO);
    }

    /** Does again what was taken back last. Answers false if there is nothing. */
    public boolean redo() {
        return go(Direction.REDO);
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
        if (!undos.isEmpty() || !redos.isEmpty()) {
            forget(undos);
            forget(redos);
            tell(() -> new UndoEvent.Cleared(true, true));
        }
    }

    /** Calls whenever a step comes, grows, is taken back or forgotten. */
    public Subscription observe(Consumer<? super UndoEvent> listener) {
        return listeners.add(listener);
    }

    /** Watches no more. */
    @Override
    public void close() {
        subscription.close();
    }

    private void forget(Deque<Step> steps) {
        if (!steps.isEmpty()) {
            doc.transact(
                    transaction -> steps.forEach(step -> step.inside.keep(transaction.ledger(), scope::has, false)));
            steps.clear();
        }
    }

    /** A step that was taken from its stack, and the transaction that took it back. */
    private record Taken(Step step, Ledger ledger) {}

    private boolean go(Direction way) {
        var steps = way == Direction.UNDO ? undos : redos;
        var taken = new Object() {
            @Nullable
            Taken step;
        };
        direction = way;
        try {
            doc.transact(this, transaction -> taken.step = takeBack(transaction.ledger(), steps));
        } finally {
            direction = Direction.NONE;
        }
        var done = taken.step;
        if (done == null) {
            return false;
        }
        var stack = way == Direction.UNDO ? Stack.UNDO : Stack.REDO;
        tell(() -> new UndoEvent.Popped(stack, done.step, UndoScope.changed(done.ledger)));
        return true;
    }

    private @Nullable Taken takeBack(Ledger ledger, Deque<Step> steps) {
        while (!steps.isEmpty()) {
            var step = steps.pop();
            var redoing = new Redoing(
                    ledger, step.inside, insideOf(undos), insideOf(redos), options.ignoreRemoteMapChanges());
            if (redoing.takeBack(scope::has)) {
                return new Taken(step, ledger);
            }
        }
        return null;
    }

    private static Collection<UndoStep> insideOf(Deque<Step> steps) {
        return new AbstractCollection<>() {
            @Override
            public Iterator<UndoStep> iterator() {
                return steps.stream().map(step -> step.inside).iterator();
            }

            @Override
            public int size() {
                return steps.size();
            }
        };
    }

    private void onTransaction(Transaction transaction) {
        boolean own = transaction.origin() == this;
        if ((!own && !options.tracks(transaction.origin())) || !scope.concerns(transaction.ledger())) {
            return;
        }
        switch (direction) {
            case UNDO -> {
                stopCapturing();
                push(redos, Stack.REDO, transaction);
            }
            case REDO -> push(undos, Stack.UNDO, transaction);
            case NONE -> {
                if (!redos.isEmpty()) {
                    forget(redos);
                    tell(() -> new UndoEvent.Cleared(false, true));
                }
                capture(transaction);
            }
        }
    }

    /** Makes a change a part of the last step, if it follows soon enough, or a step of its own. */
    private void capture(Transaction transaction) {
        var last = undos.peek();
        var now = options.clock().instant();
        boolean continues = lastChange != null && now.isBefore(lastChange.plus(options.captureTimeout()));
        lastChange = now;
        if (last == null || !continues) {
            push(undos, Stack.UNDO, transaction);
            return;
        }
        last.inside.add(kept(transaction));
        tell(() ->
                new UndoEvent.Updated(Stack.UNDO, last, UndoScope.changed(transaction.ledger()), transaction.origin()));
    }

    private void push(Deque<Step> steps, Stack stack, Transaction transaction) {
        var step = new Step(kept(transaction));
        steps.push(step);
        tell(() -> new UndoEvent.Added(stack, step, UndoScope.changed(transaction.ledger()), transaction.origin()));
    }

    /** What a transaction did; what it deleted isn't forgotten from here on. */
    private UndoStep kept(Transaction transaction) {
        var step = UndoStep.of(transaction.ledger());
        step.keep(transaction.ledger(), scope::has, true);
        return step;
    }

    private void tell(Supplier<UndoEvent> happened) {
        if (!listeners.isEmpty()) {
            var event = happened.get();
            listeners.each(listener -> listener.accept(event));
        }
    }
}
