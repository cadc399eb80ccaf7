package dev.parley.core.engine;

import dev.parley.core.engine.struct.Collecting;
import dev.parley.core.engine.struct.Joining;
import dev.parley.core.engine.struct.StateWriter;
import dev.parley.core.engine.type.Dispatch;
import dev.parley.core.engine.type.Tidying;
import org.jspecify.annotations.Nullable;

/**
 * The end of a transaction: observers hear of it, what was deleted is forgotten, neighbours are joined, and the update is told.
 * The order is that of Yjs; it shows in the bytes. What observers do makes transactions that are ended afterwards.
 */
final class Commit {
    private final Doc doc;
    private final Transaction transaction;
    private @Nullable Throwable failure;

    private Commit(Doc doc, Transaction transaction, @Nullable Throwable failure) {
        this.doc = doc;
        this.transaction = transaction;
        this.failure = failure;
    }

    /** Answers the first thing that an observer or a listener threw, with what others threw in tow. */
    static @Nullable Throwable run(Doc doc, Transaction transaction, @Nullable Throwable failure) {
        var commit = new Commit(doc, transaction, failure);
        commit.run();
        return commit.failure;
    }

    private void run() {
        var ledger = transaction.ledger();
        ledger.deletions().putInOrder();
        if (!ledger.changed().isEmpty()) {
            Dispatch.of(transaction).forEach(this::guarded);
        }
        doc.observed.each(listener -> guarded(() -> listener.accept(transaction)));
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
        doc.subdocs.changed(ledger.addedDocs(), ledger.removedDocs(), this::guarded);
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
                listeners.each(listener -> guarded(() -> listener.updated(update, transaction)));
            }
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            // Whatever it was: the others hear of the change, and the document ends it as it should.
            if (failure == null) {
                failure = e;
            } else if (!e.equals(failure)) {
                failure.addSuppressed(e);
            }
        }
    }
}
