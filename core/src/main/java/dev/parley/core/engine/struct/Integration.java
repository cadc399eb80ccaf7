package dev.parley.core.engine.struct;

import dev.parley.core.engine.MalformedInput;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Giving a struct its place in the document. */
public final class Integration {
    private Integration() {}

    /** A client that must have written more before this item can be placed, or null. */
    static @Nullable Client missing(Item item) {
        if (lacks(item, item.originClient, item.originClock)) {
            return item.originClient;
        }
        if (lacks(item, item.rightOriginClient, item.rightOriginClock)) {
            return item.rightOriginClient;
        }
        return item.parent instanceof Parent.Held held && lacks(item, held.client(), held.clock())
                ? held.client()
                : null;
    }

    private static boolean lacks(Item item, @Nullable Client client, long clock) {
        return client != null && client != item.client && clock >= client.state();
    }

    /** Which clock of the client that is missing it needs. */
    static long clockMissing(Item item) {
        if (lacks(item, item.originClient, item.originClock)) {
            return item.originClock;
        }
        if (lacks(item, item.rightOriginClient, item.rightOriginClock)) {
            return item.rightOriginClock;
        }
        return ((Parent.Held) Objects.requireNonNull(item.parent)).clock();
    }

    /** Places a struct of which the first {@code known} units are in the document already. Nothing of it may be missing. */
    static void integrate(Ledger ledger, Struct struct, long known) throws MalformedInput {
        switch (struct) {
            case Item item -> integrate(ledger, item, (int) known);
            case Gc gc -> append(ledger, known == 0 ? gc : new Gc(gc.client, gc.clock + known, gc.length - known));
            case Skip skip -> throw new IllegalStateException("a hole can't be integrated");
        }
    }

    /** Cuts what is there where an item has its neighbours, though it is not going to be placed. */
    static void cutForLinks(Ledger ledger, Item item) {
        if (item.originClient != null) {
            Splitting.endingAt(ledger, item.originClient, item.originClock);
        }
        if (item.rightOriginClient != null) {
            Splitting.startingAt(ledger, item.rightOriginClient, item.rightOriginClock);
        }
    }

    private static void append(Ledger ledger, Gc gc) {
        ledger.touch(gc.client);
        gc.client.append(gc);
    }

    private static void integrate(Ledger ledger, Item item, int known) throws MalformedInput {
        var left = item.originClient == null ? null : Splitting.endingAt(ledger, item.originClient, item.originClock);
        var right = item.rightOriginClient == null
                ? null
                : Splitting.startingAt(ledger, item.rightOriginClient, item.rightOriginClock);
        var branch = left instanceof Gc || right instanceof Gc ? null : place(item, (Item) left, (Item) right);
        if (known > 0) {
            left = Splitting.endingAt(ledger, item.client, item.clock + known - 1);
            item.content = item.content.from(known, item.length);
            item.clock += known;
            item.length -= known;
            item.originClient = item.client;
            item.originClock = item.clock - 1;
            if (branch != null && left instanceof Item beginning) {
                // Where its beginning stands, whatever these bytes say: that is what everybody makes of its new origin.
                branch = beginning.branch();
                item.key = beginning.key;
            }
        }
        if (branch == null || left instanceof Gc) {
            append(ledger, new Gc(item.client, item.clock, item.length));
            return;
        }
        item.left = (Item) left;
        item.right = (Item) right;
        if (contested(item)) {
            settleContest(ledger, branch, item);
        }
        if (item.content instanceof TypeContent && branch.depth >= ledger.maxDepth) {
            throw new MalformedInput("types inside each other more than " + ledger.maxDepth + " deep");
        }
        link(ledger, branch, item);
    }

    /** Finds out the type that it belongs to, and its key; null if that type is gone. */
    private static @Nullable Branch place(Item item, @Nullable Item left, @Nullable Item right) {
        return switch (item.parent) {
            case Branch branch -> branch;
            case Parent.Held held ->
                held.client().structAt(held.clock()) instanceof Item holder
                                && holder.content instanceof TypeContent type
                        ? type.branch()
                        : null;
            case null -> {
                var neighbour = left != null ? left : right;
                if (neighbour == null) {
                    yield null;
                }
                item.key = neighbour.key;
                yield neighbour.branch();
            }
            case Run run -> run.branch;
            case Parent.Root root -> throw new IllegalStateException("roots are known when an update is read");
        };
    }

