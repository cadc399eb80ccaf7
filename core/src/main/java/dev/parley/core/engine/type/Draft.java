package dev.parley.core.engine.type;

import dev.parley.core.engine.Input;
import java.util.Collections;
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
    /** Becomes a text with this content. */
    record Text(List<Delta> delta) implements Draft<SharedText> {
        public Text {
            delta = List.copyOf(delta);
        }
    }

    /** Becomes a list of these. */
    record Array(List<? extends Input> items) implements Draft<SharedArray> {
        public Array {
            items = List.copyOf(items);
        }
    }

    /** Becomes a map with these entries. */
    record Entries(Map<String, ? extends Input> entries) implements Draft<SharedMap> {
        public Entries {
            entries = copy(entries);
        }
    }

    /** Becomes a text inside of XML with this content. */
    record MarkedText(List<Delta> delta) implements Draft<XmlText> {
        public MarkedText {
            delta = List.copyOf(delta);
        }
    }

    /** Becomes an XML node with these attributes and children. */
    record Element(String name, Map<String, ? extends Input> attributes, List<? extends Input> children)
            implements Draft<XmlElement> {
        public Element {
            attributes = copy(attributes);
            children = List.copyOf(children);
        }
    }

    /** Becomes a list of these XML nodes. */
    record Fragment(List<? extends Input> children) implements Draft<XmlFragment> {
        public Fragment {
            children = List.copyOf(children);
        }
    }

    /** Becomes a hook with these entries. */
    record Hook(String name, Map<String, ? extends Input> entries) implements Draft<XmlHook> {
        public Hook {
            entries = copy(entries);
        }
    }

    /** In the order of the original, which shows in the bytes. */
    private static Map<String, Input> copy(Map<String, ? extends Input> entries) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    static Draft<SharedText> text() {
        return new Text(List.of());
    }

    static Draft<SharedText> text(String text) {
        return new Text(List.of(Delta.insert(text)));
    }

    static Draft<SharedText> text(List<Delta> delta) {
        return new Text(delta);
    }

    static Draft<SharedArray> array() {
        return new Array(List.of());
    }

    static Draft<SharedArray> array(List<? extends Input> items) {
        return new Array(items);
    }

    static Draft<SharedMap> map() {
        return new Entries(Map.of());
    }

    /** A map with these entries. Their order shows in the bytes: give a {@link LinkedHashMap} if a run is to be repeated. */
    static Draft<SharedMap> map(Map<String, ? extends Input> entries) {
        return new Entries(entries);
    }

    static Draft<XmlText> xmlText(String text) {
        return new MarkedText(List.of(Delta.insert(text)));
    }

    static Draft<XmlText> xmlText(List<Delta> delta) {
        return new MarkedText(delta);
    }

    static Draft<XmlElement> xmlElement(String name) {
        return new Element(name, Map.of(), List.of());
    }

    static Draft<XmlElement> xmlElement(
            String name, Map<String, ? extends Input> attributes, List<? extends Input> children) {
        return new Element(name, attributes, children);
    }

    static Draft<XmlFragment> xmlFragment(List<? extends Input> children) {
        return new Fragment(children);
    }

    static Draft<XmlHook> xmlHook(String name, Map<String, ? extends Input> entries) {
        return new Hook(name, entries);
    }
}
