package dev.parley.core.engine.struct;

/** Cutting items in two, so that something can begin or end between their units. */
public final class Splitting {
    private Splitting() {}

    /** The struct that starts with this clock; only a deleted range without content may start earlier. */
    public static Struct startingAt(Ledger ledger, Client client, long clock) {
        int place = client.find(clock);
        var struct = client.get(place);
        if (struct.clock == clock || !(struct instanceof Item item)) {
            return struct;
        }
        return split(ledger, place, item, (int) (clock - item.clock));
    }

    /** The struct that ends with this clock; only a deleted range without content may end later. */
    public static Struct endingAt(Ledger ledger, Client client, long clock) {
        int place = client.find(clock);
        var struct = client.get(place);
        if (struct.end() - 1 != clock && struct instanceof Item item) {
            split(ledger, place, item, (int) (clock - item.clock + 1));
        }
        return struct;
    }

    /** Splits an item of the document and answers its right part. */
    public static Item split(Ledger ledger, Item item, int at) {
        return split(ledger, item.client.find(item.clock), item, at);
    }

    private static Item split(Ledger ledger, int place, Item item, int at) {
        var whole = item.content;
        if (whole.cutsPair(at)) {
            // It copies the text; ten thousand such cuts of a long one would take minutes.
            ledger.walk(item.length);
        }
        var right = cut(item, at);
        right.left = item;
        right.right = item.right;
        item.right = right;
        var branch = item.branch();
        if (right.right != null) {
            right.right.left = right;
        } else if (right.key != null) {
            branch.entry(right);
        } else {
            branch.end = right;
        }
        if (right.key == null && branch.index != null) {
            Run.splitOff(item, right);
        }
        if (item.redone()) {
            ledger.store.splitRedone(item, right, at);
        }
        item.client.insertAfter(place, right);
        ledger.toJoin.add(right);
        ledger.splits.add(new Ledger.Split(item, right, whole));
        return right;
    }

    /** Shortens an item, and answers the rest as an item that is linked to nothing. */
    public static Item cut(Item item, int at) {
        var rest = item.content.from(at, item.length);
        var right = new Item(item.client, item.clock + at, rest, item.length - at);
        item.content = item.content.before(at, item.length);
        item.length = at;
        right.flags = item.flags;
        right.originClient = item.client;
        right.originClock = item.lastClock();
        right.rightOriginClient = item.rightOriginClient;
        right.rightOriginClock = item.rightOriginClock;
        right.parent = item.parent;
        right.key = item.key;
        return right;
    }
}
