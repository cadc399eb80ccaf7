package dev.parley.core.engine.lib0;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When two values are the same: by content, however deep, or as Yjs compares formats. */
final class Sameness {
    private Sameness() {}

    /** The pairs of arrays and objects that are still to be compared wait in a queue, so that depth costs no stack. */
    static boolean deep(Any one, Any other) {
        Deque<Any> waiting = new ArrayDeque<>();
        boolean same = same(one, other, waiting);
        while (same && !waiting.isEmpty()) {
            same = sameParts(waiting.remove(), waiting.remove(), waiting);
        }
        return same;
    }

    @SuppressWarnings("ReferenceEquality") // Only to be done sooner.
    private static boolean same(Any one, @Nullable Any other, Deque<Any> waiting) {
        if (one == other) {
            return true;
        }
        if (other == null || one.getClass() != other.getClass()) {
            return false;
        }
        if (!(one instanceof Any.Arr || one instanceof Any.Obj)) {
            return one.equals(other);
        }
        waiting.add(one);
        waiting.add(other);
        return true;
    }

    private static boolean sameParts(Any one, Any other, Deque<Any> waiting) {
        return one instanceof Any.Arr array
                ? sameItems(array, (Any.Arr) other, waiting)
                : sameMembers((Any.Obj) one, (Any.Obj) other, waiting);
    }

    private static boolean sameItems(Any.Arr one, Any.Arr other, Deque<Any> waiting) {
        if (one.items().size() != other.items().size()) {
            return false;
        }
        var others = other.items().iterator();
        for (var item : one.items()) {
            if (!same(item, others.next(), waiting)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameMembers(Any.Obj one, Any.Obj other, Deque<Any> waiting) {
        if (one.members().size() != other.members().size()) {
            return false;
        }
        for (var member : one.members().entrySet()) {
            if (!same(member.getValue(), other.members().get(member.getKey()), waiting)) {
                return false;
            }
        }
        return true;
    }

    static int hash(Any.Arr array) {
        int hash = 1;
        for (var item : array.items()) {
            hash = 31 * hash + shallowHash(item);
        }
        return hash;
    }

    static int hash(Any.Obj object) {
        int hash = 0;
        for (var member : object.members().entrySet()) {
            hash += member.getKey().hashCode() ^ shallowHash(member.getValue());
        }
        return hash;
    }

    /** Of what lies deeper only the size counts: enough to tell most values apart. */
    private static int shallowHash(Any value) {
        return switch (value) {
            case Any.Arr array -> array.items().size();
            case Any.Obj object -> -object.members().size();
            case Any scalar -> scalar.hashCode();
        };
    }

    static boolean flat(Any one, Any other) {
        if (identical(one, other)) {
            return true;
        }
        var members = membersOf(one);
        var others = membersOf(other);
        if (members == null || others == null || members.size() != others.size()) {
            return false;
        }
        for (var member : members.entrySet()) {
            var its = others.get(member.getKey());
            if (its == null || !identical(member.getValue(), its)) {
                return false;
            }
        }
        return true;
    }

    /** What {@code Object.keys} of JavaScript finds; null for what is no object there. */
    private static @Nullable Map<String, Any> membersOf(Any value) {
        return switch (value) {
            case Any.Obj object -> object.members();
            case Any.Arr array -> {
                Map<String, Any> numbered =
                        LinkedHashMap.newLinkedHashMap(array.items().size());
                array.items().forEach(item -> numbered.put(String.valueOf(numbered.size()), item));
                yield numbered;
            }
            case Any.Bytes bytes -> {
                Map<String, Any> numbered = LinkedHashMap.newLinkedHashMap(bytes.value().length);
                for (byte b : bytes.value()) {
                    numbered.put(String.valueOf(numbered.size()), new Any.Num(b & 0xff));
                }
                yield numbered;
            }
            case Any scalar -> null;
        };
    }

    /** JavaScript's {@code ===}. */
    @SuppressWarnings("ReferenceEquality") // That is how JavaScript compares objects.
    private static boolean identical(Any one, Any other) {
        return switch (one) {
            case Any.Arr array -> one == other;
            case Any.Obj object -> one == other;
            case Any.Bytes bytes -> one == other;
            case Any.Num number -> other instanceof Any.Num its && number.value() == its.value();
            case Any scalar -> scalar.equals(other);
        };
    }
}
