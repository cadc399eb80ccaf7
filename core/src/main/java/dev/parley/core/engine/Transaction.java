package dev.parley.core.engine;

import dev.parley.core.engine.struct.Ledger;
import org.jspecify.annotations.Nullable;

/**
 * A bundle of changes that others see at once. What a transaction is given to, {@link Doc#transact}, ends it.
 *
 * <pre>{@code
 * doc.transact("import", transaction -> {
 *     doc.map("settings").set("theme", Any.of("dark"));
 *     doc.text("body").insert(0, "Hello");
 * });
 * }</pre>
 */
public final class Transaction {
    private final Doc doc;
    private final @Nullable Object origin;
    private final boolean local;
    private final Ledger ledger;

    Transaction(Doc doc, @Nullable Object origin, boolean local, Ledger ledger) {
        this.doc = doc;
        this.origin = origin;
        this.local = local;
        this.ledger = ledger;
    }

    public Doc doc() {
        return doc;
    }

    /** What its maker said about where it comes from. */
    public @Nullable Object origin() {
        return origin;
    }

    /** Whether it consists of edits made here, rather than of an update from elsewhere. */
    public boolean local() {
        return local;
    }

    /** Whether nothing changed. */
    public boolean isEmpty() {
        return ledger.changesNothing();
    }

    /** For the engine itself. */
    public Ledger ledger() {
        return ledger;
    }
}
