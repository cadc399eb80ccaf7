package dev.parley.persistence.history;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.event.Frame;
import java.util.List;
import java.util.Map;

/**
 * What an event, or one change in it, did to one part of the document, or to the room as a whole.
 *
 * @param frame of the event
 * @param authors who did it; several if nobody can tell any more which of them
 * @param where the names and places that lead to the part, from a root on; empty for the room as a whole
 */
public record Difference(Frame frame, List<String> authors, List<Object> where, List<Step> steps) {
    public Difference {
        authors = List.copyOf(authors);
        where = List.copyOf(where);
        steps = List.copyOf(steps);
    }

    /** What was done, one thing after the other; places count what users see, after the steps before. */
    public sealed interface Step {
        /**
         * Something new.
         *
         * @param content a text or what is embedded in one, or an array of values
         * @param attributes with which it stands in a text
         */
        record Inserted(int at, Any content, Map<String, Any> attributes) implements Step {}

        record Deleted(int at, int length) implements Step {}

        record Formatted(int at, int length, Map<String, Any> attributes) implements Step {}

        record Set(String key, Any value) implements Step {}

        record Removed(String key) implements Step {}

        /** The room began as that one was after that event; what it held is told by the differences that follow. */
        record Forked(String room, long sequence) implements Step {}

        /** All before came out of a file, as the history of that room. */
        record Imported(String room) implements Step {}

        /** The room came back from a backup; what was later than that is not here. */
        record Restored() implements Step {}

        /** What happened up to here was merged; what is left of it is told by the differences that follow. */
        record Condensed() implements Step {}

        /** All went. */
        record Erased() implements Step {}
    }
}
