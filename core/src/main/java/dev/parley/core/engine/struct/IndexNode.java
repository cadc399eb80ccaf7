package dev.parley.core.engine.struct;

import org.jspecify.annotations.Nullable;

/** A node of the tree over a long list: what stands below it, added up. */
abstract sealed class IndexNode permits Run, IndexFork {
    @Nullable
    IndexFork above;

    /** How many units users count below. */
    int units;

    /** How many formats that hold are below. */
    int formats;

    final void add(int moreUnits, int moreFormats) {
        IndexNode node = this;
        while (node != null) {
            node.units += moreUnits;
            node.formats += moreFormats;
            node = node.above;
        }
    }
}
