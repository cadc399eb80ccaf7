package dev.parley.persistence.leveldb;

import java.util.List;

/**
 * Some events, in order: as many as fit into a page.
 *
 * @param next from where the following page is to be asked for
 * @param more whether there was more when this one was read
 */
public record Page(List<StoredEvent> events, long next, boolean more) {
    public Page {
        events = List.copyOf(events);
    }
}
