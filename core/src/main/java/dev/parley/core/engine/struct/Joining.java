package dev.parley.core.engine.struct;

/** Making one struct of neighbours that were only apart while something was done to them. */
public final class Joining {
    private Joining() {}

    /** Joins around all that a transaction has touched, in the order in which Yjs does it: it shows in the bytes. */
    public static void joinTouched(Ledger ledger) {
        joinDeleted(ledger.deletions);
        for (var client : ledger.touched) {
            joinNew(client, ledger.before(client));
        }
        for (int i = ledger.toJoin.size() - 1; i >= 0; i--) {
            var item = ledger.toJoin.get(i);
            joinAround(item.client, item.clock);
        }
    }

    private static void joinDeleted(Deletions deletions) {
        for (int i = deletions.size() - 1; i >= 0; i--) {
            var client = deletions.client(i);
            int place = client.find(deletions.end(i) - 1);
            int behind = client.next(place);
            place = behind == Client.NOWHERE ? place : behind;
            while (place > 0 && client.get(place).clock >= deletions.clock(i)) {
                place = client.previous(joinLeftwards(client, place));
            }
        }
    }

    private static void joinNew(Client client, long before) {
        if (client.state() == before) {
            return;
        }
        int firstNew = Math.max(client.find(before), 1);
        int place = client.last();
        while (place >= firstNew) {
            place = client.previous(joinLeftwards(client, place));
        }
    }

    private static void joinAround(Client client, long clock) {
        int place = client.find(clock);
        int behind = client.next(place);
        if (behind != Client.NOWHERE) {
            int left = joinLeftwards(client, behind);
            if (left != behind && left != place) {
                return;
            }
        }
        if (place > 0) {
            joinLeftwards(client, place);
        }
    }

    /** Joins the struct at this place with as many before it as fit, and answers the place of the one that is left. */
    private static int joinLeftwards(Client client, int place) {
        int left = place;
        int before = client.previous(place);
        while (before != Client.NOWHERE
                && joinable(client.get(before), client.get(left))
                && fit(client.get(before), client.get(place))) {
            left = before;
            before = client.previous(before);
        }
        if (left != place) {
            join(client, left, place);
        }
        return left;
    }

    private static boolean joinable(Struct left, Struct right) {
        if (left instanceof Item one && right instanceof Item other) {
            return one.right == other
                    && other.originClient == one.client
                    && other.originClock == one.lastClock()
                    && one.isDeleted() == other.isDeleted()
                    && one.sameRightOrigin(other)
                    && !one.redone()
                    && !other.redone()
                    && one.content.joins(other.content);
        }
        return left instanceof Gc && right instanceof Gc;
    }

    /** An item has less than 2^31 units. */
    private static boolean fit(Struct first, Struct last) {
        return first instanceof Gc || last.end() - first.clock <= Integer.MAX_VALUE;
    }

    private static void join(Client client, int from, int to) {
        switch (client.get(from)) {
            case Item left -> joinItems(client, left, from, to);
            case Gc left -> left.length = client.get(to).end() - left.clock;
            case Skip skip -> throw new IllegalStateException("a hole in a document");
        }
        client.remove(client.next(from), to);
    }

    private static void joinItems(Client client, Item left, int from, int to) {
        var last = (Item) client.get(to);
        int expected = (int) (last.end() - left.clock);
        var branch = left.branch();
        boolean single = client.next(from) == to;
        int place = from;
        do {
            place = client.next(place);
            var right = (Item) client.get(place);
            if (left.key == null && branch.index != null) {
                Run.joining(left, right);
            }
            left.content = left.content.joined(left.length, right.content, right.length, single ? 0 : expected);
            left.length += right.length;
            left.flags |= (byte) (right.flags & Struct.KEEP);
        } while (place != to);
        takeOver(left, last);
    }

    /** Takes back a split, after everything that came in between. */
    static void rejoin(Client client, Ledger.Split split) {
        var left = split.left();
        var right = split.right();
        if (left.key == null && left.branch().index != null) {
            Run.joining(left, right);
        }
        left.content = split.whole();
        left.length += right.length;
        takeOver(left, right);
        int place = client.find(right.clock);
        client.remove(place, place);
    }

    /** What stands behind the last of the joined items stands behind the first one now. */
    private static void takeOver(Item left, Item last) {
        left.right = last.right;
        if (left.right != null) {
            left.right.left = left;
        } else if (left.key == null) {
            left.branch().end = left;
        } else if (left.branch().entry(left.key) == last) {
            left.branch().entry(left);
        }
    }
}
