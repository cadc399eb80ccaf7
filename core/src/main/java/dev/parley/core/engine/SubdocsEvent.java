package dev.parley.core.engine;

import java.util.List;

/**
 * Which documents inside of a document came, went, or want to be loaded.
 *
 * <pre>{@code
 * doc.onSubdocs(event -> {
 *     event.loaded().forEach(inner -> fetch(inner.guid()));
 *     event.removed().forEach(inner -> forget(inner.guid()));
 * });
 * }</pre>
 */
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
