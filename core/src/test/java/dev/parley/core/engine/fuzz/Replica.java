package dev.parley.core.engine.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Edits;
import dev.parley.core.engine.EventsShown;
import dev.parley.core.engine.Roots;
import dev.parley.core.engine.SubdocsEvent;
import dev.parley.core.engine.Subscription;
import dev.parley.core.engine.UndoManager;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.type.SharedType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One document of a session, that remembers what it gave out since it was last asked. The twin of {@code replica.mjs}. */
final class Replica {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Doc doc;
    private final ObjectNode roots = NODES.objectNode();
    private final List<Subscription> watching = new ArrayList<>();
    private boolean watched;
    private @Nullable UndoManager manager;
    private long client;

    private ArrayNode emitted = NODES.arrayNode();
    private ArrayNode events = NODES.arrayNode();
    private ArrayNode subdocs = NODES.arrayNode();

    Replica(Doc doc, JsonNode roots) {
        this.doc = doc;
        this.client = doc.clientId();
        doc.onUpdate(
                UpdateFormat.V1, (update, transaction) -> emitted.addObject().put("v1", base64(update)));
        doc.onUpdate(
                UpdateFormat.V2,
                (update, transaction) -> ((ObjectNode) emitted.get(emitted.size() - 1)).put("v2", base64(update)));
        doc.onSubdocs(this::note);
        define(roots);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    Doc doc() {
        return doc;
    }

    /** Names and kinds of those that were defined. */
    ObjectNode roots() {
        return roots;
    }

    Edits edits() {
        return new Edits(doc, roots);
    }

    SharedType typeAt(JsonNode path) {
        return edits().target(path);
    }

    void define(JsonNode more) {
        more.forEachEntry((name, kind) -> {
            Roots.get(doc, name, kind.asText());
            roots.set(name, kind);
            if (watched) {
                observe(name);
            }
        });
    }

    void watch() {
        unwatch();
        watched = true;
        roots.fieldNames().forEachRemaining(this::observe);
    }

    void unwatch() {
        watched = false;
        watching.forEach(Subscription::close);
        watching.clear();
    }

    private void observe(String name) {
        var root = Roots.get(doc, name, roots.get(name).asText());
        watching.add(
                root.observeDeep(seen -> events.addObject().put("root", name).set("events", EventsShown.json(seen))));
    }

    private void note(SubdocsEvent event) {
        var shown = subdocs.addObject();
        shown.set("loaded", guids(event.loaded()));
        shown.set("added", guids(event.added()));
        shown.set("removed", guids(event.removed()));
    }

    private static ArrayNode guids(List<Doc> docs) {
        var guids = NODES.arrayNode();
        docs.forEach(doc -> guids.add(doc.guid()));
        return guids;
    }

    void manage(UndoManager next) {
        closeManager();
        manager = next;
    }

    boolean managed() {
        return manager != null;
    }

    UndoManager manager() {
        if (manager == null) {
            throw new IllegalStateException("the document has no undo manager");
        }
        return manager;
    }

    void closeManager() {
        if (manager != null) {
            manager.close();
            manager = null;
        }
    }

    /** What happened since the last time. Fields that say nothing are left out, except the updates. */
    ObjectNode take() {
        var taken = NODES.objectNode();
        taken.set("emitted", emitted);
        if (watched) {
            taken.set("events", events);
        }
        if (!subdocs.isEmpty()) {
            taken.set("subdocs", subdocs);
        }
        if (manager != null) {
            taken.put("undoStack", manager.undoSize()).put("redoStack", manager.redoSize());
        }
        if (client != doc.clientId()) {
            client = doc.clientId();
            taken.put("client", client);
        }
        emitted = NODES.arrayNode();
        events = NODES.arrayNode();
        subdocs = NODES.arrayNode();
        return taken;
    }
}
