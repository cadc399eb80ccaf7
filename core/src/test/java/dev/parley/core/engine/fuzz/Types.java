package dev.parley.core.engine.fuzz;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.core.engine.Roots;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.Delta;
import dev.parley.core.engine.type.SharedArray;
import dev.parley.core.engine.type.SharedMap;
import dev.parley.core.engine.type.SharedText;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.engine.type.XmlElement;
import dev.parley.core.engine.type.XmlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All types that a document shows, with the paths that lead to them. */
final class Types {
    private static final int MAX_DEPTH = 5;

    record Found(ArrayNode path, SharedType type) {}

    private final List<Found> found = new ArrayList<>();

    private Types() {}

    static List<Found> of(Replica replica) {
        var types = new Types();
        replica.roots()
                .forEachEntry((name, kind) -> types.add(
                        JsonNodeFactory.instance.arrayNode().add(name), Roots.get(replica.doc(), name, kind.asText())));
        return types.found;
    }

    private void add(ArrayNode path, SharedType type) {
        found.add(new Found(path, type));
        if (path.size() > MAX_DEPTH) {
            return;
        }
        switch (type) {
            case SharedArray array -> list(path, array.asList());
            case SharedMap map -> entries(path, map.asMap());
            case SharedText text -> {
                entries(path, text.attributes());
                int index = 0;
                for (var op : text.delta()) {
                    if (op instanceof Delta.Insert(Object content, var attributes)) {
                        inside(path.deepCopy().add(index), content);
                        index += content instanceof Any.Str(String string) ? string.length() : 1;
                    }
                }
            }
            case XmlFragment fragment -> {
                if (fragment instanceof XmlElement element) {
                    entries(path, element.attributes());
                }
                list(path, fragment.children());
            }
        }
    }

    private void list(ArrayNode path, List<?> values) {
        int index = 0;
        for (var value : values) {
            inside(path.deepCopy().add(index++), value);
        }
    }

    private void entries(ArrayNode path, Map<String, ?> entries) {
        entries.forEach((key, value) -> inside(path.deepCopy().add(key), value));
    }

    private void inside(ArrayNode path, Object value) {
        if (value instanceof SharedType type) {
            add(path, type);
        }
    }
}
