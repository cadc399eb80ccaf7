package dev.parley.core.engine.type;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.Deleting;
import dev.parley.core.engine.struct.FormatContent;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Ledger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stretch between two visible contents of a text. Of several formats of a name in it only the last one matters, and that only
 * if it changes something.
 */
final class FormatGap {
    private FormatGap() {}

    /**
     * Deletes the superfluous formats of the gap that starts with {@code start}.
     *
     * @param reached up to where {@code current} is what holds; it is put right
     * @param before what holds before the gap
     */
    static void tidy(Ledger ledger, Item start, @Nullable Item reached, Formats before, Formats current) {
        Map<String, FormatContent> last = new HashMap<>();
        Item end = start;
        while (end != null && !end.visible()) {
            if (!end.isDeleted() && end.content() instanceof FormatContent format) {
                last.put(format.name(), format);
            }
            end = end.right();
        }
        boolean behind = false;
        for (Item item = start; item != end && item != null; item = item.right()) {
            behind |= item == reached;
            if (!item.isDeleted() && item.content() instanceof FormatContent format) {
                boolean useless = last.get(format.name()) != format
                        || Formats.identical(before.get(format.name()), format.value());
                if (useless) {
                    Deleting.delete(ledger, item);
                    if (!behind) {
                        takeBack(format, before, current);
                    }
                } else if (!behind) {
                    current.pass(format);
                }
            }
        }
    }

    private static void takeBack(FormatContent format, Formats before, Formats current) {
        var earlier = before.get(format.name());
        if (Formats.identical(current.get(format.name()), format.value())
                && !Formats.identical(earlier, format.value())) {
            if (earlier instanceof Any.Null) {
                current.remove(format.name());
            } else {
                current.put(format.name(), earlier);
            }
        }
    }

    /** All gaps of a text, from its start. */
    static void tidyAll(Ledger ledger, Branch branch) {
        Item start = branch.start();
        var before = new Formats();
        var current = new Formats();
        for (Item end = start; end != null; end = end.right()) {
            if (end.isDeleted()) {
                continue;
            }
            if (end.content() instanceof FormatContent format) {
                current.pass(format);
            } else if (start != null) {
                tidy(ledger, start, end, before, current);
                before = current.copy();
                start = end;
            }
        }
    }

    /** The gap around a deleted item, where only formats that are overwritten within it are known to be superfluous. */
    static void tidyAround(Ledger ledger, Item deleted) {
        Item item = deleted;
        while (item.right() != null && !item.right().visible()) {
            item = item.right();
        }
        Set<String> names = new HashSet<>();
        for (Item format = item; format != null && !format.visible(); format = format.left()) {
            if (!format.isDeleted()
                    && format.content() instanceof FormatContent content
                    && !names.add(content.name())) {
                Deleting.delete(ledger, format);
            }
        }
    }
}
