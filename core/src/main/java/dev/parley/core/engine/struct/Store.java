package dev.parley.core.engine.struct;

import dev.parley.core.engine.Id;
import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.TextCache;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that a document consists of: its clients with their structs, its roots, and what waits. */
public final class Store {
    private final Clients clients = new Clients();
    private final Map<String, Branch> roots = new LinkedHashMap<>();
    private final TextCache names = new TextCache();
    private Waiting waiting = new Waiting();

    /** Which copy an undo manager made of an item. */
    private final Map<Item, Id> redone = new HashMap<>(0);

    /** The document, for those who show types to users. */
    private final Object owner;

    private long ownId;
    private int transactions;

    /** How many want to hear which types changed. */
    private int watchers;

    public Store(Object owner) {
        this.owner = owner;
    }

    public Object owner() {
        return owner;
    }

    public Clients clients() {
        return clients;
    }

    public Waiting waiting() {
        return waiting;
    }

    public Ledger begin() {
        return new Ledger(this, ++transactions);
    }

    boolean isLatest(int transaction) {
        return transaction == transactions;
    }

    public void watch(int more) {
        watchers += more;
    }

    boolean watched() {
        return watchers > 0;
    }

    public Collection<Branch> roots() {
        return roots.values();
    }

    /** The root of this name, if anybody spoke of it. */
    public @Nullable Branch knownRoot(String name) {
        return roots.get(name);
    }

    public Branch root(String name) {
        return roots.computeIfAbsent(name, Branch::root).in(this);
    }

    private Branch rootFor(Ledger ledger, String name) {
        var known = roots.get(name);
        if (known != null) {
            return known;
        }
        var made = root(names.same(name));
        ledger.newRoots.add(made);
        return made;
    }

    void removeRoot(Branch root) {
        roots.remove(root.name());
    }

    public String key(String key) {
        return names.same(key);
    }

    /** The client that edits are made as. */
    Client own() {
        var known = clients.get(ownId);
        return known != null ? known : new Client(ownId);
    }

    public void own(long client) {
        ownId = client;
    }

    boolean anyRedone() {
        return !redone.isEmpty();
    }

    public @Nullable Id redone(Item item) {
        return item.redone() ? redone.get(item) : null;
    }

    public void redone(Item item, Id copy) {
        item.flags |= Struct.REDONE;
        redone.put(item, copy);
    }

    /** The item is not a part of the document any more. */
    void forgetRedone(Item item) {
        redone.remove(item);
    }

    void splitRedone(Item left, Item right, int at) {
        var copy = redone.get(left);
        if (copy != null) {
            redone(right, new Id(copy.client(), copy.clock() + at));
        }
    }

    /**
     * Applies an update from outside, and answers what it did. If that fails, the document is as it was before. What waited and
     * turns out to be of no use is dropped: an honest update must not be held up by it.
     */
    public Ledger apply(byte[] update, UpdateFormat format, Limits limits) throws MalformedInput {
        try {
            return tryApply(update, format, limits);
        } catch (Waiting.Unusable e) {
            return applyWithoutWaiting(update, format, limits);
        }
    }

    private Ledger applyWithoutWaiting(byte[] update, UpdateFormat format, Limits limits) throws MalformedInput {
        var unusable = waiting;
        boolean done = false;
        waiting = new Waiting();
        try {
            var ledger = tryApply(update, format, limits);
            ledger.droppedWaiting = true;
            done = true;
            return ledger;
        } catch (Waiting.Unusable e) {
            throw new IllegalStateException("nothing waits any more", e);
        } finally {
            if (!done) {
                waiting = unusable;
            }
        }
    }

    /** Forgets what waits. */
    public void dropWaiting() {
        waiting = new Waiting();
    }

    private Ledger tryApply(byte[] update, UpdateFormat format, Limits limits) throws MalformedInput, Waiting.Unusable {
        var ledger = begin();
        ledger.renewSteps(limits.steps());
        ledger.maxDepth = limits.depth();
        boolean done = false;
        try {
            var arrival = new Arrival(ledger, read(ledger, update, format, limits));
            arrival.integrate();
            var later = Waiting.applyDeletions(ledger, arrival.deletions());
            waiting.take(ledger, arrival, later, limits);
            done = true;
            return ledger;
        } finally {
            if (!done) {
                Rollback.takeBack(ledger);
            }
        }
    }

    Incoming read(Ledger ledger, byte[] update, UpdateFormat format, Limits limits) throws MalformedInput {
        return Incoming.read(update, format, clients, name -> rootFor(ledger, name), names, limits);
    }
}
