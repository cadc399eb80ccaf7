package dev.parley.core.engine.struct;

import dev.parley.core.engine.MalformedInput;
import org.jspecify.annotations.Nullable;

/**
 * Where an item goes among those that were put at the same place without knowing of each other.
 *
 * <p>This is the YATA algorithm as Yjs has it. It walks over the items in between; for each it must know whether the item that it
 * was put behind was passed on this walk, and whether that was after the last time that a place was found. Instead of two sets,
 * one table holds at which step an item was passed. Mostly nobody asks, because all were put behind the same item: so the table is
 * filled only on the first question.
 */
final class Conflict {
    private final Ledger ledger;
    private final Item item;
    private final @Nullable Item first;

    /** Where the walk is, counted in items. */
    private int step;

    /** How many slots of the table were in use by others: one can choose numbers so that all want the same one. */
    private long probes;

    /** Items from this step on were passed since the last place was found. */
    private int found;

    private @Nullable Item[] passed = NONE;
    private int[] steps = NO_STEPS;
    private int size;
    private @Nullable Item filledTo;

    private static final @Nullable Item[] NONE = {};
    private static final int[] NO_STEPS = {};

    private Conflict(Ledger ledger, Item item, @Nullable Item first) {
        this.ledger = ledger;
        this.item = item;
        this.first = first;
    }

    /** The item that the new one goes behind, or null if it becomes the first; the walk starts at {@code first}. */
    static @Nullable Item leftOf(Ledger ledger, Item item, @Nullable Item first) throws MalformedInput {
        return new Conflict(ledger, item, first).walk();
    }

    private @Nullable Item walk() throws MalformedInput {
        Item left = item.left;
        Item right = item.right;
        for (Item other = first; other != null && other != right; other = other.right) {
            step++;
            if (other.sameOrigin(item)) {
                if (other.client.id < item.client.id) {
                    left = other;
                    found = step;
                } else if (other.sameRightOrigin(item)) {
                    break;
                }
            } else {
                var before = otherOrigin(other);
                int at = before == null ? -1 : passedAt(before, other);
                if (at < 0) {
                    break;
                }
                if (at <= found) {
                    left = other;
                    found = step;
                }
            }
        }
        ledger.spend(step + probes);
        return left;
    }

    private static @Nullable Item otherOrigin(Item other) {
        return other.originClient != null && other.originClient.structAt(other.originClock) instanceof Item before
                ? before
                : null;
    }

    /** At which step this item was passed, counting the current one; negative if it was not. */
    private int passedAt(Item asked, Item current) {
        fill(current);
        int mask = passed.length - 1;
        for (int slot = slot(asked) & mask; passed[slot] != null; slot = (slot + 1) & mask) {
            if (passed[slot] == asked) {
                return steps[slot];
            }
            probes++;
        }
        return -1;
    }

    private void fill(Item current) {
        Item next = filledTo == null ? first : filledTo.right;
        while (filledTo != current && next != null) {
            if ((size + 1) * 2 > passed.length) {
                grow();
            }
            enter(next, ++size);
            filledTo = next;
            next = next.right;
        }
    }

    private void grow() {
        var oldItems = passed;
        var oldSteps = steps;
        int room = Math.max(16, passed.length * 2);
        passed = new @Nullable Item[room];
        steps = new int[room];
        for (int i = 0; i < oldItems.length; i++) {
            var old = oldItems[i];
            if (old != null) {
                enter(old, oldSteps[i]);
            }
        }
    }

    private void enter(Item entered, int at) {
        int mask = passed.length - 1;
        int slot = slot(entered) & mask;
        while (passed[slot] != null) {
            slot = (slot + 1) & mask;
            probes++;
        }
        passed[slot] = entered;
        steps[slot] = at;
    }

    private static int slot(Item item) {
        long hash = (item.client.id * 31 + item.clock) * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32);
    }
}
