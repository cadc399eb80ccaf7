package dev.parley.core.engine.struct;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a unit that users count is: in which item, and behind how many units of it. Short lists are walked, from both ends; a
 * longer one gets a tree.
 */
public record Place(Item item, int offset) {
    /** So many items are walked before a tree is worth its keep. */
    private static final int WALKED = 48;

    /** Unit number {@code unit} of the list, counted from 0; there must be one. */
    public static Place of(Branch branch, int unit) {
        var last = branch.end;
        if (last != null && last.visible() && unit >= branch.length - last.length) {
            return new Place(last, unit - (branch.length - last.length));
        }
        if (branch.index == null) {
            var found = walk(branch.start, unit, WALKED);
            if (found != null) {
                return found;
            }
            branch.index = Run.build(branch);
        }
        var run = Run.holding(branch, unit);
        var found = walk(run.first, unit - run.unitsBefore(), Integer.MAX_VALUE);
        if (found == null) {
            throw new IndexOutOfBoundsException(unit);
        }
        return found;
    }

    private static @Nullable Place walk(@Nullable Item first, int unit, int most) {
        int left = unit;
        int walked = 0;
        for (Item item = first; item != null && walked < most; item = item.right) {
            if (item.visible()) {
                if (left < item.length) {
                    return new Place(item, left);
                }
                left -= item.length;
            }
            walked++;
        }
        return null;
    }

    /** The item that ends before unit number {@code index}, split if need be; null for 0. */
    public static @Nullable Item leftOf(Ledger ledger, Branch branch, int index) {
        if (index == 0) {
            return null;
        }
        var place = of(branch, index - 1);
        if (place.offset + 1 < place.item.length) {
            Splitting.split(ledger, place.item, place.offset + 1);
        }
        return place.item;
    }

    /** The index of an item's first unit, or where it would be if it were visible. */
    public static int indexOf(Item item) {
        int index = 0;
        if (item.key == null && !(item.parent instanceof Run)) {
            int walked = 0;
            Item other = item.left;
            for (; other != null && walked < WALKED; other = other.left) {
                index += Run.unitsOf(other);
                walked++;
            }
            if (other == null) {
                return index;
            }
            var branch = item.branch();
            branch.index = Run.build(branch);
            index = 0;
        }
        if (item.parent instanceof Run run) {
            for (Item other = run.first; other != item && other != null; other = other.right) {
                index += Run.unitsOf(other);
            }
            return index + run.unitsBefore();
        }
        return index;
    }

    /** The formats that hold before an item, or at the end, in the order of the list. */
    public static void formatsUpTo(Branch branch, @Nullable Item end, Consumer<FormatContent> each) {
        if (branch.index == null) {
            if (isNear(branch.start, end)) {
                formats(branch.start, end, each);
                return;
            }
            branch.index = Run.build(branch);
        }
        var last = end == null ? null : (Run) end.parent;
        for (var run = Run.firstFormatted(branch); run != null && !run.isBehind(last); run = run.nextFormatted()) {
            formats(run.first, run == last ? end : run.following(), each);
            if (run == last) {
                return;
            }
        }
    }

    private static boolean isNear(@Nullable Item from, @Nullable Item to) {
        Item item = from;
        for (int walked = 0; walked < WALKED && item != to && item != null; walked++) {
            item = item.right;
        }
        return item == to || item == null;
    }

    private static void formats(@Nullable Item from, @Nullable Item to, Consumer<FormatContent> each) {
        for (Item item = from; item != to && item != null; item = item.right) {
            if (!item.isDeleted() && item.content instanceof FormatContent format) {
                each.accept(format);
            }
        }
    }
}
