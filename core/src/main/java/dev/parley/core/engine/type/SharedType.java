package dev.parley.core.engine.type;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Id;
import dev.parley.core.engine.Subscription;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.Ledger;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A part of a document that several people change at once. What one holds is a view: it is cheap, shows the present content, and
 * two views of the same part are equal.
 *
 * <p>Every change happens in a transaction: in the open one, or in one of its own.
 *
 * <pre>{@code
 * SharedText title = doc.text("title");
 * try (var subscription = title.observe(event -> show(event.delta()))) {
 *     title.insert(0, "Minutes");
 * }
 * }</pre>
 */
public abstract sealed class SharedType implements Value permits SharedArray, SharedMap, SharedText, XmlFragment {
    final Branch branch;

    SharedType(Branch branch) {
        this.branch = branch;
    }

    public final Doc doc() {
        return (Doc) branch.store().owner();
    }

    /** The type that holds this one; null for a root. */
    public final @Nullable SharedType parent() {
        var item = branch.item();
        if (item == null) {
            return null;
        }
        var parent = item.branch();
        return parent.kindKnown() ? Views.of(parent) : null;
    }

    /** The unit that holds this type; null for a root. */
    public final @Nullable Id id() {
        var item = branch.item();
        return item == null ? null : new Id(item.client.id, item.clock);
    }

    /** Under which name the document knows it; null if it is not a root. */
    public final @Nullable String rootName() {
        return branch.isRoot() ? branch.name() : null;
    }

    /** Whether it was deleted, with all that is in it. */
    public final boolean isDeleted() {
        return branch.deleted();
    }

    /** Its content as a plain value: a text as a string, XML as its markup. */
    public final Any toJson() {
        return Plain.of(this);
    }

    /** Calls after each transaction that changed this type itself; if asked for in a transaction, from the next one on. */
    public final Subscription observe(Consumer<? super Event> observer) {
        return Watchers.of(branch).add(branch, observer);
    }

    /** Calls after each transaction that changed this type or one inside of it, with all that happened there. */
    public final Subscription observeDeep(Consumer<? super List<Event>> observer) {
        return Watchers.of(branch).addDeep(branch, observer);
    }

    /** For the engine itself. */
    public final Branch branch() {
        return branch;
    }

    final void edit(Consumer<Ledger> work) {
        if (branch.deleted()) {
            throw new IllegalStateException("this type was deleted");
        }
        doc().transact(transaction -> work.accept(transaction.ledger()));
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof SharedType type && type.branch == branch;
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(branch);
    }
}
