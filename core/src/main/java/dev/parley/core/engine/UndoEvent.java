package dev.parley.core.engine;

import dev.parley.core.engine.struct.UndoStep;
import dev.parley.core.engine.type.SharedType;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happened to the steps that an {@link UndoManager} keeps. An editor notes on a step where its cursor was, and finds it again
 * there when the step is taken back.
 *
 * <pre>{@code
 * undo.observe(event -> {
 *     switch (event) {
 *         case UndoEvent.Added added -> added.step().notes().put("cursor", cursor());
 *         case UndoEvent.Popped popped -> moveTo(popped.step().notes().get("cursor"));
 *         case UndoEvent.Updated updated -> {}
 *         case UndoEvent.Cleared cleared -> {}
 *     }
 * });
 * }</pre>
 */
public sealed interface UndoEvent {
    /** Where a step lies. */
    enum Stack {
        /** It can be taken back. */
        UNDO,

        /** It was taken back, and can be done again. */
        REDO
    }

    /** One step: in each event about it the same object. */
    final class Step {
        final UndoStep inside;
        private final Map<String, Object> notes = new HashMap<>(0);

        Step(UndoStep inside) {
            this.inside = inside;
        }

        /** What the application wants to find again when this step is taken back: what then lies on the other stack is a new step. */
        public Map<String, Object> notes() {
            return notes;
        }
    }

    /**
     * A step was put on a stack.
     *
     * @param changed the types that the transaction changed, with all that they lie in
     * @param origin of the transaction; the undo manager itself if that took back another step
     */
    record Added(
            Stack stack,
            Step step,
            Set<SharedType> changed,
            @Nullable Object origin) implements UndoEvent {
        public Added {
            changed = Collections.unmodifiableSet(new LinkedHashSet<>(changed));
        }
    }

    /**
     * A transaction followed so soon that it became a part of the last step.
     *
     * @param changed the types that this transaction changed, with all that they lie in
     * @param origin of this transaction
     */
    record Updated(
            Stack stack,
            Step step,
            Set<SharedType> changed,
            @Nullable Object origin) implements UndoEvent {
        public Updated {
            changed = Collections.unmodifiableSet(new LinkedHashSet<>(changed));
        }
    }

    /**
     * A step was taken from a stack and taken back, or done again. Steps that had no effect any more, and were passed over for that,
     * are not told of.
     *
     * @param changed the types that were changed by it, with all that they lie in
     */
    record Popped(Stack stack, Step step, Set<SharedType> changed) implements UndoEvent {
        public Popped {
            changed = Collections.unmodifiableSet(new LinkedHashSet<>(changed));
        }
    }

    /** Steps were forgotten: by {@link UndoManager#clear}, or those that were taken back, since something new was done. */
    record Cleared(boolean undos, boolean redos) implements UndoEvent {}
}
