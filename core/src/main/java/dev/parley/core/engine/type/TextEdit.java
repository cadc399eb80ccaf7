package dev.parley.core.engine.type;

import dev.parley.core.engine.Input;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.Content;
import dev.parley.core.engine.struct.Deleting;
import dev.parley.core.engine.struct.EmbedContent;
import dev.parley.core.engine.struct.FormatContent;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Ledger;
import dev.parley.core.engine.struct.Place;
import dev.parley.core.engine.struct.Splitting;
import dev.parley.core.engine.struct.TextContent;
import dev.parley.core.engine.struct.TypeContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a text that moves from left to right, and the edits that are made there. A format holds from its item to the next one
 * of the same name; so inserting formatted text means to set what has to be set before it, and to put back behind it what was.
 */
final class TextEdit {
    private final Ledger ledger;
    private final Branch branch;
    private @Nullable Item left;
    private @Nullable Item right;
    private final Formats current = new Formats();

    /** At the start. */
    TextEdit(Ledger ledger, Branch branch) {
        this.ledger = ledger;
        this.branch = branch;
        this.right = branch.start();
    }

    /** Behind so many units. */
    TextEdit(Ledger ledger, Branch branch, int index) {
        this(ledger, branch);
        left = Place.leftOf(ledger, branch, index);
        if (left != null) {
            right = left.right();
            if (branch.formatted()) {
                Place.formatsUpTo(branch, left, current::pass);
            }
        }
    }

    boolean atEnd() {
        return right == null;
    }

    void apply(List<Delta> delta) {
        for (var step : delta) {
            switch (step) {
                case Delta.Insert(Any.Str text, var attributes) -> {
                    if (!text.value().isEmpty()) {
                        insert(text.value(), attributes);
                    }
                }
                case Delta.Insert(Input content, var attributes) -> embed(content, attributes);
                case Delta.Insert insert ->
                    throw new IllegalArgumentException("a type that is somewhere already can't be put in again");
                case Delta.Make make -> embed(make.draft(), make.attributes());
                case Delta.Retain retain -> format(retain.length(), retain.attributes());
                case Delta.Delete delete -> delete(delete.length());
            }
        }
    }

    /** With the formats that hold here. */
    void insert(String text) {
        insert(text, current.values());
    }

    void insert(String text, Map<String, Any> attributes) {
        insert(attributes, () -> put(TextContent.of(text), text.length()));
    }

    void embed(Input value, Map<String, Any> attributes) {
        insert(attributes, () -> {
            var content = value instanceof Any plain ? new EmbedContent(plain) : Contents.of(value);
            put(content, 1);
            Contents.fill(ledger, value, content);
        });
    }

    private void insert(Map<String, Any> asked, Runnable put) {
        if (!branch.formatted() && asked.isEmpty()) {
            passDeleted();
            put.run();
            return;
        }
        Map<String, Any> attributes = new LinkedHashMap<>(asked);
        current.values().keySet().forEach(name -> attributes.putIfAbsent(name, Any.NULL));
        passWhatIsSo(attributes);
        var before = set(attributes);
        put.run();
        putBack(before);
    }

    private void passDeleted() {
        while (right != null && right.isDeleted()) {
            forward(right);
        }
    }

    private void forward(Item item) {
        if (!item.isDeleted() && item.content() instanceof FormatContent format) {
            current.pass(format);
        }
        left = item;
        right = item.right();
    }

    private void put(Content content, int length) {
        right = Contents.insert(ledger, branch, left, right, content, length);
        forward(right);
    }

    /** Formats that say already what is wanted need not be said again. */
    private void passWhatIsSo(Map<String, Any> attributes) {
        while (right != null
                && (right.isDeleted()
                        || (right.content() instanceof FormatContent format
                                && Any.flatEquals(attributes.getOrDefault(format.name(), Any.NULL), format.value())))) {
            forward(right);
        }
    }

    /** Sets what is different, and answers what it was. */
    private Map<String, Any> set(Map<String, Any> attributes) {
        Map<String, Any> before = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            var now = current.get(name);
            if (!Any.flatEquals(now, value)) {
                before.put(name, now);
                put(new FormatContent(branch.store().key(name), value), 1);
            }
        });
        return before;
    }

    private void putBack(Map<String, Any> before) {
        while (right != null) {
            if (!right.isDeleted()) {
                if (!(right.content() instanceof FormatContent format)
                        || !before.containsKey(format.name())
                        || !Any.flatEquals(before.getOrDefault(format.name(), Any.NULL), format.value())) {
                    break;
                }
                before.remove(format.name());
            }
            forward(right);
        }
        before.forEach((name, value) -> put(new FormatContent(branch.store().key(name), value), 1));
    }

    void format(int length, Map<String, Any> attributes) {
        passWhatIsSo(attributes);
        var before = set(attributes);
        int units = length;
        while (right != null && (units > 0 || (!before.isEmpty() && inGap(right)))) {
            if (!right.isDeleted()) {
                if (right.content() instanceof FormatContent format) {
                    if (!passFormat(right, format, attributes, before, units)) {
                        break;
                    }
                } else {
                    if (units < right.size()) {
                        Splitting.split(ledger, right, units);
                    }
                    units -= right.size();
                }
            }
            forward(right);
        }
        if (units > 0) {
            // Editors of this family end each text with a line break, and count on as many as they ask for.
            put(TextContent.of("\n".repeat(units)), units);
        }
        putBack(before);
    }

    private static boolean inGap(Item item) {
        return item.isDeleted() || item.content() instanceof FormatContent;
    }

    /** Answers false if the formatting ends before this one. */
    private boolean passFormat(
            Item item, FormatContent format, Map<String, Any> attributes, Map<String, Any> before, int units) {
        var wanted = attributes.get(format.name());
        if (wanted == null) {
            current.put(format.name(), format.value());
            return true;
        }
        if (Any.flatEquals(wanted, format.value())) {
            before.remove(format.name());
        } else {
            if (units == 0) {
                return false;
            }
            before.put(format.name(), format.value());
        }
        Deleting.delete(ledger, item);
        return true;
    }

    void delete(int length) {
        var formatsBefore = branch.formatted() ? current.copy() : current;
        var first = right;
        int units = length;
        while (units > 0 && right != null) {
            if (!right.isDeleted() && deletable(right.content())) {
                if (units < right.size()) {
                    Splitting.split(ledger, right, units);
                }
                units -= right.size();
                Deleting.delete(ledger, right);
            }
            forward(right);
        }
        if (first != null && branch.formatted()) {
            FormatGap.tidy(ledger, first, right, formatsBefore, current);
        }
    }

    private static boolean deletable(Content content) {
        return content instanceof TextContent || content instanceof EmbedContent || content instanceof TypeContent;
    }
}
