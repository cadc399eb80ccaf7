package dev.parley.core.engine;

import dev.parley.core.engine.struct.Collecting;
import dev.parley.core.engine.struct.Joining;
import dev.parley.core.engine.struct.StateWriter;
import dev.parley.core.engine.type.Dispatch;
import dev.parley.core.engine.type.Tidying;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a transaction: observers hear of it, what was deleted is forgotten, neighbours are joined, and the update is told.
 * The order is that of Yjs; it shows in the bytes. What observers do makes transactions that are ended afterwards.
 */
final class Commit {
    private final Doc doc;
    private final Transaction transaction;
    private @Nullable RuntimeException failure;

    private Commit(Doc doc, Transaction transaction, @Nullable RuntimeException failure) {
        this.doc = doc;
        this.transaction = transaction;
        this.failure = failure;
    }

    /** Answers the first thing that an observer or a listener threw, with what others threw in tow. */
    static @Nullable RuntimeException run(Doc doc, Transaction transaction, @Nullable RuntimeException failure) {
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
        tellSubdocs();
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

    private void tellSubdocs() {
        var ledger = transaction.ledger();
        if (ledger.addedDocs().isEmpty() && ledger.removedDocs().isEmpty()) {
            return;
        }
        var added = Doc.subdocsOf(ledger.addedDocs());
        var removed = Doc.subdocsOf(ledger.removedDocs());
        List<Doc> loaded = new ArrayList<>(added);
        loaded.removeIf(subdoc -> !subdoc.options().shouldLoad());
        doc.tellSubdocs(new SubdocsEvent(added, removed, loaded), this::guarded);
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            if (failure == null) {
                failure = e;
            } else if (!e.equals(failure)) {
                failure.addSuppressed(e);
            }
        }
    }
}
