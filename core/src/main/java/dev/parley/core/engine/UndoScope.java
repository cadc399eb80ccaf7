package dev.parley.core.engine;

import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Ledger;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.engine.type.Views;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an undo manager watches: a whole document, or some types of it with all that is in them. */
final class UndoScope {
    private final Doc doc;
    private final boolean whole;
    private final Set<Branch> types = new HashSet<>();

    private UndoScope(Doc doc, boolean whole) {
        this.doc = doc;
        this.whole = whole;
    }

    static UndoScope of(Doc doc) {
        return new UndoScope(doc, true);
    }

    static UndoScope of(List<? extends SharedType> types) {
        if (types.isEmpty()) {
            throw new IllegalArgumentException("an undo manager needs a type to watch");
        }
        var scope = new UndoScope(types.get(0).doc(), false);
        for (var type : types) {
            if (type.doc() != scope.doc) {
                throw new IllegalArgumentException("an undo manager watches types of one document");
            }
            scope.types.add(type.branch());
        }
        return scope;
    }

    Doc doc() {
        return doc;
    }

    boolean has(Item item) {
        return whole || isWithin(item.branch());
    }

    private boolean isWithin(Branch branch) {
        for (Branch outer = branch; outer != null; outer = holder(outer)) {
            if (types.contains(outer)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Branch holder(Branch branch) {
        var item = branch.item();
        return item == null ? null : item.branch();
    }

    /** Whether anything that is watched, and is still there, was changed. */
    boolean concerns(Ledger ledger) {
        return whole
                ? !ledger.changesNothing()
                : ledger.changed().keySet().stream().anyMatch(branch -> !branch.deleted() && isWithin(branch));
    }

    /** The types that were changed and are still there, with all that they lie in. */
    static Set<SharedType> changed(Ledger ledger) {
        Set<SharedType> all = new LinkedHashSet<>();
        for (var branch : ledger.changed().keySet()) {
            boolean isNew = !branch.deleted();
            for (Branch outer = branch; outer != null && isNew; outer = holder(outer)) {
                isNew = outer.kindKnown() ? all.add(Views.of(outer)) : isNew;
            }
        }
        return all;
    }
}