    /** Whether something may have come between the neighbours since it was made. */
    private static boolean contested(Item item) {
        return item.left == null ? item.right == null || item.right.left != null : item.left.right != item.right;
    }

    /** Finds its neighbours anew among those that came in between. */
    private static void settleContest(Ledger ledger, Branch branch, Item item) throws MalformedInput {
        var first = item.left != null ? item.left.right : firstOf(ledger, branch, item.key);
        item.left = Conflict.leftOf(ledger, item, first);
        if (item.left == null) {
            item.right = first;
        }
    }

    /** The first one of a key is found from the last one: a walk that whoever makes us do it has to pay for. */
    private static @Nullable Item firstOf(Ledger ledger, Branch branch, @Nullable String key) throws MalformedInput {
        if (key == null) {
            return branch.start;
        }
        Item item = branch.entry(key);
        long walked = 0;
        while (item != null && item.left != null) {
            item = item.left;
            walked++;
        }
        ledger.spend(walked);
        return item;
    }

    /** Makes an item of this document's own client between two neighbours, and puts it in. */
    public static Item insert(
            Ledger ledger,
            Branch branch,
            @Nullable String key,
            @Nullable Item left,
            @Nullable Item right,
            Content content,
            int length) {
        var client = ledger.store.own();
        var item = new Item(client, client.state(), content, length);
        item.key = key;
        item.left = left;
        item.right = right;
        item.origin(left);
        item.rightOrigin(right);
        link(ledger, branch, item);
        return item;
    }

    /** Puts in a copy of an item, where others may have come between since. */
    static Item restore(Ledger ledger, Branch branch, Item lost, @Nullable Item left, @Nullable Item right) {
        var client = ledger.store.own();
        var item = new Item(client, client.state(), lost.content.copy(lost.length), lost.length);
        item.key = lost.key;
        item.left = left;
        item.right = right;
        item.parent = branch;
        item.origin(left);
        item.rightOrigin(right);
        UndoStep.keep(item, true);
        if (contested(item)) {
            try {
                settleContest(ledger, branch, item);
            } catch (MalformedInput e) {
                throw new IllegalStateException("a document's own edits have no limit", e);
            }
        }
        link(ledger, branch, item);
        return item;
    }

    /** Of a keyed item without a left neighbour, the right one must be the first of its key. */
    private static void link(Ledger ledger, Branch branch, Item item) {
        ledger.touch(item.client);
        var left = item.left;
        if (left != null) {
            item.right = left.right;
            left.right = item;
        } else if (item.key == null) {
            item.right = branch.start;
            branch.start = item;
        }
        var right = item.right;
        item.parent = branch;
        if (right != null) {
            right.left = item;
        } else if (item.key == null) {
            branch.end = item;
        } else {
            branch.entry(item);
            if (left != null) {
                Deleting.delete(ledger, left);
            }
        }
        if (item.key == null && item.visible()) {
            branch.length += item.length;
        }
        item.client.append(item);
        settle(ledger, branch, item);
        if (item.key == null && branch.index != null) {
            Run.inserted(branch, item);
        }
        ledger.changed(branch, item.key);
        if (branch.deleted() || (item.key != null && right != null)) {
            Deleting.delete(ledger, item);
        }
    }

    /** What the content has to do when it comes in. */
    private static void settle(Ledger ledger, Branch branch, Item item) {
        switch (item.content) {
            case DeletedContent deleted -> {
                item.markDeleted();
                ledger.deletions.add(item.client, item.clock, item.length);
            }
            case TypeContent type -> type.branch().settle(ledger.store, item, branch.depth + 1);
            case FormatContent format -> branch.formatted = true;
            case DocContent doc -> {
                ledger.addedDocs.put(item, doc);
                ledger.broughtDocs.put(item, doc);
            }
            case AnyContent any -> {}
            case BinaryContent binary -> {}
            case EmbedContent embed -> {}
            case JsonContent json -> {}
            case TextContent text -> {}
        }
    }
}
