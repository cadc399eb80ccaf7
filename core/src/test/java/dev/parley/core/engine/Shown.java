package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.Delta;
import dev.parley.core.engine.type.SharedArray;
import dev.parley.core.engine.type.SharedMap;
import dev.parley.core.engine.type.SharedText;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.engine.type.XmlElement;
import dev.parley.core.engine.type.XmlFragment;
import dev.parley.core.engine.type.XmlHook;
import dev.parley.core.engine.type.XmlText;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a document holds, as the vectors write it. Compare the results with {@link Difference}. */
public final class Shown {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Shown() {}

    /** The vectors' {@code json}: each root as plain values, read through the types' own lists and maps. */
    public static ObjectNode json(Doc doc, JsonNode roots) {
        var json = NODES.objectNode();
        roots.forEachEntry((name, kind) -> json.set(name, json(Roots.get(doc, name, kind.asText()))));
        return json;
    }

    /** The vectors' {@code tree}: each root with the kinds of all types. */
    public static ObjectNode tree(Doc doc, JsonNode roots) {
        var tree = NODES.objectNode();
        roots.forEachEntry((name, kind) -> tree.set(name, tree(Roots.get(doc, name, kind.asText()))));
        return tree;
    }

    /** A value that was read: a plain one, a type, or a sub-document. */
    public static JsonNode tree(Object value) {
        return value instanceof SharedType type ? typeTree(type) : plain(value);
    }

    /** A value as it stands in events: of a type only the kind. */
    static JsonNode brief(Object value) {
        return value instanceof SharedType type ? typed(type) : plain(value);
    }

    static String kind(SharedType type) {
        return switch (type) {
            case SharedArray array -> "array";
            case XmlHook hook -> "xmlHook";
            case SharedMap map -> "map";
            case XmlText text -> "xmlText";
            case SharedText text -> "text";
            case XmlElement element -> "xmlElement";
            case XmlFragment fragment -> "xmlFragment";
        };
    }

    public static ArrayNode delta(List<Delta> delta, Function<Object, JsonNode> inserted) {
        var ops = NODES.arrayNode();
        for (var op : delta) {
            var shown = ops.addObject();
            switch (op) {
                case Delta.Insert(Object content, Map<String, Any> attributes) -> {
                    shown.set("insert", inserted.apply(content));
                    putAttributes(shown, attributes);
                }
                case Delta.Retain(int length, Map<String, Any> attributes) -> {
                    shown.put("retain", length);
                    putAttributes(shown, attributes);
                }
                case Delta.Delete(int length) -> shown.put("delete", length);
                case Delta.Make make -> throw new IllegalArgumentException("nobody reads what is still to be made");
            }
        }
        return ops;
    }

    private static JsonNode json(Object value) {
        return switch (value) {
            case SharedArray array -> list(array.asList(), Shown::json);
            case SharedMap map -> entries(map.asMap(), Shown::json);
            case SharedType type -> Tagged.json(type.toJson());
            default -> plain(value);
        };
    }

    private static JsonNode plain(Object value) {
        return switch (value) {
            case Any any -> Tagged.json(any);
            case Doc doc -> subDoc(doc);
            default -> throw new IllegalArgumentException("no value of a document: " + value);
        };
    }

    private static ObjectNode typeTree(SharedType type) {
        var shown = typed(type);
        switch (type) {
            case SharedArray array -> shown.set("items", list(array.asList(), Shown::tree));
            case SharedMap map -> {
                if (map instanceof XmlHook hook) {
                    shown.put("name", hook.name());
                }
                shown.set("entries", entries(map.asMap(), Shown::tree));
            }
            case SharedText text -> {
                shown.set("delta", delta(text.delta(), Shown::tree));
                if (!text.attributes().isEmpty()) {
                    shown.set("attributes", entries(text.attributes(), Shown::tree));
                }
            }
            case XmlFragment fragment -> {
                if (fragment instanceof XmlElement element) {
                    shown.put("name", element.name());
                    shown.set("attributes", entries(element.attributes(), Shown::tree));
                }
                shown.set("children", list(fragment.children(), Shown::tree));
            }
        }
        return shown;
    }

    private static ObjectNode typed(SharedType type) {
        return NODES.objectNode().put("$type", kind(type));
    }

    private static ArrayNode list(List<?> values, Function<Object, JsonNode> shown) {
        var list = NODES.arrayNode();
        values.forEach(value -> list.add(shown.apply(value)));
        return list;
    }

    private static ObjectNode entries(Map<String, ?> values, Function<Object, JsonNode> shown) {
        var entries = NODES.objectNode();
        values.forEach((key, value) -> entries.set(key, shown.apply(value)));
        return entries;
    }

    private static void putAttributes(ObjectNode op, Map<String, Any> attributes) {
        if (!attributes.isEmpty()) {
            op.set("attributes", entries(attributes, Shown::tree));
        }
    }

    private static ObjectNode subDoc(Doc doc) {
        var options = doc.options();
        var about = NODES.objectNode().put("guid", doc.guid());
        if (!options.gc()) {
            about.put("gc", false);
        }
        if (options.autoLoad()) {
            about.put("autoLoad", true);
        }
        if (options.meta() != null && !options.meta().equals(Any.NULL)) {
            about.set("meta", Tagged.json(options.meta()));
        }
        var shown = NODES.objectNode();
        shown.set("$doc", about);
        return shown;
    }
}
