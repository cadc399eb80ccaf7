package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.Delta;
import dev.parley.core.engine.type.SharedArray;
import dev.parley.core.engine.type.SharedMap;
import dev.parley.core.engine.type.SharedText;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.engine.type.XmlElement;
import dev.parley.core.engine.type.XmlFragment;
import org.jspecify.annotations.Nullable;

/** Carries out the vectors' edits on a document. */
public final class Edits {
    private final Doc doc;
    private final JsonNode roots;

    /** {@code roots}: names and kinds. */
    public Edits(Doc doc, JsonNode roots) {
        this.doc = doc;
        this.roots = roots;
    }

    /** Carries out all of them in their order, within the open transaction if there is one. */
    void runAll(JsonNode ops) {
        ops.forEach(this::run);
    }

    public void run(JsonNode op) {
        var kind = op.required("op").asText();
        switch (kind.substring(0, kind.indexOf('.'))) {
            case "text" -> inText(kind, op, target(op, SharedText.class));
            case "array" -> inArray(kind, op, target(op, SharedArray.class));
            case "map" -> inMap(kind, op, target(op, SharedMap.class));
            case "xml" -> inXml(kind, op);
            default -> throw unknown(op);
        }
    }

    private static void inText(String kind, JsonNode op, SharedText text) {
        int index = op.path("index").intValue();
        int length = op.path("length").intValue();
        var attributes = Tagged.members(op.path("attributes"));
        switch (kind) {
            case "text.insert" -> {
                if (op.has("attributes")) {
                    text.insert(index, op.required("text").textValue(), attributes);
                } else {
                    text.insert(index, op.required("text").textValue());
                }
            }
            case "text.embed" -> text.embed(index, Tagged.input(op.required("embed")), attributes);
            case "text.format" -> text.format(index, length, attributes);
            case "text.delete" -> text.delete(index, length);
            case "text.delta" -> text.apply(Tagged.delta(op.required("delta")));
            case "text.setAttribute" -> text.setAttribute(key(op), Tagged.input(op.required("value")));
            case "text.removeAttribute" -> text.removeAttribute(key(op));
            default -> throw unknown(op);
        }
    }

    private static void inArray(String kind, JsonNode op, SharedArray array) {
        switch (kind) {
            case "array.insert" -> array.insert(op.required("index").intValue(), Tagged.inputs(op.required("values")));
            case "array.push" -> array.addAll(Tagged.inputs(op.required("values")));
            case "array.delete" ->
                array.delete(
                        op.required("index").intValue(), op.required("length").intValue());
            default -> throw unknown(op);
        }
    }

    private static void inMap(String kind, JsonNode op, SharedMap map) {
        switch (kind) {
            case "map.set" -> map.set(key(op), Tagged.input(op.required("value")));
            case "map.delete" -> map.delete(key(op));
            case "map.clear" -> map.clear();
            default -> throw unknown(op);
        }
    }

    private void inXml(String kind, JsonNode op) {
        switch (kind) {
            case "xml.insert" ->
                target(op, XmlFragment.class)
                        .insert(op.required("index").intValue(), Tagged.drafts(op.required("nodes")));
            case "xml.delete" ->
                target(op, XmlFragment.class)
                        .delete(
                                op.required("index").intValue(),
                                op.required("length").intValue());
            case "xml.setAttribute" ->
                target(op, XmlElement.class).setAttribute(key(op), Tagged.input(op.required("value")));
            case "xml.removeAttribute" -> target(op, XmlElement.class).removeAttribute(key(op));
            default -> throw unknown(op);
        }
    }

    private static String key(JsonNode op) {
        return op.required("key").textValue();
    }

    private <T extends SharedType> T target(JsonNode op, Class<T> kind) {
        return kind.cast(target(op.required("at")));
    }

    /** What a path leads to: a root's name, then keys and indexes. */
    public SharedType target(JsonNode path) {
        var name = path.get(0).textValue();
        var type = Roots.get(doc, name, roots.required(name).asText());
        for (int i = 1; i < path.size(); i++) {
            type = inside(type, path.get(i));
        }
        return type;
    }

    private static SharedType inside(SharedType type, JsonNode step) {
        @Nullable
        Object value = switch (type) {
            case SharedArray array -> array.get(step.intValue());
            case SharedMap map -> map.get(step.textValue());
            case XmlElement element
            when step.isTextual() -> element.attributes().get(step.textValue());
            case XmlFragment fragment -> fragment.children().get(step.intValue());
            case SharedText text when step.isTextual() -> text.attributes().get(step.textValue());
            case SharedText text -> embedded(text, step.intValue());
        };
        if (value instanceof SharedType found) {
            return found;
        }
        throw new IllegalArgumentException("no type at " + step + ": " + value);
    }

    /** What stands at an index of a text. */
    private static @Nullable Object embedded(SharedText text, int index) {
        int at = 0;
        for (var op : text.delta()) {
            if (op instanceof Delta.Insert(Object content, var attributes)) {
                if (at == index) {
                    return content;
                }
                at += content instanceof Any.Str(String string) ? string.length() : 1;
            }
        }
        return null;
    }

    private static IllegalArgumentException unknown(JsonNode op) {
        return new IllegalArgumentException("unknown edit: " + op);
    }
}
