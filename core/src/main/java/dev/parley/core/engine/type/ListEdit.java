package dev.parley.core.engine.type;

import dev.parley.core.engine.Input;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.struct.AnyContent;
import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.Deleting;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Ledger;
import dev.parley.core.engine.struct.Place;
import dev.parley.core.engine.struct.Splitting;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes to the list of an array, or of the children of an XML node. */
final class ListEdit {
    private ListEdit() {}

    static void insert(Ledger ledger, Branch branch, int index, List<? extends Input> values) {
        Objects.checkIndex(index, branch.length() + 1);
        insertAfter(ledger, branch, Place.leftOf(ledger, branch, index), values);
    }

    /** At the very end, behind what was deleted there. */
    static void push(Ledger ledger, Branch branch, List<? extends Input> values) {
        insertAfter(ledger, branch, branch.end(), values);
    }

    /** Plain values that follow each other share an item. */
    private static void insertAfter(Ledger ledger, Branch branch, @Nullable Item behind, List<? extends Input> values) {
        var left = behind;
        var right = left == null ? branch.start() : left.right();
        var plain = new ArrayList<Any>();
        for (var value : values) {
            if (value instanceof Any any && !(any instanceof Any.Bytes)) {
                plain.add(listable(any));
                continue;
            }
            left = insertPlain(ledger, branch, left, right, plain);
            var content = Contents.of(value);
            left = Contents.insert(ledger, branch, left, right, content, 1);
            Contents.fill(ledger, value, content);
        }
        insertPlain(ledger, branch, left, right, plain);
    }

    private static Any listable(Any value) {
        if (value instanceof Any.Undefined || value instanceof Any.BigInt) {
            throw new IllegalArgumentException("Yjs has no place in lists for " + value);
        }
        return value;
    }

    private static @Nullable Item insertPlain(
            Ledger ledger, Branch branch, @Nullable Item left, @Nullable Item right, List<Any> plain) {
        if (plain.isEmpty()) {
            return left;
        }
        var item = Contents.insert(ledger, branch, left, right, AnyContent.of(plain), plain.size());
        plain.clear();
        return item;
    }

    static void delete(Ledger ledger, Branch branch, int index, int length) {
        Objects.checkFromIndexSize(index, length, branch.length());
        if (length == 0) {
            return;
        }
        var place = Place.of(branch, index);
        var item = place.offset() == 0 ? place.item() : Splitting.split(ledger, place.item(), place.offset());
        int left = length;
        while (left > 0 && item != null) {
            if (!item.isDeleted()) {
                if (left < item.size()) {
                    Splitting.split(ledger, item, left);
                }
                left -= item.size();
                Deleting.delete(ledger, item);
            }
            item = item.right();
        }
    }
}
