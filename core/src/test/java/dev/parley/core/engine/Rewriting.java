package dev.parley.core.engine;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.Draft;
import dev.parley.core.engine.type.SharedArray;
import dev.parley.core.engine.type.SharedMap;
import dev.parley.core.engine.type.SharedText;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.engine.type.XmlElement;
import dev.parley.core.engine.type.XmlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Somebody who edits a document at random, in types of all kinds. */
final class Rewriting {
    private static final List<String> TEXTS = List.of("a", "bc", "hello ", "ä", "語", "0123456789", "😀", "x😀y");

    /** Without the last ones: cuts through pairs of surrogates show differently, depending on who has seen what. */
    private static final int WHOLE_TEXTS = TEXTS.size() - 2;

    private static final List<String> KEYS = List.of("a", "b", "c", "title", "author");
    private static final int DEEPEST = 4;

    private final Doc doc;
    private final RandomGenerator random;
    private final int texts;

    private Rewriting(Doc doc, RandomGenerator random, int texts) {
        this.doc = doc;
        this.random = random;
        this.texts = texts;
    }

    /** So many edits, one or some to a transaction. */
    static void of(Doc doc, RandomGenerator random, int edits) {
        new Rewriting(doc, random, TEXTS.size()).edit(null, edits);
    }

    /** The same without pairs of surrogates. */
    static void withoutPairs(Doc doc, @Nullable Object origin, RandomGenerator random, int edits) {
        new Rewriting(doc, random, WHOLE_TEXTS).edit(origin, edits);
    }

    private void edit(@Nullable Object origin, int edits) {
        int left = edits;
        while (left > 0) {
            int together = 1 + random.nextInt(Math.min(3, left));
            doc.transact(origin, transaction -> {
                for (int i = 0; i < together; i++) {
                    edit();
                }
            });
            left -= together;
        }
    }

    static void askForRoots(Doc doc) {
        doc.text("text");
        doc.array("array");
        doc.map("map");
        doc.xml("xml");
    }

    private void edit() {
        SharedType target = switch (random.nextInt(5)) {
            case 0, 1 -> doc.text("text");
            case 2 -> doc.array("array");
            case 3 -> doc.map("map");
            default -> doc.xml("xml");
        };
        for (int depth = 0; depth < DEEPEST && random.nextBoolean(); depth++) {
            var inner = inside(target);
            if (inner.isEmpty()) {
                break;
            }
            target = inner.get(random.nextInt(inner.size()));
        }
        switch (target) {
            case SharedText text -> edit(text);
            case SharedArray array -> edit(array);
            case SharedMap map -> edit(map);
            case XmlFragment fragment -> edit(fragment);
        }
    }

    private static List<SharedType> inside(SharedType type) {
        var inner = new ArrayList<SharedType>();
        switch (type) {
            case SharedArray array -> array.asList().forEach(value -> add(inner, value));
            case SharedMap map -> map.asMap().values().forEach(value -> add(inner, value));
            case XmlFragment fragment -> fragment.children().forEach(value -> add(inner, value));
            case SharedText text -> text.attributes().values().forEach(value -> add(inner, value));
        }
        return inner;
    }

    private static void add(List<SharedType> types, Value value) {
        if (value instanceof SharedType type) {
            types.add(type);
        }
    }

    private void edit(SharedText text) {
        int index = random.nextInt(text.length() + 1);
        int rest = text.length() - index;
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> text.insert(index, text());
            case 3 -> text.insert(index, text(), attributes());
            case 4, 5 -> text.delete(index, random.nextInt(Math.min(rest, 6) + 1));
            case 6 -> text.format(index, random.nextInt(Math.min(rest, 8) + 1), attributes());
            default -> {
                if (random.nextBoolean()) {
                    text.embed(index, value(), attributes());
                } else {
                    text.setAttribute(key(), value());
                }
            }
        }
    }

    private void edit(SharedArray array) {
        int index = random.nextInt(array.length() + 1);
        switch (random.nextInt(5)) {
            case 0 -> array.insert(index, List.of(value(), value(), value()));
            case 1 -> array.add(value());
            case 2 -> array.insert(index, draft());
            default -> array.delete(index, random.nextInt(Math.min(array.length() - index, 3) + 1));
        }
    }

    private void edit(SharedMap map) {
        switch (random.nextInt(6)) {
            case 0, 1 -> map.set(key(), value());
            case 2, 3 -> map.set(key(), draft());
            case 4 -> map.delete(key());
            default -> {
                if (random.nextInt(4) == 0) {
                    map.clear();
                }
            }
        }
    }

    private void edit(XmlFragment fragment) {
        int index = random.nextInt(fragment.length() + 1);
        switch (random.nextInt(5)) {
            case 0, 1 -> fragment.insert(index, List.of(node()));
            case 2 -> fragment.insert(index, List.of(node(), node()));
            case 3 -> fragment.delete(index, random.nextInt(Math.min(fragment.length() - index, 2) + 1));
            default -> {
                if (fragment instanceof XmlElement element) {
                    if (random.nextBoolean()) {
                        element.setAttribute(key(), value());
                    } else {
                        element.removeAttribute(key());
                    }
                }
            }
        }
    }

    private String text() {
        return TEXTS.get(random.nextInt(texts));
    }

    private String key() {
        return KEYS.get(random.nextInt(KEYS.size()));
    }

    private Map<String, Any> attributes() {
        return Map.of(random.nextBoolean() ? "bold" : "color", random.nextBoolean() ? Any.TRUE : Any.NULL);
    }

    private Any value() {
        return switch (random.nextInt(5)) {
            case 0 -> Any.of("text " + random.nextInt(10));
            case 1 -> Any.of(random.nextInt(1000));
            case 2 -> Any.NULL;
            case 3 -> new Any.Arr(List.of(Any.TRUE, Any.of(1.5)));
            default -> new Any.Obj(Map.of("k", Any.of(random.nextInt(3))));
        };
    }

    private Input draft() {
        return switch (random.nextInt(6)) {
            case 0 -> Draft.array(List.of(value(), value()));
            case 1 -> Draft.map(Map.of(key(), value()));
            case 2 -> Draft.text(text() + text());
            case 3 -> node();
            case 4 -> Draft.array(List.of(Draft.map(Map.of(key(), Draft.text(text())))));
            default -> value();
        };
    }

    private Input node() {
        return random.nextBoolean()
                ? Draft.xmlText(text())
                : Draft.xmlElement("p", Map.of(key(), value()), List.of(Draft.xmlText(text())));
    }
}
