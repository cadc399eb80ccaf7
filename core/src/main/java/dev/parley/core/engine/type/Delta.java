package dev.parley.core.engine.type;

import dev.parley.core.engine.Input;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.lib0.Any;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A step of a description of a formatted text, or of a change to one, as the editor Quill has made it common.
 *
 * <pre>{@code
 * text.apply(List.of(
 *         Delta.retain(6),
 *         Delta.insert("world", Map.of("bold", Any.TRUE)),
 *         Delta.delete(3)));
 * }</pre>
 */
public sealed interface Delta {
    /**
     * Something new, or, in the description of a text, something that is there.
     *
     * @param content an {@link Any.Str} of text, another {@link Any} that is embedded, a type or a document
     */
    record Insert(Value content, Map<String, Any> attributes) implements Delta {
        public Insert {
            attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        }
    }

    /** A type that is still to be made. What a text or an event says never has it: there it is an {@link Insert} of what was made. */
    record Make(Draft<?> draft, Map<String, Any> attributes) implements Delta {
        public Make {
            attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        }
    }

    /** Going on over so many units; attributes are set on them, {@link Any#NULL} takes one off. */
    record Retain(int length, Map<String, Any> attributes) implements Delta {
        public Retain {
            checkLength(length);
            attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        }
    }

    /** Taking so many units away. */
    record Delete(int length) implements Delta {
        public Delete {
            checkLength(length);
        }
    }

    private static void checkLength(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("a length is not negative, unlike " + length);
        }
    }

    static Delta insert(String text) {
        return insert(text, Map.of());
    }

    static Delta insert(String text, Map<String, Any> attributes) {
        return new Insert(new Any.Str(text), attributes);
    }

    /** A value or a type that stands in the text like a letter. */
    static Delta embed(Input content, Map<String, Any> attributes) {
        return switch (content) {
            case Draft<?> draft -> new Make(draft, attributes);
            case Value value -> new Insert(value, attributes);
            default -> throw new IllegalArgumentException("neither a value nor a draft nor a document: " + content);
        };
    }

    static Delta retain(int length) {
        return new Retain(length, Map.of());
    }

    static Delta retain(int length, Map<String, Any> attributes) {
        return new Retain(length, attributes);
    }

    static Delta delete(int length) {
        return new Delete(length);
    }
}
