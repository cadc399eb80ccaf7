package dev.parley.core.engine.type;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.lib0.Any;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shared types as plain values, as Yjs's {@code toJSON} gives them. How deep types lie in each other is limited elsewhere. */
final class Plain {
    private Plain() {}

    static Any of(SharedType type) {
        return switch (type) {
            case SharedArray array -> array(array);
            case SharedMap map -> map(map.asMap());
            case SharedText text -> new Any.Str(text.toString());
            case XmlFragment xml -> new Any.Str(xml.toString());
        };
    }

    private static Any array(SharedArray array) {
        List<Any> items = new ArrayList<>(array.length());
        for (var value : array.asList()) {
            items.add(of(value));
        }
        return new Any.Arr(items);
    }

    private static Any map(Map<String, Value> entries) {
        Map<String, Any> members = new LinkedHashMap<>();
        entries.forEach((key, value) -> members.put(key, of(value)));
        return new Any.Obj(members);
    }

    static Any of(Value value) {
        return switch (value) {
            case Any any -> any;
            case SharedType type -> of(type);
            case Doc doc -> new Any.Obj(Map.of("guid", new Any.Str(doc.guid())));
            default -> throw new IllegalArgumentException("neither a value nor a type nor a document: " + value);
        };
    }
}
