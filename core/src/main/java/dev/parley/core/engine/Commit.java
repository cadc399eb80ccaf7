package dev.parley.core.engine;

import dev.parley.core.engine.struct.Collecting;
import dev.parley.core.engine.struct.Joining;
import dev.parley.core.engine.struct.StateWriter;
import dev.parley.core.engine.type.Dispatch;
import dev.parley.core.engine.type.Tidying;

/**
 * The end of a transaction: observers hear of it, what was deleted is forgotten, neighbours are joined, and the update is told.
 * The order is that of Yjs; it shows in the bytes. What observers do makes transactions that are ended afterwards.
 */
final class Commit {
    private final Doc doc;
    private final Transaction transaction;
    private final Failures failures;

    Commit(Doc doc, Transaction transaction, Failures failures) {
        this.doc = doc;
        this.transaction = transaction;
        this.failures = failures;
    }

    void run() {
        var ledger = transaction.ledger();
        ledger.deletions().putInOrder();
        if (!ledger.changed().isEmpty()) {
            Dispatch.of(transaction).forEach(failures::guard);
        }
        failures.guard(() -> doc.observed.each(listener -> listener.accept(transaction)));
        if (doc.options().tidyFormats() && !transaction.local()) {
            Tidying.after(transaction);
        }
        if (doc.options().gc()) {
            Collecting.collect(ledger);
        }
        Joining.joinTouched(ledger);
        if (transaction.local()) {
            doc.store.waiting().advanced(ledger);
        } else {
            doc.changeClientIfTaken(ledger);
        }
        tell();
        failures.guard(() -> doc.subdocs.changed(doc, ledger));
    }

    private void tell() {
        var ledger = transaction.ledger();
        if (ledger.changesNothing()) {
            return;
        }
        for (var format : UpdateFormat.values()) {
            var listeners = doc.listeners(format);
            if (!listeners.isEmpty()) {
                var update = StateWriter.changes(ledger, format);
                failures.guard(() -> listeners.each(listener -> listener.updated(update, transaction)));
            }
        }
    }
}
