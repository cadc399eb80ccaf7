package dev.parley.core.engine.lib0;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of an object: in JavaScript's order, and without change any more. Being known, they are never copied twice. */
final class Members extends AbstractMap<String, Any> {
    private final Map<String, Any> members;

    private Members(Map<String, Any> members) {
        this.members = members;
    }

    static Members copyOf(Map<String, Any> members) {
        if (members instanceof Members known) {
            return known;
        }
        var copy = new LinkedHashMap<>(members);
        copy.forEach((name, value) -> {
            Objects.requireNonNull(name);
            Objects.requireNonNull(value);
        });
        return owning(copy);
    }

    /** Of a map that nobody else knows, and in which no null is. */
    static Members owning(Map<String, Any> members) {
        return new Members(KeyOrder.ordered(members));
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return members.containsKey(name);
    }

    @Override
    public @Nullable Any get(@Nullable Object name) {
        return members.get(name);
    }

    @Override
    public Set<Entry<String, Any>> entrySet() {
        return Collections.unmodifiableMap(members).entrySet();
    }

    /** For those who change nothing. */
    Iterator<Entry<String, Any>> iterator() {
        return members.entrySet().iterator();
    }
}
