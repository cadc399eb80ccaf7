package dev.parley.core.engine.type;

import dev.parley.core.engine.Transaction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a transaction did to one type. It was worked out when the transaction ended, and doesn't change any more.
 *
 * <pre>{@code
 * text.observe(event -> {
 *     for (Delta step : event.delta()) {
 *         editor.apply(step);
 *     }
 * });
 * }</pre>
 *
 * @param target what changed
 * @param path how one comes to it from the type that is observed: a {@link String} for a key, an {@link Integer} for an index
 * @param delta how a text changed; empty for other types
 * @param list how the list of another type changed; empty for texts
 * @param keys what happened to its keys, or attributes
 */
public record Event(
        Transaction transaction,
        SharedType target,
        List<Object> path,
        List<Delta> delta,
        List<ListChange> list,
        Map<String, KeyChange> keys) {
    public Event {
        path = List.copyOf(path);
        delta = List.copyOf(delta);
        list = List.copyOf(list);
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    Event at(List<Object> seen) {
        return new Event(transaction, target, seen, delta, list, keys);
    }
}
