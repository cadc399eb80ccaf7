package dev.parley.core.engine.type;

import dev.parley.core.engine.Snapshot;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.EmbedContent;
import dev.parley.core.engine.struct.FormatContent;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.TextContent;
import dev.parley.core.engine.struct.TypeContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** From the items of a text to what it says. */
final class TextReading {
    /** Under this name the changes between two snapshots are marked. */
    private static final String CHANGE = "ychange";

    private static final Any ADDED = new Any.Obj(Map.of("type", new Any.Str("added")));
    private static final Any REMOVED = new Any.Obj(Map.of("type", new Any.Str("removed")));

    private final Predicate<Item> now;
    private final @Nullable Predicate<Item> before;
    private final boolean marked;
    private final List<Delta> delta = new ArrayList<>();
    private final Formats current = new Formats();
    private final StringBuilder text = new StringBuilder();

    private TextReading(Predicate<Item> now, @Nullable Predicate<Item> before, boolean marked) {
        this.now = now;
        this.before = before;
        this.marked = marked;
    }

    static String plain(Branch branch) {
        var text = new StringBuilder(branch.length());
        for (Item item = branch.start(); item != null; item = item.right()) {
            if (!item.isDeleted() && item.content() instanceof TextContent content) {
                content.appendTo(text, 0, item.size());
            }
        }
        return text.toString();
    }

    static List<Delta> delta(Branch branch) {
        return new TextReading(item -> !item.isDeleted(), null, false).read(branch);
    }

    static List<Delta> delta(SharedText type, Snapshot then, @Nullable Snapshot earlier) {
        var branch = type.branch();
        List<Delta> read = new ArrayList<>();
        // In a transaction, which joins again at its end what is split here.
        type.doc().transact(transaction -> {
            var ledger = transaction.ledger();
            Moments.split(ledger, then);
            if (earlier != null) {
                Moments.split(ledger, earlier);
            }
            Predicate<Item> before = earlier == null ? null : item -> Moments.shows(earlier, item);
            read.addAll(new TextReading(item -> Moments.shows(then, item), before, true).read(branch));
        });
        return read;
    }

    private List<Delta> read(Branch branch) {
        for (Item item = branch.start(); item != null; item = item.right()) {
            boolean shownNow = now.test(item);
            if (shownNow || (before != null && before.test(item))) {
                read(item, shownNow);
            }
        }
        pack();
        return delta;
    }

    private void read(Item item, boolean shownNow) {
        switch (item.content()) {
            case TextContent content -> {
                if (marked) {
                    mark(item, shownNow);
                }
                content.appendTo(text, 0, item.size());
            }
            case TypeContent type -> insert(Views.of(type.branch()));
            case EmbedContent embed -> insert(embed.value());
            case FormatContent format -> {
                if (shownNow) {
                    pack();
                    current.pass(format);
                }
            }
            default -> {}
        }
    }

    private void mark(Item item, boolean shownNow) {
        if (!shownNow) {
            pack();
            current.put(CHANGE, REMOVED);
        } else if (before != null && !before.test(item)) {
            pack();
            current.put(CHANGE, ADDED);
        } else if (!(current.get(CHANGE) instanceof Any.Null)) {
            pack();
            current.remove(CHANGE);
        }
    }

    private void insert(Value content) {
        pack();
        delta.add(new Delta.Insert(content, current.values()));
    }

    private void pack() {
        if (!text.isEmpty()) {
            delta.add(new Delta.Insert(new Any.Str(text.toString()), current.values()));
            text.setLength(0);
        }
    }
}
