package dev.parley.core.engine.struct;

import dev.parley.core.engine.MalformedInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a transaction has done so far. It costs what was touched, whatever the size of the document. */
public final class Ledger {
    /** The two parts of an item, and its content before it was split. */
    record Split(Item left, Item right, Content whole) {}

    final Store store;
    private final int number;

    /** Somebody wanted to hear of changes when it began: who comes later hears of the next ones. */
    private final boolean watched;

    final List<Client> touched = new ArrayList<>(2);

    /** The same as {@link Client#before} for each of them, for when that is of another transaction. */
    private long[] befores = new long[2];

    private @Nullable Map<Client, Long> beforeOf;
    final Deletions deletions = new Deletions();

    /** The right parts of splits, and items that were deleted before what holds them: neighbours to join again at the end. */
    final List<Item> toJoin = new ArrayList<>(2);

    /** For taking them back. */
    final List<Split> splits = new ArrayList<>(2);

    final List<Branch> newRoots = new ArrayList<>(0);

    /** For each changed type its changed keys, null for its list; kept only if somebody listens. */
    private final Map<Branch, Set<@Nullable String>> changed = new LinkedHashMap<>(4);

    final Map<Item, DocContent> addedDocs = new LinkedHashMap<>(0);
    final Map<Item, DocContent> removedDocs = new LinkedHashMap<>(0);

    /** The added ones, and those that went again. */
    final Map<Item, DocContent> broughtDocs = new LinkedHashMap<>(0);

    /** How many items may still be compared in conflicts before it is too much. */
    private long stepsLeft = Long.MAX_VALUE;

    /** How many were. */
    private long steps;

    /** What waited had to be dropped, as it couldn't be applied when its time came. */
    boolean droppedWaiting;

    int maxDepth = Integer.MAX_VALUE;

    Ledger(Store store, int number) {
        this.store = store;
        this.watched = store.watched();
        this.number = number;
    }

    public Store store() {
        return store;
    }

    /** Somebody's update made us walk over so many items. */
    void walk(long walked) {
        stepsLeft -= walked;
        steps += walked;
    }

    /** From now on so many are allowed. */
    void renewSteps(long most) {
        stepsLeft = most;
    }

    /** The same, and it may have been too many by now. */
    void spend(long walked) throws MalformedInput {
        walk(walked);
        if (stepsLeft < 0) {
            throw new MalformedInput("its items compete with too many others for their place");
        }
    }

    /** Before a client gets a struct. */
    void touch(Client client) {
        if (client.touchedIn != number) {
            client.touchedIn = number;
            client.before = client.state();
            touched.add(client);
            if (touched.size() > befores.length) {
                befores = Arrays.copyOf(befores, touched.size() * 2);
            }
            befores[touched.size() - 1] = client.before;
            if (!client.known) {
                client.known = true;
                store.clients().add(client);
            }
        }
    }

    /** The client's state when the transaction began. */
    public long before(Client client) {
        if (client.touchedIn == number) {
            return client.before;
        }
        // An observer of this transaction may have made another one, which touched the client since.
        var noted = store.isLatest(number) ? null : beforeOf().get(client);
        return noted == null ? client.state() : noted;
    }

    private Map<Client, Long> beforeOf() {
        if (beforeOf == null) {
            beforeOf = new HashMap<>();
            for (int i = 0; i < touched.size(); i++) {
                beforeOf.put(touched.get(i), befores[i]);
            }
        }
        return beforeOf;
    }

    /** Whether the item came with this transaction. */
    public boolean adds(Item item) {
        return item.clock >= before(item.client);
    }

    /** Whether the item was deleted in this transaction; only when the deletions are in order. */
    public boolean deletes(Item item) {
        return deletions.has(item.client, item.clock);
    }

    public Deletions deletions() {
        return deletions;
    }

    public List<Client> touched() {
        return touched;
    }

    public Map<Branch, Set<@Nullable String>> changed() {
        return changed;
    }

    public Map<Item, DocContent> addedDocs() {
        return addedDocs;
    }

    public Map<Item, DocContent> broughtDocs() {
        return broughtDocs;
    }

    public Map<Item, DocContent> removedDocs() {
        return removedDocs;
    }

    public long steps() {
        return steps;
    }

    public boolean droppedWaiting() {
        return droppedWaiting;
    }

    public boolean changesNothing() {
        return touched.isEmpty() && deletions.isEmpty();
    }

    /** A type that is new itself, or deleted, has nothing to tell. */
    void changed(Branch branch, @Nullable String key) {
        if (!watched) {
            return;
        }
        var item = branch.item();
        if (item == null || (!item.isDeleted() && !adds(item))) {
            changed.computeIfAbsent(branch, b -> new HashSet<>()).add(key);
        }
    }

    void unchanged(Branch branch) {
        changed.remove(branch);
    }
}
