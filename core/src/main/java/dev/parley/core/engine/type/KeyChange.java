package dev.parley.core.engine.type;

import dev.parley.core.engine.Value;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a key.
 *
 * <pre>{@code
 * event.keys().forEach((key, change) -> {
 *     switch (change.action()) {
 *         case ADD, UPDATE -> show(key);
 *         case DELETE -> forget(key);
 *     }
 * });
 * }</pre>
 *
 * @param oldValue what it had before; null if it had nothing, or something of which nothing is left
 */
public record KeyChange(Action action, @Nullable Value oldValue) {
    /** What was done to a key. */
    public enum Action {
        ADD,
        UPDATE,
        DELETE
    }
}
