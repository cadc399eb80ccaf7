package dev.parley.core.engine.struct;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes back a transaction that failed half-way, before anything was collected or joined: an update from outside is applied
 * whole or not at all.
 */
final class Rollback {
    private Rollback() {}

    static void takeBack(Ledger ledger) {
        undelete(ledger);
        Set<Branch> emptied = new HashSet<>(0);
        for (var client : ledger.touched) {
            unlinkNew(ledger, client, emptied);
        }
        emptied.forEach(Branch::removeLostEntries);
        rejoin(ledger);
        for (var client : ledger.touched) {
            if (client.state() == 0) {
                client.known = false;
                ledger.store.clients().remove(client);
            }
        }
        ledger.newRoots.forEach(ledger.store::removeRoot);
    }

    private static void undelete(Ledger ledger) {
        var deletions = ledger.deletions;
        deletions.putInOrder();
        for (int i = 0; i < deletions.size(); i++) {
            var client = deletions.client(i);
            int place = client.find(deletions.clock(i));
            while (place != Client.NOWHERE && client.get(place).clock < deletions.end(i)) {
                if (client.get(place) instanceof Item item) {
                    undelete(item);
                }
                place = client.next(place);
            }
        }
    }

    private static void undelete(Item item) {
        item.unmarkDeleted();
        if (item.key == null) {
            item.branch().length += Run.unitsOf(item);
            if (item.parent instanceof Run run) {
                run.add(Run.unitsOf(item), Run.formatsOf(item));
            }
        }
    }

    private static void unlinkNew(Ledger ledger, Client client, Set<Branch> emptied) {
        long before = ledger.before(client);
        int place = client.last();
        while (place != Client.NOWHERE && client.get(place).clock >= before) {
            if (client.get(place) instanceof Item item) {
                unlink(item, emptied);
            }
            place = client.previous(place);
        }
        client.truncate(before);
    }

    /** A key without items is left to {@code emptied}: taking out one after the other would take too long. */
    private static void unlink(Item item, Set<Branch> emptied) {
        var branch = item.branch();
        if (item.parent instanceof Run) {
            Run.leaving(item);
        }
        @Nullable Item left = item.left;
        @Nullable Item right = item.right;
        if (item.key == null && item.visible()) {
            branch.length -= item.length;
        }
        if (left != null) {
            left.right = right;
        } else if (item.key == null) {
            branch.start = right;
        }
        if (right != null) {
            right.left = left;
        } else if (item.key == null) {
            branch.end = left;
            branch.index = left == null ? null : branch.index;
        } else if (left != null) {
            branch.entry(left);
        } else {
            emptied.add(branch);
        }
    }

    /** Splits that were made on the way, the last one first. */
    private static void rejoin(Ledger ledger) {
        for (var split : ledger.splits.reversed()) {
            var client = split.right().client;
            // A split of what came with this transaction is gone with it.
            if (split.right().clock < client.state()) {
                Joining.rejoin(client, split);
                ledger.store.forgetRedone(split.right());
            }
        }
    }
}
