package dev.parley.core.engine.type;

import dev.parley.core.engine.Input;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A shared type that doesn't exist yet: what it is, and what it holds from the beginning. It comes into being where it is put.
 *
 * <pre>{@code
 * SharedMap message = messages.add(Draft.map(Map.of("author", Any.of("ada"), "body", Draft.text("Hello"))));
 * }</pre>
 *
 * @param <T> the type that it becomes
 */
public sealed interface Draft<T extends SharedType> extends Input {
    record Text(List<Delta> delta) implements Draft<SharedText> {}

    record Array(List<? extends Input> items) implements Draft<SharedArray> {}

    record Entries(Map<String, ? extends Input> entries) implements Draft<SharedMap> {}

    record MarkedText(List<Delta> delta) implements Draft<XmlText> {}

    record Element(String name, Map<String, ? extends Input> attributes, List<? extends Input> children)
            implements Draft<XmlElement> {}

    record Fragment(List<? extends Input> children) implements Draft<XmlFragment> {}

    record Hook(String name, Map<String, ? extends Input> entries) implements Draft<XmlHook> {}

    static Draft<SharedText> text() {
        return new Text(List.of());
    }

    static Draft<SharedText> text(String text) {
        return new Text(List.of(Delta.insert(text)));
    }

    static Draft<SharedText> text(List<Delta> delta) {
        return new Text(List.copyOf(delta));
    }

    static Draft<SharedArray> array() {
        return new Array(List.of());
    }

    static Draft<SharedArray> array(List<? extends Input> items) {
        return new Array(List.copyOf(items));
    }

    static Draft<SharedMap> map() {
        return new Entries(Map.of());
    }

    static Draft<SharedMap> map(Map<String, ? extends Input> entries) {
        return new Entries(new LinkedHashMap<>(entries));
    }

    static Draft<XmlText> xmlText(String text) {
        return new MarkedText(List.of(Delta.insert(text)));
    }

    static Draft<XmlText> xmlText(List<Delta> delta) {
        return new MarkedText(List.copyOf(delta));
    }

    static Draft<XmlElement> xmlElement(String name) {
        return new Element(name, Map.of(), List.of());
    }

    static Draft<XmlElement> xmlElement(
            String name, Map<String, ? extends Input> attributes, List<? extends Input> children) {
        return new Element(name, new LinkedHashMap<>(attributes), List.copyOf(children));
    }

    static Draft<XmlFragment> xmlFragment(List<? extends Input> children) {
        return new Fragment(List.copyOf(children));
    }

    static Draft<XmlHook> xmlHook(String name, Map<String, ? extends Input> entries) {
        return new Hook(name, new LinkedHashMap<>(entries));
    }
}
