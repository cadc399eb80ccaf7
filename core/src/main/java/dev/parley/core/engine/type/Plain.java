package dev.parley.core.engine.type;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.lib0.Any;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shared types as plain values, as Yjs's {@code toJSON} gives them. Lists and maps are walked without recursion. */
final class Plain {
    private Plain() {}

    static Any of(Value value) {
        var outermost = Level.of(value);
        if (outermost == null) {
            return leaf(value);
        }
        Deque<Level> open = new ArrayDeque<>();
        open.push(outermost);
        while (true) {
            var innermost = open.element();
            if (innermost.values.hasNext()) {
                var next = innermost.values.next();
                var inner = Level.of(next);
                if (inner == null) {
                    innermost.plain.add(leaf(next));
                } else {
                    open.push(inner);
                }
            } else {
                var done = open.pop().close();
                if (open.isEmpty()) {
                    return done;
                }
                open.element().plain.add(done);
            }
        }
    }

    private static Any leaf(Value value) {
        return switch (value) {
            case Any any -> any;
            case SharedText text -> new Any.Str(text.toString());
            case XmlFragment xml -> new Any.Str(xml.toString());
            case Doc doc -> new Any.Obj(Map.of("guid", new Any.Str(doc.guid())));
            default -> throw new IllegalArgumentException("neither a value nor a type nor a document: " + value);
        };
    }

    /** A list or a map that is being walked through, and what it holds as plain values so far. */
    private static final class Level {
        final Iterator<Value> values;
        final List<Any> plain = new ArrayList<>();

        /** Null for a list. */
        private final @Nullable Iterator<String> keys;

        private Level(Iterator<Value> values, @Nullable Iterator<String> keys) {
            this.values = values;
            this.keys = keys;
        }

        static @Nullable Level of(Value value) {
            return switch (value) {
                case SharedArray array -> new Level(array.asList().iterator(), null);
                case SharedMap map -> of(map.asMap());
                default -> null;
            };
        }

        private static Level of(Map<String, Value> entries) {
            return new Level(entries.values().iterator(), entries.keySet().iterator());
        }

        Any close() {
            if (keys == null) {
                return new Any.Arr(plain);
            }
            Map<String, Any> members = new LinkedHashMap<>();
            plain.forEach(value -> members.put(keys.next(), value));
            return new Any.Obj(members);
        }
    }
}
