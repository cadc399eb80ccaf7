package dev.parley.core.engine.lib0;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values as Java has them, and back. */
final class JavaValues {
    /** Up to here, each whole number is a double of its own. */
    private static final long MAX_WHOLE = 1L << 53;

    private JavaValues() {}

    static Any toAny(@Nullable Object plain) {
        var nesting = new Nesting();
        Deque<Iterator<?>> open = new ArrayDeque<>(0);
        @Nullable Any done = scalarOrOpen(plain, nesting, open);
        while (!open.isEmpty()) {
            if (done != null) {
                nesting.add(done);
            }
            var innermost = open.element();
            if (innermost.hasNext()) {
                done = scalarOrOpen(value(innermost.next(), nesting), nesting, open);
            } else {
                open.remove();
                done = nesting.close();
            }
        }
        return Objects.requireNonNull(done);
    }

    /** What an iterator gives: an item, or a member of a map, whose name is noted. */
    private static @Nullable Object value(@Nullable Object next, Nesting nesting) {
        if (!nesting.inObject()) {
            return next;
        }
        var member = (Map.Entry<?, ?>) next;
        if (member == null || !(member.getKey() instanceof String name)) {
            throw new IllegalArgumentException("the keys of an object are Strings");
        }
        nesting.name(name);
        return member.getValue();
    }

    private static @Nullable Any scalarOrOpen(@Nullable Object plain, Nesting nesting, Deque<Iterator<?>> open) {
        return switch (plain) {
            case null -> Any.NULL;
            case Any any -> any;
            case Boolean bool -> bool ? Any.TRUE : Any.FALSE;
            case String text -> new Any.Str(text);
            case byte[] bytes -> new Any.Bytes(bytes);
            case Number number -> new Any.Num(number(number));
            case List<?> items -> {
                nesting.openArray(0);
                open.push(items.iterator());
                yield null;
            }
            case Map<?, ?> members -> {
                nesting.openObject(0);
                open.push(members.entrySet().iterator());
                yield null;
            }
            default -> throw new IllegalArgumentException("no plain value: " + plain.getClass());
        };
    }

    private static double number(Number number) {
        if (number instanceof Long whole && (whole > MAX_WHOLE || whole < -MAX_WHOLE)) {
            throw new IllegalArgumentException("a number of JavaScript does not hold " + whole + "; a BigInt does");
        }
        return switch (number) {
            case Double d -> d;
            case Float f -> f;
            case Long l -> l;
            case Integer i -> i;
            case Short s -> s;
            case Byte b -> b;
            default -> throw new IllegalArgumentException("no number of JavaScript: " + number.getClass());
        };
    }

    /** Arrays and objects are made empty first, and filled one after the other: depth costs no stack. */
    static @Nullable Object toJava(Any value) {
        Deque<Filling> waiting = new ArrayDeque<>(0);
        var java = toJava(value, waiting);
        while (!waiting.isEmpty()) {
            waiting.remove().fill(waiting);
        }
        return java;
    }

    private static @Nullable Object toJava(Any value, Deque<Filling> waiting) {
        return switch (value) {
            case Any.Undefined undefined -> null;
            case Any.Null none -> null;
            case Any.Bool bool -> bool.value();
            case Any.Num number -> number.value();
            case Any.BigInt number -> number.value();
            case Any.Str text -> text.value();
            case Any.Bytes bytes -> bytes.value();
            case Any.Arr array -> {
                List<@Nullable Object> items = new ArrayList<>(array.items().size());
                waiting.add(rest -> array.items().forEach(item -> items.add(toJava(item, rest))));
                yield items;
            }
            case Any.Obj object -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                waiting.add(rest ->
                        object.members().forEach((name, member) -> members.put(name, toJava(member, rest))));
                yield members;
            }
        };
    }

    @FunctionalInterface
    private interface Filling {
        void fill(Deque<Filling> waiting);
    }
}
