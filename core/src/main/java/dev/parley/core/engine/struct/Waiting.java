package dev.parley.core.engine.struct;

import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.update.UpdateWriter;
import dev.parley.core.engine.update.Updates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came too early: structs whose neighbours aren't there yet, and deletions of structs that aren't. Each time that a client
 * gets on which something waits for, it is tried again.
 */
public final class Waiting {
    /** That what waited could not be applied when its time came: it has to go, and the update that came last has to be read again. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(MalformedInput cause) {
            super(cause);
        }
    }

    /** Bytes that a range of deletions is counted as. */
    private static final int RANGE_BYTES = 16;

    private static final byte[] NO_BYTES = {};

    /** Which clock of a client has to be there before it makes sense to try again. */
    private Map<Long, Long> missing = new LinkedHashMap<>();

    /** Updates of format 2, put together only when they are needed. */
    private List<byte[]> updates = new ArrayList<>();

    private long updateBytes;

    private Deletions deletions = new Deletions();

    /** The clients that deletions wait for. */
    private Set<Long> deleting = Set.of();

    /** Something waits for a client that has got on in a transaction of this document. */
    private boolean due;

    public boolean isEmpty() {
        return updates.isEmpty() && deletions.isEmpty();
    }

    public long bytes() {
        return updateBytes + (long) RANGE_BYTES * deletions.size();
    }

    public Map<Long, Long> missing() {
        return Collections.unmodifiableMap(missing);
    }

    /** The structs that wait, as an update of format 2; empty if there are none. */
    public byte[] structs() {
        if (updates.size() > 1) {
            var merged = merged(updates);
            updates = new ArrayList<>(List.of(merged));
            updateBytes = merged.length;
        }
        return updates.isEmpty() ? NO_BYTES : updates.get(0);
    }

    /** The deletions that wait, as an update of format 2; empty if there are none. */
    public byte[] deletions() {
        if (deletions.isEmpty()) {
            return NO_BYTES;
        }
        var out = UpdateWriter.of(UpdateFormat.V2);
        out.number(0);
        deletions.write(out);
        return out.toBytes();
    }

    public void drop() {
        missing = new LinkedHashMap<>();
        updates = new ArrayList<>();
        updateBytes = 0;
        deletions = new Deletions();
        deleting = Set.of();
        due = false;
    }

    private static byte[] merged(List<byte[]> updates) {
        try {
            return Updates.merge(updates, UpdateFormat.V2, Limits.trusted());
        } catch (MalformedInput e) {
            throw new IllegalStateException("what waits was written here", e);
        }
    }

    /** After a transaction of this document itself. */
    public void advanced(Ledger ledger) {
        due |= !isEmpty() && concerns(ledger);
    }

    private boolean concerns(Ledger ledger) {
        return ledger.touched.stream().anyMatch(client -> {
            var needed = missing.get(client.id);
            return deleting.contains(client.id) || (needed != null && needed < client.state());
        });
    }

    /**
     * Takes in what an update left over, and tries again what waited. Only if all of it succeeds something here changes.
     */
    void take(Ledger ledger, Arrival arrival, Deletions later, Limits limits) throws MalformedInput, Unusable {
        byte[] rest = arrival.rest();
        if (isEmpty() && rest == null && later.isEmpty()) {
            return;
        }
        boolean again = due || concerns(ledger);
        boolean structsAgain = !updates.isEmpty() && (due || satisfied(ledger));
        var nextDeletions = again ? applyDeletions(ledger, known(ledger, deletions)) : deletions;
        Map<Long, Long> nextMissing = arrival.missing();
        if (structsAgain) {
            var second = again(ledger, rest == null ? structs() : merged(List.of(structs(), rest)));
            nextMissing = second.missing();
            rest = second.rest();
            nextDeletions = applyDeletions(ledger, known(ledger, nextDeletions));
            later = applyDeletions(ledger, known(ledger, later));
        }
        nextDeletions = together(nextDeletions, later);
        long bytes = (structsAgain ? 0 : updateBytes)
                + (rest == null ? 0 : rest.length)
                + (long) RANGE_BYTES * nextDeletions.size();
        if (bytes > limits.pendingBytes() && bytes > bytes()) {
            throw new MalformedInput("more than " + limits.pendingBytes() + " bytes that wait for others");
        }
        if (structsAgain) {
            drop();
        }
        nextMissing.forEach((client, clock) -> missing.merge(client, clock, Math::min));
        if (rest != null) {
            updates.add(rest);
            updateBytes += rest.length;
        }
        if (nextDeletions != deletions) {
            deletions = nextDeletions;
            deleting = clientsOf(nextDeletions);
        }
        due = false;
    }

    private boolean satisfied(Ledger ledger) {
        for (var client : ledger.touched) {
            var needed = missing.get(client.id);
            if (needed != null && needed < client.state()) {
                return true;
            }
        }
        return false;
    }

    private static Arrival again(Ledger ledger, byte[] update) throws Unusable {
        try {
            var arrival = new Arrival(ledger, ledger.store.read(ledger, update, UpdateFormat.V2, Limits.trusted()));
            arrival.integrate();
            return arrival;
        } catch (MalformedInput e) {
            throw new Unusable(e);
        }
    }

    private static Deletions together(Deletions one, Deletions other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        var all = new Deletions();
        one.addTo(all);
        other.addTo(all);
        all.putInOrder();
        return all;
    }

    private static Set<Long> clientsOf(Deletions deletions) {
        if (deletions.isEmpty()) {
            return Set.of();
        }
        var clients = new HashSet<Long>();
        for (int i = 0; i < deletions.size(); i++) {
            clients.add(deletions.client(i).id);
        }
        return clients;
    }

    /** The same deletions, with clients that have come since. */
    private static Deletions known(Ledger ledger, Deletions deletions) {
        var known = new Deletions();
        for (int i = 0; i < deletions.size(); i++) {
            var client = deletions.client(i);
            @Nullable Client now = ledger.store.clients().get(client.id);
            known.add(now == null ? client : now, deletions.clock(i), deletions.end(i) - deletions.clock(i));
        }
        return known;
    }

    /** Deletes what is there of these ranges, and answers the others. */
    static Deletions applyDeletions(Ledger ledger, Deletions deletions) throws MalformedInput {
        var later = new Deletions();
        for (int i = 0; i < deletions.size(); i++) {
            var client = deletions.client(i);
            long clock = deletions.clock(i);
            long end = deletions.end(i);
            long state = client.state();
            if (end > state) {
                long from = Math.max(clock, state);
                later.add(client, from, end - from);
            }
            if (clock < state) {
                delete(ledger, client, clock, Math.min(end, state));
                ledger.spend(0);
            }
        }
        return later;
    }

    private static void delete(Ledger ledger, Client client, long from, long to) {
        int place = client.find(from);
        var first = client.get(place);
        if (first.clock < from && first instanceof Item item && !item.isDeleted()) {
            Splitting.startingAt(ledger, client, from);
            place = client.find(from);
        }
        while (place != Client.NOWHERE && client.get(place).clock < to) {
            if (client.get(place) instanceof Item item && !item.isDeleted()) {
                if (item.end() > to) {
                    Splitting.startingAt(ledger, client, to);
                    place = client.find(item.clock);
                }
                Deleting.delete(ledger, item);
            }
            place = client.next(place);
        }
    }
}
