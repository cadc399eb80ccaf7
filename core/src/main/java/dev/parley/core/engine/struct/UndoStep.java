package dev.parley.core.engine.struct;

import java.util.function.Consumer;
import java.util.function.Predicate;

/** What came and what went in something that may be taken back. */
public final class UndoStep {
    private final Deletions insertions;
    private Deletions deletions;

    private UndoStep(Deletions insertions, Deletions deletions) {
        this.insertions = insertions;
        this.deletions = deletions;
    }

    public static UndoStep of(Ledger ledger) {
        var insertions = new Deletions();
        for (var client : ledger.touched) {
            long before = ledger.before(client);
            insertions.add(client, before, client.state() - before);
        }
        insertions.putInOrder();
        return new UndoStep(insertions, ledger.deletions);
    }

    /** Makes another step a part of this one. */
    public void add(UndoStep other) {
        other.insertions.addTo(insertions);
        insertions.putInOrder();
        // Those of a transaction are also the transaction's.
        var all = new Deletions();
        deletions.addTo(all);
        other.deletions.addTo(all);
        all.putInOrder();
        deletions = all;
    }

    boolean inserted(Item item) {
        return insertions.has(item.client, item.clock);
    }

    boolean deleted(Item item) {
        return deletions.has(item.client, item.clock);
    }

    void insertions(Ledger ledger, Consumer<Item> each) {
        walk(ledger, insertions, each);
    }

    void deletions(Ledger ledger, Consumer<Item> each) {
        walk(ledger, deletions, each);
    }

    /** Sees to it that what was deleted is kept, or not any more, with all that it is in. */
    public void keep(Ledger ledger, Predicate<Item> inScope, boolean keep) {
        deletions(ledger, item -> {
            if (inScope.test(item)) {
                keep(item, keep);
            }
        });
    }

    static void keep(Item item, boolean keep) {
        for (Item outer = item;
                outer != null && outer.keep() != keep;
                outer = outer.branch().item()) {
            outer.keep(keep);
        }
    }

    /** Walks over the items of some ranges, which are split so that they begin and end there. */
    private static void walk(Ledger ledger, Deletions ranges, Consumer<Item> each) {
        ranges.eachAsItCame((client, from, length) -> {
            long end = Math.min(from + length, client.state());
            long clock = from;
            while (clock < end) {
                var struct = Splitting.startingAt(ledger, client, clock);
                if (struct.end() > end) {
                    Splitting.startingAt(ledger, client, end);
                }
                clock = struct.end();
                if (struct instanceof Item item) {
                    each.accept(item);
                }
            }
        });
    }
}
