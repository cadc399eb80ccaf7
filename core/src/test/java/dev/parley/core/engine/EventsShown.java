package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.engine.type.Event;
import dev.parley.core.engine.type.KeyChange;
import dev.parley.core.engine.type.ListChange;
import dev.parley.core.engine.type.SharedType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What deep observers on all roots of a document see, as the vectors write it. */
public final class EventsShown {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ArrayNode seen = NODES.arrayNode();

    private EventsShown() {}

    /** From now on. */
    static EventsShown of(Doc doc, JsonNode roots) {
        var shown = new EventsShown();
        roots.forEachEntry((name, kind) -> Roots.get(doc, name, kind.asText())
                .observeDeep(events -> shown.seen.addObject().put("root", name).set("events", json(events))));
        return shown;
    }

    /** What was seen since the last call. */
    ArrayNode take() {
        var taken = seen;
        seen = NODES.arrayNode();
        return taken;
    }

    /** Puts the roots, and the events of each, in an order that follows from them alone. */
    public static JsonNode sorted(JsonNode seen) {
        var sorted = NODES.arrayNode();
        var perRoot = new ArrayList<JsonNode>();
        for (var root : seen) {
            var events = new ArrayList<JsonNode>();
            root.required("events").forEach(event -> events.add(canonical(event)));
            events.sort(Comparator.comparing(JsonNode::toString));
            var shown = NODES.objectNode();
            shown.set("events", NODES.arrayNode().addAll(events));
            shown.set("root", root.required("root"));
            perRoot.add(shown);
        }
        perRoot.sort(Comparator.comparing(root -> root.required("root").asText()));
        return sorted.addAll(perRoot);
    }

    public static ArrayNode json(List<Event> events) {
        var json = NODES.arrayNode();
        events.forEach(event -> json.add(json(event)));
        return json;
    }

    private static ObjectNode json(Event event) {
        var json = NODES.objectNode();
        json.set("target", target(event.target()));
        json.put("kind", Shown.kind(event.target()));
        var path = json.putArray("path");
        for (var step : event.path()) {
            if (step instanceof Integer index) {
                path.add(index);
            } else {
                path.add(step.toString());
            }
        }
        if (!event.keys().isEmpty()) {
            json.set("keys", keys(event.keys()));
        }
        var delta = Shown.delta(event.delta(), Shown::brief);
        json.set("delta", delta.isEmpty() ? changes(event.list()) : delta);
        return json;
    }

    public static ObjectNode target(SharedType type) {
        var id = type.id();
        var target = NODES.objectNode();
        if (id == null) {
            return target.put("root", type.rootName());
        }
        target.putArray("id").add(id.client()).add(id.clock());
        return target;
    }

    private static ObjectNode keys(Map<String, KeyChange> changes) {
        var keys = NODES.objectNode();
        changes.forEach((key, change) -> {
            var shown = keys.putObject(key);
            shown.put(
                    "action",
                    switch (change.action()) {
                        case ADD -> "add";
                        case UPDATE -> "update";
                        case DELETE -> "delete";
                    });
            if (change.oldValue() != null) {
                shown.set("oldValue", Shown.brief(change.oldValue()));
            }
        });
        return keys;
    }

    private static ArrayNode changes(List<ListChange> changes) {
        var json = NODES.arrayNode();
        for (var change : changes) {
            switch (change) {
                case ListChange.Insert(List<Value> values) -> {
                    var inserted = json.addObject().putArray("insert");
                    values.forEach(value -> inserted.add(Shown.brief(value)));
                }
                case ListChange.Retain(int length) -> json.addObject().put("retain", length);
                case ListChange.Delete(int length) -> json.addObject().put("delete", length);
            }
        }
        return json;
    }

    /** Keys sorted, numbers as doubles, and types by their kinds: of an old value Yjs tells the name of its class. */
    private static JsonNode canonical(JsonNode node) {
        if (node.isArray()) {
            var array = NODES.arrayNode();
            node.forEach(item -> array.add(canonical(item)));
            return array;
        }
        if (node.isObject()) {
            var members = new TreeMap<String, JsonNode>();
            node.forEachEntry((key, member) -> members.put(key, canonical(member)));
            var name = node.path("$type").asText();
            if (name.startsWith("Y")) {
                members.put("$type", NODES.textNode(Character.toLowerCase(name.charAt(1)) + name.substring(2)));
            }
            return NODES.objectNode().setAll(members);
        }
        return node.isNumber() ? NODES.numberNode(node.doubleValue()) : node;
    }
}
