package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.Delta;
import dev.parley.core.engine.type.Draft;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The vectors' writing of values: JSON, and for what JSON lacks an object with one key that starts with {@code $}. Every number
 * is a double.
 */
public final class Tagged {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Tagged() {}

    public static Any any(JsonNode json) {
        return switch (json.getNodeType()) {
            case NULL -> Any.NULL;
            case BOOLEAN -> json.booleanValue() ? Any.TRUE : Any.FALSE;
            case NUMBER -> new Any.Num(json.doubleValue());
            case STRING -> new Any.Str(json.textValue());
            case ARRAY -> new Any.Arr(json.valueStream().map(Tagged::any).toList());
            case OBJECT -> isTag(json) ? special(json) : new Any.Obj(members(json));
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("no value: " + json);
        };
    }

    public static JsonNode json(Any value) {
        return switch (value) {
            case Any.Undefined() -> tag("$undefined", NODES.booleanNode(true));
            case Any.Null() -> NODES.nullNode();
            case Any.Bool(boolean bool) -> NODES.booleanNode(bool);
            case Any.Num(double number) -> json(number);
            case Any.BigInt(long number) -> tag("$bigint", NODES.textNode(Long.toString(number)));
            case Any.Str(String text) -> NODES.textNode(text);
            case Any.Bytes(byte[] bytes) ->
                tag("$bytes", NODES.textNode(HexFormat.of().formatHex(bytes)));
            case Any.Arr(List<Any> items) -> {
                var array = NODES.arrayNode();
                items.forEach(item -> array.add(json(item)));
                yield array;
            }
            case Any.Obj(Map<String, Any> members) -> {
                var object = NODES.objectNode();
                members.forEach((key, member) -> object.set(key, json(member)));
                yield object;
            }
        };
    }

    /** The members of an object in their order, as attributes for instance. */
    static Map<String, Any> members(JsonNode object) {
        var members = new LinkedHashMap<String, Any>();
        object.forEachEntry((key, member) -> members.put(key, any(member)));
        return members;
    }

    /** A value, or with {@code $new} something that is still to be made. */
    static Input input(JsonNode json) {
        return switch (json.path("$new").asText()) {
            case "" -> any(json);
            case "doc" -> doc(json);
            default -> draft(json);
        };
    }

    static List<Input> inputs(JsonNode array) {
        return array.valueStream().map(Tagged::input).toList();
    }

    /** A type that is still to be made, with what it will hold. */
    static Draft<?> draft(JsonNode json) {
        return switch (json.path("$new").asText()) {
            case "array" -> Draft.array(inputs(json.required("items")));
            case "map" -> Draft.map(entries(json.required("entries")));
            case "text" -> Draft.text(delta(json.required("delta")));
            case "xmlText" -> Draft.xmlText(delta(json.required("delta")));
            case "xmlElement" ->
                Draft.xmlElement(
                        json.required("name").textValue(),
                        entries(json.required("attributes")),
                        drafts(json.required("children")));
            case "xmlFragment" -> Draft.xmlFragment(drafts(json.required("children")));
            case "xmlHook" -> Draft.xmlHook(json.required("name").textValue(), entries(json.required("entries")));
            default -> throw new IllegalArgumentException("no new type: " + json);
        };
    }

    static List<Draft<?>> drafts(JsonNode array) {
        var drafts = new ArrayList<Draft<?>>();
        array.forEach(json -> drafts.add(draft(json)));
        return drafts;
    }

    static List<Delta> delta(JsonNode ops) {
        return ops.valueStream().map(Tagged::deltaOp).toList();
    }

    private static Delta deltaOp(JsonNode op) {
        if (op.has("delete")) {
            return new Delta.Delete(op.get("delete").intValue());
        }
        var attributes = members(op.path("attributes"));
        return op.has("retain")
                ? new Delta.Retain(op.get("retain").intValue(), attributes)
                : Delta.embed(input(op.required("insert")), attributes);
    }

    private static Map<String, Input> entries(JsonNode object) {
        var entries = new LinkedHashMap<String, Input>();
        object.forEachEntry((key, value) -> entries.put(key, input(value)));
        return entries;
    }

    private static Doc doc(JsonNode json) {
        var options = Receivers.options(1).guid(json.required("guid").textValue());
        var opts = json.path("opts");
        if (opts.has("gc")) {
            options = options.gc(opts.get("gc").booleanValue());
        }
        if (opts.has("autoLoad")) {
            options = options.autoLoad(opts.get("autoLoad").booleanValue());
        }
        if (opts.has("meta")) {
            options = options.meta(any(opts.get("meta")));
        }
        return new Doc(options);
    }

    private static boolean isTag(JsonNode object) {
        return object.size() == 1 && object.fieldNames().next().startsWith("$");
    }

    private static Any special(JsonNode tagged) {
        var kind = tagged.fieldNames().next();
        var value = tagged.get(kind);
        return switch (kind) {
            case "$undefined" -> Any.UNDEFINED;
            case "$number" -> new Any.Num(Double.parseDouble(value.textValue()));
            case "$bigint" -> new Any.BigInt(Long.parseLong(value.textValue()));
            case "$bytes" -> new Any.Bytes(HexFormat.of().parseHex(value.textValue()));
            default -> throw new IllegalArgumentException("no plain value: " + tagged);
        };
    }

    private static JsonNode json(double number) {
        boolean plain = Double.isFinite(number) && !(number == 0 && Math.copySign(1, number) < 0);
        if (plain) {
            return NODES.numberNode(number);
        }
        return tag("$number", NODES.textNode(number == 0 ? "-0" : Double.toString(number)));
    }

    private static ObjectNode tag(String kind, JsonNode value) {
        var tagged = NODES.objectNode();
        tagged.set(kind, value);
        return tagged;
    }
}
