package dev.parley.core.engine.type;

import dev.parley.core.engine.Transaction;
import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.FormatContent;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Structs;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Deletes formats that a change from elsewhere has made superfluous, as clients of Yjs do. Only texts that are known to be texts
 * are tidied: nested ones, and roots that somebody asked for.
 */
public final class Tidying {
    private Tidying() {}

    /** Tidies up after a transaction, in one of its own. */
    public static void after(Transaction transaction) {
        var ledger = transaction.ledger();
        boolean needed = false;
        for (var branch : ledger.changed().keySet()) {
            needed |= branch.formatted() && branch.kindKnown() && branch.kind().isText() && !branch.deleted();
        }
        if (!needed) {
            return;
        }
        Set<Branch> whole = new LinkedHashSet<>();
        Structs.added(ledger, item -> {
            if (!item.isDeleted() && item.content() instanceof FormatContent) {
                whole.add(item.branch());
            }
        });
        transaction.doc().transact(tidying -> {
            Structs.deleted(ledger, item -> {
                if (item.branch().formatted() && !whole.contains(item.branch())) {
                    around(tidying, item, whole);
                }
            });
            whole.forEach(branch -> FormatGap.tidyAll(tidying.ledger(), branch));
        });
    }

    private static void around(Transaction tidying, Item item, Set<Branch> whole) {
        if (item.content() instanceof FormatContent) {
            whole.add(item.branch());
        } else {
            FormatGap.tidyAround(tidying.ledger(), item);
        }
    }
}
