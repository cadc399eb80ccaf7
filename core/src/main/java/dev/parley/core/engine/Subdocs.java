package dev.parley.core.engine;

import dev.parley.core.engine.struct.DocContent;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Ledger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The documents inside of a document, and those who want to hear of them. A document is made of one only when somebody asks for
 * it: bytes from outside can name thousands.
 */
final class Subdocs {
    private final Listeners<Consumer<SubdocsEvent>> listeners = new Listeners<>();

    /** By the items that hold them. */
    private final Map<Item, DocContent> contents = new LinkedHashMap<>(0);

    Subscription listen(Consumer<SubdocsEvent> listener) {
        return listeners.add(listener);
    }

    Set<Doc> all() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(docs(contents)));
    }

    /** Some have come and gone with a transaction. */
    void changed(Doc outer, Ledger ledger) {
        var added = ledger.addedDocs();
        var removed = ledger.removedDocs();
        added.forEach((item, content) -> {
            contents.put(item, content);
            if (content.doc() instanceof Doc doc) {
                doc.isIn(item, outer);
            }
        });
        removed.keySet().forEach(contents::remove);
        if (listeners.isEmpty()) {
            return;
        }
        // As in Yjs, also those that went again at once.
        var wanted = docs(ledger.broughtDocs()).stream()
                .filter(doc -> doc.options().shouldLoad())
                .toList();
        if (!added.isEmpty() || !removed.isEmpty() || !wanted.isEmpty()) {
            tell(new SubdocsEvent(docs(added), docs(removed), wanted));
        }
    }

    void wanted(Doc doc) {
        tell(new SubdocsEvent(List.of(), List.of(), List.of(doc)));
    }

    private void tell(SubdocsEvent event) {
        listeners.each(listener -> listener.accept(event));
    }

    private static List<Doc> docs(Map<Item, DocContent> contents) {
        return contents.entrySet().stream()
                .map(entry -> Doc.in(entry.getKey(), entry.getValue()))
                .toList();
    }
}
