package dev.parley.core.engine.struct;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Deleting items, with all that is inside of them. */
public final class Deleting {
    private Deleting() {}

    public static void delete(Ledger ledger, Item item) {
        if (item.isDeleted()) {
            return;
        }
        mark(ledger, item);
        switch (item.content) {
            case TypeContent type -> deleteInside(ledger, type.branch());
            case DocContent doc -> removed(ledger, item, doc);
            default -> {}
        }
    }

    private static void mark(Ledger ledger, Item item) {
        var branch = item.branch();
        if (item.key == null) {
            if (item.countable()) {
                branch.length -= item.length;
            }
            if (item.parent instanceof Run run) {
                run.add(-Run.unitsOf(item), -Run.formatsOf(item));
            }
        }
        item.markDeleted();
        ledger.deletions.add(item.client, item.clock, item.length);
        ledger.changed(branch, item.key);
    }

    private static void removed(Ledger ledger, Item item, DocContent doc) {
        if (ledger.addedDocs.remove(item) == null) {
            ledger.removedDocs.put(item, doc);
        }
    }

    /** How far the walk through a type has come: first its list, then its keys. */
    private static final class Visit {
        final Branch branch;
        private @Nullable Item next;
        private int nextEntry;

        Visit(Branch branch) {
            this.branch = branch;
            this.next = branch.start;
        }

        @Nullable
        Item next() {
            var item = next;
            if (item != null) {
                next = item.right;
                return item;
            }
            return nextEntry < branch.entryCount() ? branch.entryAt(nextEntry++) : null;
        }
    }

    /** Types may lie as deep in each other as the limits allow, so they are walked without recursion. */
    private static void deleteInside(Ledger ledger, Branch top) {
        Deque<Visit> open = new ArrayDeque<>();
        open.push(new Visit(top));
        while (!open.isEmpty()) {
            var visit = open.element();
            var item = visit.next();
            if (item == null) {
                ledger.unchanged(visit.branch);
                open.pop();
            } else if (!item.isDeleted()) {
                mark(ledger, item);
                switch (item.content) {
                    case TypeContent type -> open.push(new Visit(type.branch()));
                    case DocContent doc -> removed(ledger, item, doc);
                    default -> {}
                }
            } else if (!ledger.adds(item)) {
                // It becomes a collected range now, and may join others.
                ledger.toJoin.add(item);
            }
        }
    }
}
