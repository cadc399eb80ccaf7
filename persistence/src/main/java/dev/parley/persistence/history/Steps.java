package dev.parley.persistence.history;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.Delta;
import dev.parley.core.engine.type.Event;
import dev.parley.core.engine.type.KeyChange;
import dev.parley.core.engine.type.ListChange;
import dev.parley.core.engine.type.SharedArray;
import dev.parley.core.engine.type.SharedMap;
import dev.parley.core.engine.type.SharedText;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.engine.type.XmlElement;
import dev.parley.core.engine.type.XmlFragment;
import dev.parley.persistence.history.Difference.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was done to a part of a document, out of what the document tells of it. */
final class Steps {
    private final List<Step> steps = new ArrayList<>();

    private Steps() {}

    /** Those of a change. */
    static List<Step> of(Event event) {
        var made = new Steps();
        made.addText(event.delta());
        made.addList(event.list());
        var values = keysOf(event.target());
        event.keys().forEach((key, what) -> made.steps.add(keyed(values, key, what)));
        return made.steps;
    }

    /** Those that lead from nothing to what a part holds. */
    static List<Step> to(SharedType part) {
        var made = new Steps();
        switch (part) {
            case SharedText text -> made.addText(text.delta());
            case SharedArray array -> made.addAll(0, array.asList());
            case XmlFragment fragment -> made.addAll(0, fragment.children());
            case SharedMap map -> {}
        }
        keysOf(part).forEach((key, value) -> made.steps.add(new Step.Set(key, plain(value))));
        return made.steps;
    }

    private void addText(List<Delta> delta) {
        int at = 0;
        for (var step : delta) {
            switch (step) {
                case Delta.Insert(var content, var attributes) -> {
                    var plain = plain(content);
                    steps.add(new Step.Inserted(at, plain, attributes));
                    at += content instanceof Any.Str(var text) ? text.length() : 1;
                }
                case Delta.Retain(int length, var attributes) -> {
                    if (!attributes.isEmpty()) {
                        steps.add(new Step.Formatted(at, length, attributes));
                    }
                    at += length;
                }
                case Delta.Delete(int length) -> steps.add(new Step.Deleted(at, length));
                case Delta.Make make -> throw new IllegalStateException("what is there never has it");
            }
        }
    }

    private void addList(List<ListChange> changes) {
        int at = 0;
        for (var change : changes) {
            switch (change) {
                case ListChange.Insert(var values) -> {
                    addAll(at, values);
                    at += values.size();
                }
                case ListChange.Retain(int length) -> at += length;
                case ListChange.Delete(int length) -> steps.add(new Step.Deleted(at, length));
            }
        }
    }

    private void addAll(int at, List<Value> values) {
        if (!values.isEmpty()) {
            steps.add(new Step.Inserted(
                    at, new Any.Arr(values.stream().map(Steps::plain).toList()), Map.of()));
        }
    }

    private static Map<String, Value> keysOf(SharedType part) {
        return switch (part) {
            case SharedMap map -> map.asMap();
            case SharedText text -> text.attributes();
            case XmlElement element -> element.attributes();
            case XmlFragment fragment -> Map.of();
            case SharedArray array -> Map.of();
        };
    }

    private static Step keyed(Map<String, Value> values, String key, KeyChange what) {
        if (what.action() == KeyChange.Action.DELETE) {
            return new Step.Removed(key);
        }
        var value = values.get(key);
        return new Step.Set(key, value == null ? Any.UNDEFINED : plain(value));
    }

    private static Any plain(Value value) {
        return switch (value) {
            case Any any -> any;
            case SharedType type -> type.toJson();
            case Doc inner -> new Any.Str(inner.guid());
            default -> throw new IllegalArgumentException("neither a value nor a type nor a document");
        };
    }
}
