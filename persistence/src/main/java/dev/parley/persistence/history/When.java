package dev.parley.persistence.history;

import dev.parley.core.event.Frame;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** A moment of a room: after one of its events, at a time, or now. */
public sealed interface When {
    /** After all that has happened. */
    When NOW = new After(Long.MAX_VALUE);

    /** After the event of this number; before all events if that is 0. */
    record After(long sequence) implements When {
        @Override
        public boolean includes(Frame frame) {
            return frame.sequence() <= sequence;
        }
    }

    /** At this time, with what happened just then. */
    record At(Instant time) implements When {
        @Override
        public boolean includes(Frame frame) {
            return !frame.time().isAfter(time);
        }
    }

    /** Whether the event belongs to what was then. */
    boolean includes(Frame frame);

    /** The moment that a person means: a number, or a time as ISO 8601 has it. */
    static When parse(String text) {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            if (text.length() > 15) {
                throw new IllegalArgumentException("'" + text + "' is more than any event's number");
            }
            return new After(Long.parseLong(text));
        }
        try {
            return new At(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither an event's number nor a time such as 2026-11-20T10:00:00Z", e);
        }
    }
}
