package dev.parley.core.engine.type;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * XML types as markup, letter by letter as Yjs shows them: nothing is escaped, and what is no XML is shown as JavaScript adds it to
 * a string. Whatever lies inside of something else waits on a stack of our own, so that depth costs none of the thread's.
 */
final class Markup {
    private static final String OBJECT = "[object Object]";
    private static final Value NOTHING = new Any.Str("");
    private static final Value COMMA = new Any.Str(",");

    private final StringBuilder markup = new StringBuilder();

    /** What is still to be shown, the innermost first. */
    private final Deque<Iterator<? extends Value>> open = new ArrayDeque<>();

    private Markup() {}

    static String of(SharedType xml) {
        var all = new Markup();
        all.show(xml);
        while (!all.open.isEmpty()) {
            var innermost = all.open.element();
            if (innermost.hasNext()) {
                all.show(innermost.next());
            } else {
                all.open.pop();
            }
        }
        return all.markup.toString();
    }

    private void show(Value value) {
        switch (value) {
            case Any.Str text -> markup.append(text.value());
            case Any.Arr array -> showAll(items(array));
            case Any.Bytes bytes -> markup.append(numbers(bytes.value()));
            case Any.Obj object -> markup.append(OBJECT);
            case Any.Undefined undefined -> markup.append("undefined");
            case Any.BigInt number -> markup.append(number.value());
            case Any.Num(double number) when !Double.isFinite(number) -> markup.append(number);
            case Any scalar -> markup.append(Json.print(scalar));
            case XmlText text -> showAll(pieces(text));
            case SharedText text -> markup.append(text);
            case XmlElement element -> showElement(element);
            case XmlFragment fragment -> open.push(fragment.children().iterator());
            case SharedArray array -> markup.append(OBJECT);
            case SharedMap map -> markup.append(OBJECT);
            case Doc doc -> markup.append(OBJECT);
            default -> throw new IllegalArgumentException("neither a value nor a type nor a document: " + value);
        }
    }

    private void showAll(List<Value> values) {
        open.push(values.iterator());
    }

    private void showElement(XmlElement element) {
        var name = element.name().toLowerCase(Locale.ROOT);
        showAll(List.of(new Any.Str("</" + name + ">")));
        open.push(element.children().iterator());
        List<Value> start = new ArrayList<>();
        start.add(new Any.Str("<" + name));
        new TreeMap<>(element.attributes()).forEach((key, value) -> attribute(key, value, start));
        start.add(new Any.Str(">"));
        showAll(start);
    }

    private static void attribute(String name, Value value, List<Value> all) {
        all.add(new Any.Str(" " + name + "=\""));
        all.add(value);
        all.add(new Any.Str("\""));
    }

    /** Each piece of the text is inside of an element for each of its formats. */
    private static List<Value> pieces(XmlText text) {
        List<Value> all = new ArrayList<>();
        for (var delta : text.delta()) {
            if (delta instanceof Delta.Insert(Value content, Map<String, Any> attributes)) {
                var formats = new TreeMap<>(attributes);
                formats.forEach((name, value) -> {
                    all.add(new Any.Str("<" + name));
                    new TreeMap<>(members(value)).forEach((key, member) -> attribute(key, member, all));
                    all.add(new Any.Str(">"));
                });
                all.add(content);
                formats.descendingKeySet().forEach(name -> all.add(new Any.Str("</" + name + ">")));
            }
        }
        return all;
    }

    /** What JavaScript finds in a value with {@code for … in}. */
    private static Map<String, Any> members(Any value) {
        return switch (value) {
            case Any.Obj object -> object.members();
            case Any.Arr array -> numbered(array.items());
            case Any.Str text -> numbered(letters(text.value()));
            default -> Map.of();
        };
    }

    private static List<Any> letters(String text) {
        List<Any> letters = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            letters.add(new Any.Str(text.substring(i, i + 1)));
        }
        return letters;
    }

    private static Map<String, Any> numbered(List<Any> items) {
        Map<String, Any> members = new TreeMap<>();
        for (int i = 0; i < items.size(); i++) {
            members.put(String.valueOf(i), items.get(i));
        }
        return members;
    }

    private static List<Value> items(Any.Arr array) {
        List<Value> all = new ArrayList<>();
        for (var item : array.items()) {
            if (!all.isEmpty()) {
                all.add(COMMA);
            }
            all.add(item instanceof Any.Null || item instanceof Any.Undefined ? NOTHING : item);
        }
        return all;
    }

    private static String numbers(byte[] bytes) {
        List<String> numbers = new ArrayList<>();
        for (byte b : bytes) {
            numbers.add(String.valueOf(b & 0xff));
        }
        return String.join(",", numbers);
    }
}
