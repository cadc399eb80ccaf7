package dev.parley.persistence.moving;

import dev.parley.core.event.Link;
import java.util.Arrays;

/**
 * An event as a journal has it.
 *
 * @param number under which it lies there; the event says the same, unless it is damaged
 */
public record Filed(long number, Link link) {
    boolean isSameAs(Filed other) {
        return number == other.number && Arrays.equals(link.bytes(), other.link.bytes());
    }
}
