package dev.parley.core.engine.struct;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An inner node of the tree over a long list. */
final class IndexFork extends IndexNode {
    static final int MOST = 32;

    @Nullable
    IndexNode[] below = new @Nullable IndexNode[MOST];

    int size;

    IndexNode at(int place) {
        var node = below[place];
        if (node == null) {
            throw new IndexOutOfBoundsException(place);
        }
        return node;
    }

    int placeOf(IndexNode node) {
        for (int i = 0; i < size; i++) {
            if (below[i] == node) {
                return i;
            }
        }
        throw new IllegalStateException("not a node of this fork");
    }

    /** Puts a node at the end; for building. */
    void append(IndexNode node) {
        below[size++] = node;
        node.above = this;
        units += node.units;
        formats += node.formats;
    }

    /** Puts a node behind another one, whose sums are right already. Answers the new root if there is one. */
    @Nullable
    IndexNode insertAfter(IndexNode old, IndexNode node) {
        int place = placeOf(old) + 1;
        System.arraycopy(below, place, below, place + 1, size - place);
        below[place] = node;
        node.above = this;
        size++;
        return size == MOST ? split() : null;
    }

    private @Nullable IndexNode split() {
        var right = new IndexFork();
        int half = size / 2;
        for (int i = half; i < size; i++) {
            right.append(at(i));
        }
        Arrays.fill(below, half, size, null);
        size = half;
        units -= right.units;
        formats -= right.formats;
        if (above != null) {
            return above.insertAfter(this, right);
        }
        var root = new IndexFork();
        root.append(this);
        root.append(right);
        return root;
    }

    /** Takes out a node that has become empty. */
    void remove(IndexNode node) {
        int place = placeOf(node);
        System.arraycopy(below, place + 1, below, place, size - place - 1);
        below[--size] = null;
        if (size == 0 && above != null) {
            above.remove(this);
        }
    }
}
