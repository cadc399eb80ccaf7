package dev.parley.core.engine.type;

import dev.parley.core.engine.Value;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.EmbedContent;
import dev.parley.core.engine.struct.FormatContent;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Ledger;
import dev.parley.core.engine.struct.TextContent;
import dev.parley.core.engine.struct.TypeContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a transaction changed a text, as a delta. */
final class TextChanges {
    private enum Step {
        NONE,
        INSERT,
        RETAIN,
        DELETE
    }

    private final Ledger ledger;
    private final List<Delta> delta = new ArrayList<>();

    /** What holds in the text of now, and what held in that of before. */
    private final Formats current = new Formats();

    private final Formats old = new Formats();

    /** What a retained stretch has to say to get from the one to the other. */
    private final Map<String, Any> difference = new LinkedHashMap<>();

    private Step step = Step.NONE;
    private final StringBuilder inserted = new StringBuilder();
    private int length;

    TextChanges(Ledger ledger) {
        this.ledger = ledger;
    }

    List<Delta> of(Branch branch) {
        for (Item item = branch.start(); item != null; item = item.right()) {
            switch (item.content()) {
                case TextContent text -> text(item, text);
                case EmbedContent embed -> single(item, embed.value());
                case TypeContent type -> single(item, Views.of(type.branch()));
                case FormatContent format -> format(item, format);
                default -> {}
            }
        }
        close();
        while (!delta.isEmpty()
                && delta.get(delta.size() - 1) instanceof Delta.Retain(var last, var attributes)
                && attributes.isEmpty()) {
            delta.remove(delta.size() - 1);
        }
        return delta;
    }

    private void text(Item item, TextContent text) {
        if (ledger.adds(item)) {
            if (!ledger.deletes(item)) {
                go(Step.INSERT);
                text.appendTo(inserted, 0, item.size());
            }
        } else {
            passOld(item);
        }
    }

    private void single(Item item, Value value) {
        if (ledger.adds(item)) {
            if (!ledger.deletes(item)) {
                close();
                delta.add(new Delta.Insert(value, current.values()));
            }
        } else {
            passOld(item);
        }
    }

    private void passOld(Item item) {
        if (ledger.deletes(item)) {
            go(Step.DELETE);
            length += item.size();
        } else if (!item.isDeleted()) {
            go(Step.RETAIN);
            length += item.size();
        }
    }

    private void go(Step next) {
        if (step != next) {
            close();
            step = next;
        }
    }

    private void close() {
        switch (step) {
            case INSERT -> {
                if (!inserted.isEmpty()) {
                    delta.add(new Delta.Insert(new Any.Str(inserted.toString()), current.values()));
                }
            }
            case RETAIN -> delta.add(new Delta.Retain(length, difference));
            case DELETE -> delta.add(new Delta.Delete(length));
            case NONE -> {}
        }
        step = Step.NONE;
        inserted.setLength(0);
        length = 0;
    }

    private void closeRetain() {
        if (step == Step.RETAIN) {
            close();
        }
    }

    private void format(Item item, FormatContent format) {
        String name = format.name();
        var value = format.value();
        if (ledger.adds(item)) {
            if (!ledger.deletes(item) && !added(name, value)) {
                return;
            }
        } else if (ledger.deletes(item)) {
            old.put(name, value);
            if (!Any.flatEquals(current.get(name), value)) {
                closeRetain();
                difference.put(name, current.get(name));
            }
        } else if (!item.isDeleted()) {
            old.put(name, value);
            if (!stayed(name, value)) {
                return;
            }
        }
        if (!item.isDeleted()) {
            if (step == Step.INSERT) {
                close();
            }
            current.pass(format);
        }
    }

    /** Answers false for a format that says what holds anyway: Yjs deletes it when it comes here, and doesn't see it. */
    private boolean added(String name, Any value) {
        if (Any.flatEquals(current.get(name), value)) {
            return value instanceof Any.Null;
        }
        closeRetain();
        if (Any.flatEquals(value, old.get(name))) {
            difference.remove(name);
        } else {
            difference.put(name, value);
        }
        return true;
    }

    /** The same for a format that was there before. */
    private boolean stayed(String name, Any value) {
        var stated = difference.get(name);
        if (stated == null) {
            return true;
        }
        if (Any.flatEquals(stated, value)) {
            return stated instanceof Any.Null;
        }
        closeRetain();
        if (value instanceof Any.Null) {
            difference.remove(name);
        } else {
            difference.put(name, value);
        }
        return true;
    }
}
