package dev.parley.core.engine.struct;

import dev.parley.core.engine.Id;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes back a step: deletes what it inserted, and makes copies of what it deleted, since nothing that is deleted comes back. A
 * copy is remembered, so that taking back the taking back finds it.
 */
public final class Redoing {
    private final Ledger ledger;
    private final Store store;
    private final UndoStep step;
    private final Collection<UndoStep> undos;
    private final Collection<UndoStep> redos;
    private final boolean overwrite;

    /** What is to be copied in this step. */
    private final Set<Item> lost = new LinkedHashSet<>();

    /** Is taken back, or left out, whatever others have done to a key. */
    public Redoing(
            Ledger ledger, UndoStep step, Collection<UndoStep> undos, Collection<UndoStep> redos, boolean overwrite) {
        this.ledger = ledger;
        this.store = ledger.store;
        this.step = step;
        this.undos = undos;
        this.redos = redos;
        this.overwrite = overwrite;
    }

    /** Answers whether that had any effect. */
    public boolean takeBack(Predicate<Item> inScope) {
        List<Item> added = new ArrayList<>();
        step.insertions(ledger, item -> {
            var now = item.redone() ? followed(item) : item;
            if (now != null && !now.isDeleted() && inScope.test(now)) {
                added.add(now);
            }
        });
        step.deletions(ledger, item -> {
            if (inScope.test(item) && !step.inserted(item)) {
                lost.add(item);
            }
        });
        boolean effect = false;
        for (var item : List.copyOf(lost)) {
            effect |= restore(item) != null;
        }
        for (int i = added.size() - 1; i >= 0; i--) {
            Deleting.delete(ledger, added.get(i));
            effect = true;
        }
        return effect;
    }

    /** What is there now in the place of an item that was copied. */
    private @Nullable Item followed(Item item) {
        Item now = item;
        while (now != null && now.redone()) {
            now = copyOf(now);
        }
        return now;
    }

    /** The copy of an item, if it has one that is there. */
    private @Nullable Item copyOf(Item item) {
        var copy = store.redone(item);
        return copy != null && startingAt(copy) instanceof Item there ? there : null;
    }

    private Struct startingAt(Id id) {
        var client = store.clients().get(id.client());
        if (client == null) {
            throw new IllegalStateException("a copy by a client that nobody knows: " + id);
        }
        return Splitting.startingAt(ledger, client, id.clock());
    }

    /** Makes a copy of an item, if there isn't one yet; null if it has no place any more. */
    private @Nullable Item restore(Item item) {
        if (item.redone()) {
            return copyOf(item);
        }
        var holder = item.branch().item();
        if (holder != null && holder.isDeleted()) {
            if (!holder.redone() && (!lost.contains(holder) || restore(holder) == null)) {
                return null;
            }
            holder = followed(holder);
            if (holder == null) {
                return null;
            }
        }
        var branch = holder == null ? item.branch() : branchIn(holder);
        if (branch == null) {
            return null;
        }
        return item.key == null ? restoreInList(item, branch) : restoreKey(item, item.key, branch);
    }

    private static @Nullable Branch branchIn(Item holder) {
        return holder.content instanceof TypeContent type ? type.branch() : null;
    }

    private Item restoreInList(Item item, Branch branch) {
        var left = neighbour(item.left, branch, false);
        var right = neighbour(item, branch, true);
        return copy(item, branch, left, right);
    }

    /** The nearest item in this direction that stands in the branch now, itself or as a copy. */
    private @Nullable Item neighbour(@Nullable Item from, Branch branch, boolean rightwards) {
        for (Item item = from; item != null; item = rightwards ? item.right : item.left) {
            Item trace = item;
            while (trace != null && trace.branch() != branch) {
                trace = copyOf(trace);
            }
            if (trace != null) {
                return trace;
            }
        }
        return null;
    }

    private @Nullable Item restoreKey(Item item, String key, Branch branch) {
        Item left;
        if (item.right != null && !overwrite) {
            left = item;
            while (left.right != null && mayBeReplaced(left.right)) {
                left = left.right;
                var latest = followed(left);
                left = latest == null ? left : latest;
            }
            if (left.right != null) {
                // Somebody else has set the key since.
                return null;
            }
        } else {
            left = branch.entry(key);
        }
        if (left != null && left.branch() != branch) {
            left = branch.entry(key);
        }
        return copy(item, branch, left, null);
    }

    private boolean mayBeReplaced(Item item) {
        return item.redone()
                || step.inserted(item)
                || undos.stream().anyMatch(other -> other.deleted(item))
                || redos.stream().anyMatch(other -> other.deleted(item));
    }

    private Item copy(Item item, Branch branch, @Nullable Item left, @Nullable Item right) {
        var own = store.own();
        store.redone(item, new Id(own.id, own.state()));
        return Integration.restore(ledger, branch, item, left, right);
    }
}
