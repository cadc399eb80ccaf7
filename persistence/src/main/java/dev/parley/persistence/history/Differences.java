package dev.parley.persistence.history;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
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
import dev.parley.core.engine.type.XmlText;
import dev.parley.core.event.Change;
import dev.parley.core.event.Frame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes differences out of changes, by putting them into a document and looking at what that does. */
final class Differences {
    private final Doc doc;
    private final List<Difference> found = new ArrayList<>();
    private @Nullable Frame frame;
    private @Nullable Change change;

    /**
     * Starts with a document.
     *
     * @param later the same document at a later moment, whose roots tell what the roots are
     */
    Differences(Doc doc, Doc later) {
        this.doc = doc;
        later.askForRoots();
        later.roots().forEach((name, type) -> watch(sameRoot(name, type)));
    }

    private SharedType sameRoot(String name, SharedType type) {
        return switch (type) {
            case SharedArray array -> doc.array(name);
            case SharedMap map -> doc.map(name);
            case XmlText text -> doc.xmlText(name);
            case SharedText text -> doc.text(name);
            case XmlElement element -> doc.xmlElement(name);
            case XmlFragment fragment -> doc.xml(name);
        };
    }

    private void watch(SharedType root) {
        root.observeDeep(events -> events.forEach(event -> found.add(difference(root, event))));
    }

    /** What the change does to the document. */
    List<Difference> of(Frame frame, Change change) throws MalformedInput {
        this.frame = frame;
        this.change = change;
        found.clear();
        doc.apply(change.update(), UpdateFormat.V1, null, Limits.trusted());
        return List.copyOf(found);
    }

    private Difference difference(SharedType root, Event event) {
        if (frame == null || change == null) {
            throw new IllegalStateException("nobody changes the document but by a change");
        }
        List<Object> where = new ArrayList<>();
        where.add(String.valueOf(root.rootName()));
        where.addAll(event.path());
        List<Difference.Step> steps = new ArrayList<>();
        addText(event, steps);
        addList(event, steps);
        event.keys().forEach((key, what) -> steps.add(keyed(event.target(), key, what)));
        return new Difference(frame, change, List.copyOf(where), List.copyOf(steps));
    }

    private static void addText(Event event, List<Difference.Step> steps) {
        int at = 0;
        for (var step : event.delta()) {
            switch (step) {
                case Delta.Insert(var content, var attributes) -> {
                    var plain = plain(content);
                    steps.add(new Difference.Step.Inserted(at, plain));
                    at += plain instanceof Any.Str(var text) && content instanceof Any ? text.length() : 1;
                }
                case Delta.Retain(int length, var attributes) -> {
                    if (!attributes.isEmpty()) {
                        steps.add(new Difference.Step.Formatted(at, length, attributes));
                    }
                    at += length;
                }
                case Delta.Delete(int length) -> steps.add(new Difference.Step.Deleted(at, length));
                case Delta.Make make -> throw new IllegalStateException("an event never has it");
            }
        }
    }

    private static void addList(Event event, List<Difference.Step> steps) {
        int at = 0;
        for (var step : event.list()) {
            switch (step) {
                case ListChange.Insert(var values) -> {
                    steps.add(new Difference.Step.Inserted(
                            at,
                            new Any.Arr(values.stream().map(Differences::plain).toList())));
                    at += values.size();
                }
                case ListChange.Retain(int length) -> at += length;
                case ListChange.Delete(int length) -> steps.add(new Difference.Step.Deleted(at, length));
            }
        }
    }

    private static Difference.Step keyed(SharedType target, String key, KeyChange what) {
        if (what.action() == KeyChange.Action.DELETE) {
            return new Difference.Step.Removed(key);
        }
        var value = switch (target) {
            case SharedMap map -> map.asMap().get(key);
            case XmlElement element -> element.attributes().get(key);
            default -> null;
        };
        return new Difference.Step.Set(key, value == null ? Any.UNDEFINED : plain(value));
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
