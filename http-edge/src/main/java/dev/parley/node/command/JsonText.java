package dev.parley.node.command;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Values as JSON, for programs on one line and for people on several. It prints every value: undefined is null, and an integer of
 * 64 bits a number. Depth costs no stack.
 */
final class JsonText {
    /** Deeper, lines go no further to the right: the spaces would be most of the text. */
    private static final int DEEPEST_INDENT = 32;

    private final StringBuilder text = new StringBuilder();
    private final boolean pretty;

    /** Arrays and objects that are not at their end, the innermost first. */
    private final Deque<Level> open = new ArrayDeque<>();

    /** Exactly one of the two is walked through; the other has nothing. */
    private record Level(Iterator<Any> items, Iterator<Map.Entry<String, Any>> members, char end) {
        boolean hasNext() {
            return items.hasNext() || members.hasNext();
        }
    }

    private JsonText(boolean pretty) {
        this.pretty = pretty;
    }

    static String line(Any value) {
        return new JsonText(false).write(value);
    }

    static String pretty(Any value) {
        return new JsonText(true).write(value);
    }

    private String write(Any value) {
        begin(value);
        while (!open.isEmpty()) {
            var level = open.element();
            if (level.hasNext()) {
                next(level);
            } else {
                open.remove();
                boolean isEmpty = "[{".indexOf(text.charAt(text.length() - 1)) >= 0;
                if (!isEmpty) {
                    breakLine();
                }
                text.append(level.end());
            }
        }
        return text.toString();
    }

    private void next(Level level) {
        char last = text.charAt(text.length() - 1);
        if (last != '[' && last != '{') {
            text.append(',');
        }
        breakLine();
        if (level.members().hasNext()) {
            var member = level.members().next();
            leaf(new Any.Str(member.getKey()));
            text.append(pretty ? ": " : ":");
            begin(member.getValue());
        } else {
            begin(level.items().next());
        }
    }

    private void begin(Any value) {
        switch (value) {
            case Any.Arr(var items) -> {
                text.append('[');
                open.push(new Level(
                        items.iterator(), Map.<String, Any>of().entrySet().iterator(), ']'));
            }
            case Any.Obj(var members) -> {
                text.append('{');
                open.push(
                        new Level(List.<Any>of().iterator(), members.entrySet().iterator(), '}'));
            }
            case Any.BigInt(long number) -> text.append(number);
            case Any.Undefined nothing -> text.append("null");
            default -> leaf(value);
        }
    }

    private void leaf(Any value) {
        var json = Json.print(value);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            text.append(Shown.isHarmless(c) ? String.valueOf(c) : Shown.escape(c));
        }
    }

    private void breakLine() {
        if (pretty) {
            text.append('\n').append("  ".repeat(Math.min(open.size(), DEEPEST_INDENT)));
        }
    }
}
