package dev.parley.core.engine.struct;

import org.jspecify.annotations.Nullable;

/**
 * A leaf of the tree over a long list: so many items in a row, which know it as their parent. A list gets a tree when somebody
 * searches a place in it and doesn't find it within a few steps; from then on the tree follows every change.
 */
final class Run extends IndexNode implements Parent {
    private static final int MOST = 64;
    private static final int BUILT = 32;

    final Branch branch;
    Item first;
    private int count;

    private Run(Branch branch, Item first) {
        this.branch = branch;
        this.first = first;
    }

    /** Makes the tree of a list that isn't empty. */
    static IndexNode build(Branch branch) {
        IndexFork level = new IndexFork();
        IndexNode root = level;
        Run run = null;
        for (Item item = branch.start; item != null; item = item.right) {
            if (run == null || run.count == BUILT) {
                if (run != null) {
                    root = appendLast(root, run);
                }
                run = new Run(branch, item);
            }
            item.parent = run;
            run.count++;
            run.units += unitsOf(item);
            run.formats += formatsOf(item);
        }
        return run == null ? root : appendLast(root, run);
    }

    private static IndexNode appendLast(IndexNode root, Run run) {
        IndexFork fork = (IndexFork) root;
        while (fork.size > 0 && fork.at(fork.size - 1) instanceof IndexFork last) {
            fork = last;
        }
        if (fork.size == 0) {
            fork.append(run);
            return root;
        }
        var left = fork.at(fork.size - 1);
        // The sums of the forks above don't hold the new run yet; a split counts what is below itself.
        for (IndexNode node = fork; node != null; node = node.above) {
            node.units += run.units;
            node.formats += run.formats;
        }
        var newRoot = fork.insertAfter(left, run);
        return newRoot == null ? root : newRoot;
    }

    static int unitsOf(Item item) {
        return item.visible() ? item.length : 0;
    }

    static int formatsOf(Item item) {
        return !item.isDeleted() && item.content instanceof FormatContent ? 1 : 0;
    }

    /** The item is in the list now, between its neighbours. */
    static void inserted(Branch branch, Item item) {
        var left = item.left;
        Run run = left != null ? (Run) parentOf(left) : firstOf(branch);
        if (left == null) {
            run.first = item;
        }
        item.parent = run;
        run.count++;
        run.add(unitsOf(item), formatsOf(item));
        run.splitIfLong();
    }

    /** The right part of an item that was in the list already. */
    static void splitOff(Item left, Item right) {
        var run = (Run) parentOf(left);
        right.parent = run;
        run.count++;
        run.splitIfLong();
    }

    /** The item is about to join its left neighbour. */
    static void joining(Item left, Item right) {
        var run = (Run) parentOf(right);
        var leftRun = (Run) parentOf(left);
        run.count--;
        if (leftRun != run) {
            int units = unitsOf(right);
            run.add(-units, 0);
            leftRun.add(units, 0);
            if (run.count == 0) {
                run.remove();
            } else if (run.first == right && right.right != null) {
                run.first = right.right;
            }
        }
    }

    /** The item is about to be taken out, as if it had never been in. */
    static void leaving(Item item) {
        var run = (Run) parentOf(item);
        run.count--;
        run.add(-unitsOf(item), -formatsOf(item));
        if (run.count == 0) {
            run.remove();
        } else if (run.first == item && item.right != null) {
            run.first = item.right;
        }
    }

    private void remove() {
        if (above != null) {
            above.remove(this);
        }
    }

    private void splitIfLong() {
        if (count <= MOST) {
            return;
        }
        Item middle = first;
        for (int i = 0; i < MOST / 2; i++) {
            middle = next(middle);
        }
        var right = new Run(branch, middle);
        Item item = middle;
        for (int i = MOST / 2; i < count; i++) {
            item.parent = right;
            right.units += unitsOf(item);
            right.formats += formatsOf(item);
            right.count++;
            if (i + 1 < count) {
                item = next(item);
            }
        }
        count = MOST / 2;
        units -= right.units;
        formats -= right.formats;
        if (above == null) {
            throw new IllegalStateException("a run is always below a fork");
        }
        var root = above.insertAfter(this, right);
        if (root != null) {
            branch.index = root;
        }
    }

    private static Item next(Item item) {
        var right = item.right;
        if (right == null) {
            throw new IllegalStateException("a run counts more items than there are");
        }
        return right;
    }

    private static Parent parentOf(Item item) {
        var parent = item.parent;
        if (parent == null) {
            throw new IllegalStateException("not in a document: " + item);
        }
        return parent;
    }

    private static Run firstOf(Branch branch) {
        IndexNode node = rootOf(branch);
        while (node instanceof IndexFork fork) {
            node = fork.at(0);
        }
        return (Run) node;
    }

    static IndexNode rootOf(Branch branch) {
        var root = branch.index;
        if (root == null) {
            throw new IllegalStateException("this list has no tree");
        }
        return root;
    }

    /** The run that holds the unit number {@code unit} of the list; it must be one of them. */
    static Run holding(Branch branch, int unit) {
        IndexNode node = rootOf(branch);
        int left = unit;
        while (node instanceof IndexFork fork) {
            int place = 0;
            while (left >= fork.at(place).units) {
                left -= fork.at(place).units;
                place++;
            }
            node = fork.at(place);
        }
        return (Run) node;
    }

    /** The item behind the last one of this run. */
    @Nullable
    Item following() {
        Item item = first;
        for (int i = 1; i < count; i++) {
            item = next(item);
        }
        return item.right;
    }

    /** Whether this run comes later in the list than another one; nothing comes later than the end. */
    boolean isBehind(@Nullable Run other) {
        if (other == null || other == this) {
            return false;
        }
        IndexNode mine = this;
        IndexNode its = other;
        while (mine.above != its.above && mine.above != null && its.above != null) {
            mine = mine.above;
            its = its.above;
        }
        return mine.above != null && mine.above.placeOf(mine) > mine.above.placeOf(its);
    }

    /** How many units stand before this run. */
    int unitsBefore() {
        int before = 0;
        IndexNode node = this;
        for (@Nullable IndexFork fork = above; fork != null; fork = fork.above) {
            for (int i = 0; fork.at(i) != node; i++) {
                before += fork.at(i).units;
            }
            node = fork;
        }
        return before;
    }

    /** The first run that has formats, or null. */
    static @Nullable Run firstFormatted(Branch branch) {
        return below(rootOf(branch));
    }

    /** The next run that has formats, or null. */
    @Nullable
    Run nextFormatted() {
        IndexNode node = this;
        for (@Nullable IndexFork fork = above; fork != null; fork = fork.above) {
            for (int i = fork.placeOf(node) + 1; i < fork.size; i++) {
                if (fork.at(i).formats > 0) {
                    return below(fork.at(i));
                }
            }
            node = fork;
        }
        return null;
    }

    private static @Nullable Run below(IndexNode top) {
        if (top.formats == 0) {
            return null;
        }
        IndexNode node = top;
        while (node instanceof IndexFork fork) {
            int place = 0;
            while (fork.at(place).formats == 0) {
                place++;
            }
            node = fork.at(place);
        }
        return (Run) node;
    }
}
