package dev.parley.core.engine.type;

import dev.parley.core.engine.Value;
import java.util.List;

/**
 * A step of the description of a change to a list.
 *
 * <pre>{@code
 * int index = 0;
 * for (ListChange step : event.list()) {
 *     switch (step) {
 *         case ListChange.Retain(int length) -> index += length;
 *         case ListChange.Delete(int length) -> rows.subList(index, index + length).clear();
 *         case ListChange.Insert(List<Value> values) -> {
 *             rows.addAll(index, values);
 *             index += values.size();
 *         }
 *     }
 * }
 * }</pre>
 */
public sealed interface ListChange {
    /** New values. */
    record Insert(List<Value> values) implements ListChange {
        public Insert {
            values = List.copyOf(values);
        }
    }

    /** Going on over so many units. */
    record Retain(int length) implements ListChange {
        public Retain {
            checkLength(length);
        }
    }

    /** So many units that are gone. */
    record Delete(int length) implements ListChange {
        public Delete {
            checkLength(length);
        }
    }

    private static void checkLength(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("a length is not negative, unlike " + length);
        }
    }
}
