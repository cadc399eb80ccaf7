package dev.parley.core.engine.type;

import dev.parley.core.engine.Value;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** XML types as markup, letter by letter as Yjs shows them: nothing is escaped. */
final class Markup {
    private static final String OBJECT = "[object Object]";

    private Markup() {}

    static String of(XmlFragment fragment) {
        var children = fragment.children().stream().map(Markup::text).collect(Collectors.joining());
        if (!(fragment instanceof XmlElement element)) {
            return children;
        }
        var attributes = new StringBuilder();
        new TreeMap<>(element.attributes()).forEach((name, value) -> attributes.append(attribute(name, text(value))));
        String name = element.name().toLowerCase(Locale.ROOT);
        return "<" + name + attributes + ">" + children + "</" + name + ">";
    }

    static String of(XmlText text) {
        return text.delta().stream().map(Markup::piece).collect(Collectors.joining());
    }

    /** A piece of text inside of an element for each of its formats. */
    private static String piece(Delta delta) {
        if (!(delta instanceof Delta.Insert insert)) {
            return "";
        }
        var opening = new StringBuilder();
        var closing = new StringBuilder();
        new TreeMap<>(insert.attributes()).forEach((name, value) -> {
            opening.append('<').append(name);
            new TreeMap<>(members(value)).forEach((key, member) -> opening.append(attribute(key, text(member))));
            opening.append('>');
            closing.insert(0, "</" + name + ">");
        });
        var content = insert.content() instanceof Value value ? text(value) : OBJECT;
        return opening + content + closing;
    }

    private static String attribute(String name, String value) {
        return " " + name + "=\"" + value + "\"";
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

    /** What JavaScript makes of a value that is added to a string. */
    private static String text(@Nullable Value value) {
        return switch (value) {
            case Any.Str text -> text.value();
            case Any.Undefined undefined -> "undefined";
            case Any.Arr array ->
                array.items().stream()
                        .map(item -> item instanceof Any.Null || item instanceof Any.Undefined ? "" : text(item))
                        .collect(Collectors.joining(","));
            case Any.Bytes bytes -> numbers(bytes.value());
            case Any.Obj object -> OBJECT;
            case Any.BigInt number -> String.valueOf(number.value());
            case Any.Num number ->
                Double.isNaN(number.value()) || Double.isInfinite(number.value())
                        ? String.valueOf(number.value())
                        : Json.print(number);
            case Any scalar -> Json.print(scalar);
            case SharedText text -> text.toString();
            case XmlFragment xml -> of(xml);
            case null, default -> OBJECT;
        };
    }

    private static String numbers(byte[] bytes) {
        List<String> numbers = new ArrayList<>();
        for (byte b : bytes) {
            numbers.add(String.valueOf(b & 0xff));
        }
        return String.join(",", numbers);
    }
}
