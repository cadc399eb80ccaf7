package dev.parley.core.engine.lib0;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The vectors' writing of values: JSON, and an object with one key that starts with {@code $} for what JSON lacks. */
final class TaggedValues {
    private TaggedValues() {}

    static Any any(JsonNode json) {
        return switch (json.getNodeType()) {
            case NULL -> Any.NULL;
            case BOOLEAN -> json.booleanValue() ? Any.TRUE : Any.FALSE;
            case NUMBER -> new Any.Num(json.doubleValue());
            case STRING -> new Any.Str(json.textValue());
            case ARRAY -> new Any.Arr(anys(json));
            case OBJECT -> object(json);
            case BINARY, MISSING, POJO -> throw new AssertionError(json);
        };
    }

    static List<Any> anys(JsonNode array) {
        return array.valueStream().map(TaggedValues::any).toList();
    }

    /** Also of a tagged -0. */
    static long varInt(JsonNode json) {
        return json.isNumber() ? json.longValue() : Decoder.NEGATIVE_ZERO;
    }

    static double number(JsonNode json) {
        return ((Any.Num) any(json)).value();
    }

    static List<Long> longs(JsonNode array) {
        var numbers = new ArrayList<Long>();
        array.forEach(number -> numbers.add(number.longValue()));
        return numbers;
    }

    static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::textValue).toList();
    }

    private static Any object(JsonNode json) {
        var members = new LinkedHashMap<String, Any>();
        for (var member : json.properties()) {
            if (member.getKey().startsWith("$")) {
                return special(member.getKey(), member.getValue());
            }
            members.put(member.getKey(), any(member.getValue()));
        }
        return new Any.Obj(members);
    }

    private static Any special(String tag, JsonNode value) {
        return switch (tag) {
            case "$undefined" -> Any.UNDEFINED;
            case "$number" -> new Any.Num(Double.parseDouble(value.textValue()));
            case "$bigint" -> new Any.BigInt(Long.parseLong(value.textValue()));
            case "$bytes" -> new Any.Bytes(Vectors.bytes(value));
            default -> throw new AssertionError(tag);
        };
    }
}
