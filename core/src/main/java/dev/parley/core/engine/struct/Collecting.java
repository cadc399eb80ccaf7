package dev.parley.core.engine.struct;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Forgetting the content of what was deleted. */
public final class Collecting {
    private Collecting() {}

    /** Collects what a transaction has deleted; its deletions are in order. */
    public static void collect(Ledger ledger) {
        var deletions = ledger.deletions;
        for (int i = 0; i < deletions.size(); i++) {
            var client = deletions.client(i);
            long end = deletions.end(i);
            int place = client.find(deletions.clock(i));
            while (place != Client.NOWHERE && client.get(place).clock < end) {
                if (client.get(place) instanceof Item item && item.isDeleted() && !item.keep()) {
                    collect(item);
                }
                place = client.next(place);
            }
        }
    }

    private static void collect(Item item) {
        if (item.content instanceof TypeContent type) {
            collectInside(type.branch());
        }
        if (item.content != DeletedContent.INSTANCE) {
            item.content(DeletedContent.INSTANCE);
        }
    }

    /** Of what was inside of a type not even the places are needed: nothing can ever refer to them but what is deleted too. */
    private static void collectInside(Branch top) {
        Deque<Branch> open = new ArrayDeque<>();
        open.push(top);
        while (!open.isEmpty()) {
            var branch = open.pop();
            for (Item item = branch.start; item != null; item = item.right) {
                replace(item, open);
            }
            for (int i = 0; i < branch.entryCount(); i++) {
                for (@Nullable Item item = branch.entryAt(i); item != null; item = item.left) {
                    replace(item, open);
                }
            }
            branch.forget();
        }
    }

    private static void replace(Item item, Deque<Branch> open) {
        if (item.content instanceof TypeContent type) {
            open.push(type.branch());
        }
        item.client.set(item.client.find(item.clock), new Gc(item.client, item.clock, item.length));
    }
}
