package dev.parley.persistence.history;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.event.Change;
import dev.parley.core.event.Frame;
import java.util.List;
import java.util.Map;

/**
 * What one change did to one part of the document.
 *
 * @param frame the event that the change is in
 * @param where the names and places that lead to the part, from a root on
 */
public record Difference(Frame frame, Change change, List<Object> where, List<Step> steps) {
    /** What was done, one thing after the other; places count what users see, after the steps before. */
    public sealed interface Step {
        /**
         * Something new.
         *
         * @param content a text, or an array of values
         */
        record Inserted(int at, Any content) implements Step {}

        record Deleted(int at, int length) implements Step {}

        record Formatted(int at, int length, Map<String, Any> attributes) implements Step {}

        record Set(String key, Any value) implements Step {}

        record Removed(String key) implements Step {}
    }
}
