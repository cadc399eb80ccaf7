package dev.parley.core.engine;

import java.util.List;

/** Which documents inside of a document came, went, or want to be loaded. */
public record SubdocsEvent(List<Doc> added, List<Doc> removed, List<Doc> loaded) {
    public SubdocsEvent {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        loaded = List.copyOf(loaded);
    }

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && loaded.isEmpty();
    }
}
