package dev.parley.core.engine;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.Deletions;
import dev.parley.core.engine.struct.DocContent;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Kind;
import dev.parley.core.engine.struct.Ledger;
import dev.parley.core.engine.struct.Novelty;
import dev.parley.core.engine.struct.Restoring;
import dev.parley.core.engine.struct.Shape;
import dev.parley.core.engine.struct.StateWriter;
import dev.parley.core.engine.struct.Store;
import dev.parley.core.engine.type.SharedArray;
import dev.parley.core.engine.type.SharedMap;
import dev.parley.core.engine.type.SharedText;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.engine.type.Views;
import dev.parley.core.engine.type.XmlElement;
import dev.parley.core.engine.type.XmlFragment;
import dev.parley.core.engine.type.XmlText;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A document that several people change at once, each with a replica of their own. Replicas that have the same updates, in
 * whatever order and however often, show the same. What goes in and out is, byte for byte, what Yjs 13.6 writes and reads.
 *
 * <pre>{@code
 * var doc = Doc.withClientId(1);
 * doc.onUpdate(UpdateFormat.V1, (update, transaction) -> send(update));
 * doc.text("body").insert(0, "Hello");
 *
 * var other = Doc.withClientId(2);
 * other.apply(doc.encode(UpdateFormat.V1));
 * other.text("body").toString(); // Hello
 * }</pre>
 *
 * <p><b>Threads.</b> A document belongs to one thread at a time, also for reading, which is for its owner to see to. Where two threads
 * meet in a transaction, the second one gets an {@link IllegalStateException}.
 *
 * <p><b>Failures.</b> Bytes from outside either apply, or {@link #apply(byte[])} throws a {@link MalformedInput} and the document is as
 * it was. A failing edit of one's own leaves what was done before it. A failing observer doesn't keep the others from hearing; what
 * it threw comes out in the end, of {@code apply} too, where the update is applied all the same: only {@code MalformedInput} says
 * that it isn't.
 */
public final class Doc implements Value, Input {
    private static final byte[] NOTHING = {};

    final Store store = new Store(this);
    final Listeners<Consumer<Transaction>> observed = new Listeners<>();
    private final Listeners<UpdateListener> updatesV1 = new Listeners<>();
    private final Listeners<UpdateListener> updatesV2 = new Listeners<>();
    final Subdocs subdocs = new Subdocs();
    private DocOptions options;

    private @Nullable Transaction open;
    private final Deque<Transaction> ending = new ArrayDeque<>(1);
    private boolean committing;
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

    /** Of a document in another one: the item that holds it. */
    private @Nullable Item holder;

    public Doc(DocOptions options) {
        this.options = options;
        store.own(options.clientId());
        if (options.tidyFormats()) {
            store.watch(1);
        }
    }

    /** A document with the usual options. */
    public static Doc withClientId(long clientId) {
        return new Doc(DocOptions.withClientId(clientId));
    }

    public DocOptions options() {
        return options;
    }

    public long clientId() {
        return options.clientId();
    }

    public String guid() {
        return options.guid();
    }

    // Roots.

    public SharedText text(String name) {
        return (SharedText) root(name, Kind.TEXT);
    }

    public SharedArray array(String name) {
        return (SharedArray) root(name, Kind.ARRAY);
    }

    public SharedMap map(String name) {
        return (SharedMap) root(name, Kind.MAP);
    }

    public XmlFragment xml(String name) {
        return (XmlFragment) root(name, Kind.XML_FRAGMENT);
    }

    public XmlElement xmlElement(String name) {
        return (XmlElement) root(name, Kind.XML_ELEMENT);
    }

    public XmlText xmlText(String name) {
        return (XmlText) root(name, Kind.XML_TEXT);
    }

    /** A root is whatever it is asked for first: the bytes don't tell. */
    private SharedType root(String name, Kind kind) {
        var branch = store.root(name);
        if (!branch.kindKnown()) {
            branch.kind(kind);
        } else if (branch.kind() != kind) {
            throw new IllegalStateException("root " + name + " is in use as " + branch.kind() + ", not " + kind);
        }
        return Views.of(branch);
    }

    /**
     * Asks for all roots that nobody asked for yet, as what they hold suggests: for readers that don't know the application. One that
     * holds nothing stays unknown.
     */
    public void askForRoots() {
        store.roots().forEach(root -> {
            var kind = root.kindKnown() ? null : Shape.of(root);
            if (kind != null) {
                root.kind(kind);
            }
        });
    }

    /** The names of the roots that somebody asked for, or that an update spoke of. */
    public Set<String> rootNames() {
        Set<String> names = new TreeSet<>();
        store.roots().forEach(root -> names.add(root.name()));
        return Collections.unmodifiableSet(names);
    }

    /** The roots by name, as far as it is known what they are. */
    public Map<String, SharedType> roots() {
        Map<String, SharedType> roots = new LinkedHashMap<>();
        for (Branch root : store.roots()) {
            if (root.kindKnown()) {
                roots.put(root.name(), Views.of(root));
            }
        }
        return Collections.unmodifiableMap(roots);
    }

    // Transactions.

    /** Does some work as one change. Inside of a transaction, the work is part of that one. */
    public void transact(Consumer<Transaction> work) {
        transact(null, work);
    }

    /** The same, and says where the change comes from. */
    public void transact(@Nullable Object origin, Consumer<Transaction> work) {
        enter();
        var outer = open;
        if (outer != null) {
            work.accept(outer);
            return;
        }
        var transaction = begin(origin, true, store.begin());
        try {
            work.accept(transaction);
        } catch (RuntimeException | Error e) {
            endAfter(e, transaction);
            throw e;
        }
        end(transaction);
    }

    /** What the work threw comes first, whatever observers throw then. */
    private void endAfter(Throwable failure, Transaction transaction) {
        try {
            end(transaction);
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    /** Takes the document for this thread, until the outermost transaction ends. */
    private void enter() {
        var current = Thread.currentThread();
        var other = thread.compareAndExchange(null, current);
        if (other != null && !other.equals(current)) {
            throw new IllegalStateException("the document is being used by " + other);
        }
    }

    private void leave() {
        if (open == null && !committing) {
            thread.set(null);
        }
    }

    private Transaction begin(@Nullable Object origin, boolean local, Ledger ledger) {
        var transaction = new Transaction(this, origin, local, ledger);
        open = transaction;
        return transaction;
    }

    private void end(Transaction transaction) {
        open = null;
        ending.add(transaction);
        if (committing) {
            // An observer made it; it is ended when the one that is observed has been.
            return;
        }
        committing = true;
        var failures = new Failures();
        try {
            for (var next = ending.poll(); next != null; next = ending.poll()) {
                new Commit(this, next, failures).run();
            }
        } finally {
            committing = false;
            leave();
        }
        failures.rethrow();
    }

    /** Somebody else wrote under this document's number: from now on it writes under another one. */
    void changeClientIfTaken(Ledger ledger) {
        if (ledger.touched().stream().anyMatch(client -> client.id == options.clientId())) {
            long drawn = DocOptions.drawClientId(options.random());
            options = options.clientId(drawn);
            store.own(drawn);
        }
    }

    // Updates.

    /** Applies an update of format 1 from elsewhere. */
    public Applied apply(byte[] update) throws MalformedInput {
        return apply(update, UpdateFormat.V1, null);
    }

    /** Applies an update from elsewhere, within the limits of this document. */
    public Applied apply(byte[] update, UpdateFormat format, @Nullable Object origin) throws MalformedInput {
        return apply(update, format, origin, options.limits());
    }

    /**
     * Applies an update from elsewhere as a transaction of its own. If it depends on something that isn't there, that part of it
     * waits until it is.
     *
     * <p>In a transaction no update can be applied; an observer, which is called after it, can.
     *
     * @throws MalformedInput if it isn't an update, or beyond a limit: then nothing of it was applied
     * @throws IllegalStateException in a transaction
     */
    public Applied apply(byte[] update, UpdateFormat format, @Nullable Object origin, Limits limits)
            throws MalformedInput {
        enter();
        if (open != null) {
            throw new IllegalStateException("an update is a transaction of its own, and can't be part of another one");
        }
        Ledger ledger;
        try {
            ledger = store.apply(update, format, limits);
        } catch (MalformedInput | RuntimeException e) {
            leave();
            throw e;
        }
        var applied = new Applied(
                !ledger.changesNothing(), !store.waiting().isEmpty(), ledger.droppedWaiting(), ledger.steps());
        end(begin(origin, false, ledger));
        return applied;
    }

    /** What of an update this document doesn't have, within the limits of this document. */
    public News newsIn(byte[] update, UpdateFormat format) throws MalformedInput {
        return newsIn(update, format, options.limits());
    }

    public News newsIn(byte[] update, UpdateFormat format, Limits limits) throws MalformedInput {
        return Novelty.of(store, update, format, limits);
    }

    /** The whole document, with what waits. */
    public byte[] encode(UpdateFormat format) {
        return encodeSince(StateVector.EMPTY, format);
    }

    /** Everything that somebody lacks who has come so far, and all deletions. */
    public byte[] encodeSince(StateVector known, UpdateFormat format) {
        return StateWriter.since(store, known, format);
    }

    public StateVector stateVector() {
        return StateVector.of(store.clients());
    }

    /** This moment of the document, to come back to it later. */
    public Snapshot snapshot() {
        return new Snapshot(stateVector(), DeleteSet.of(Deletions.of(store.clients())));
    }

    /** A document as this one was at a snapshot, to look at; only if this one keeps what is deleted. */
    public Doc asOf(Snapshot snapshot) {
        return asOf(snapshot, options.gc(true));
    }

    /** The same with options of its own, if one wants to go on from there. */
    public Doc asOf(Snapshot snapshot, DocOptions options) {
        if (this.options.gc()) {
            throw new IllegalStateException("this document forgets what is deleted, so it can't show the past");
        }
        var restored = new Doc(options);
        transact(transaction -> {
            var update = Restoring.update(transaction.ledger(), snapshot);
            try {
                restored.apply(update, UpdateFormat.V2, null, Limits.trusted());
            } catch (MalformedInput e) {
                throw new IllegalStateException("the past of a document is made of what it holds", e);
            }
        });
        return restored;
    }

    /** What was given to this document and waits for what it depends on. */
    public Pending pending() {
        var waiting = store.waiting();
        return waiting.isEmpty()
                ? new Pending(Map.of(), NOTHING, NOTHING)
                : new Pending(waiting.missing(), waiting.structs(), waiting.deletions());
    }

    /** Forgets what waits. */
    public void dropPending() {
        store.dropWaiting();
    }

    // Listeners.

    /** Calls after each transaction that changed something, with the update that tells others of it. */
    public Subscription onUpdate(UpdateFormat format, UpdateListener listener) {
        return listeners(format).add(listener);
    }

    Listeners<UpdateListener> listeners(UpdateFormat format) {
        return switch (format) {
            case V1 -> updatesV1;
            case V2 -> updatesV2;
        };
    }

    /** Calls at the end of each transaction, after the observers of types. */
    public Subscription onTransaction(Consumer<Transaction> listener) {
        return observed.add(listener);
    }

    /** Calls when documents inside of this one come, go, or want to be loaded. */
    public Subscription onSubdocs(Consumer<SubdocsEvent> listener) {
        return subdocs.listen(listener);
    }

    // Documents inside of this one.

    /** The documents inside of this one. */
    public Set<Doc> subdocs() {
        return subdocs.all();
    }

    /** Asks, of a document inside of another one, that it be loaded. */
    public void load() {
        if (options.shouldLoad()) {
            return;
        }
        options = options.shouldLoad(true);
        if (holder != null) {
            var outer = (Doc) holder.branch().store().owner();
            outer.subdocs.wanted(this);
        }
    }

    /** An item of another document holds this one, which is written in by the same client from then on. */
    void isIn(Item item, Doc outer) {
        holder = item;
        options = options.clientId(outer.clientId());
        store.own(outer.clientId());
    }

    /** For the engine itself: the document that an item holds. */
    public static Doc in(Item item, DocContent content) {
        if (content.doc() instanceof Doc known) {
            return known;
        }
        var outer = (Doc) item.branch().store().owner();
        var stored = content.options().members();
        boolean autoLoad = stored.containsKey("autoLoad");
        var made = new Doc(outer.options
                .guid(content.guid())
                .gc(!stored.containsKey("gc"))
                .autoLoad(autoLoad)
                .shouldLoad(autoLoad)
                .meta(stored.get("meta")));
        made.holder = item;
        content.doc(made);
        return made;
    }

    /** For the engine itself: what an outer document keeps of this one. */
    public Any.Obj storedOptions() {
        Map<String, Any> stored = new LinkedHashMap<>();
        if (!options.gc()) {
            stored.put("gc", Any.FALSE);
        }
        if (options.autoLoad()) {
            stored.put("autoLoad", Any.TRUE);
        }
        var meta = options.meta();
        if (meta != null && !meta.equals(Any.NULL)) {
            stored.put("meta", meta);
        }
        return new Any.Obj(stored);
    }

    @Override
    public String toString() {
        return "doc " + options.guid() + " of client " + options.clientId();
    }
}
