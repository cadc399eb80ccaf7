package dev.parley.core.engine.struct;

import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.update.UpdateWriter;
import dev.parley.core.engine.update.Updates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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

    /** Bytes that a struct or a range is counted as at least: what it costs to try it again, rather than to keep it. */
    private static final int LEAST_BYTES = 64;

    private static final byte[] NO_BYTES = {};

    private Lack lack = new Lack();

    /** Updates of format 2, put together only when they are needed. */
    private List<byte[]> updates = new ArrayList<>();

    private long structBytes;

    /** Everything was tried together since something was added: trying again is of no use until what it lacks is there. */
    private boolean settled;

    private WaitingDeletions deletions = new WaitingDeletions();

    /** Something waits for a client that has got on in a transaction of this document. */
    private boolean due;

    public boolean isEmpty() {
        return updates.isEmpty() && deletions.isEmpty();
    }

    private long bytes() {
        return structBytes + (long) LEAST_BYTES * deletions.size();
    }

    /** Which clock of a client has to be there before it makes sense to try again. */
    public Map<Long, Long> missing() {
        return Collections.unmodifiableMap(lack.missing());
    }

    /** The structs that wait, as an update of format 2; empty if there are none. */
    public byte[] structs() {
        if (updates.size() > 1) {
            var merged = merged(updates);
            updates = new ArrayList<>(List.of(merged));
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
        dropStructs();
        deletions = new WaitingDeletions();
        due = false;
    }

    private void dropStructs() {
        lack = new Lack();
        updates = new ArrayList<>();
        structBytes = 0;
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
        due |= !isEmpty()
                && (lack.concerns(ledger.touched) || ledger.touched.stream().anyMatch(deletions::waitFor));
    }

    /**
     * Takes in what an update left over, and tries again what waited. Only if all of it succeeds something here changes.
     */
    void take(Ledger ledger, Arrival arrival, Deletions later, Limits limits) throws MalformedInput, Unusable {
        var rest = arrival.rest();
        if (isEmpty() && rest == null && later.isEmpty()) {
            return;
        }
        // What waited was somebody else's: this update doesn't pay for the work that it makes.
        ledger.renewSteps(limits.steps());
        boolean wanted = !updates.isEmpty() && (due || lack.concerns(ledger.touched));
        boolean again = wanted && (!settled || rest != null || lack.isLess(ledger, due));
        var ready = deletions.ready(ledger, due);
        deleteNow(ledger, ready);
        if (again) {
            arrival = again(ledger, rest == null ? structs() : merged(List.of(structs(), rest.update())));
            rest = arrival.rest();
            ready = deletions.ready(ledger, due);
            // Both at once: between two ranges that touch, text must not be cut.
            later = deleteNow(ledger, Deletions.together(ready, later));
        }
        checkRoom(rest, again, ready, later, limits);
        boolean onlyThis = again || updates.isEmpty();
        if (again) {
            dropStructs();
        } else if (wanted) {
            lack.renew(ledger, due);
        }
        if (rest != null) {
            updates.add(rest.update());
            structBytes += weight(rest);
            lack.add(arrival.lack());
        }
        settled = onlyThis || (settled && rest == null);
        deletions.remove(ready);
        deletions.add(later);
        due = false;
    }

    private void checkRoom(Arrival.@Nullable Rest rest, boolean again, Deletions ready, Deletions later, Limits limits)
            throws MalformedInput {
        long ranges = (long) deletions.size() - ready.size() + deletions.countNew(later);
        long bytes = (again ? 0 : structBytes) + (rest == null ? 0 : weight(rest)) + LEAST_BYTES * ranges;
        if (bytes > limits.pendingBytes() && bytes > bytes()) {
            throw new MalformedInput("more than " + limits.pendingBytes() + " bytes that wait for others");
        }
    }

    private static long weight(Arrival.Rest rest) {
        return Math.max(rest.update().length, (long) LEAST_BYTES * rest.structs());
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

    private static Deletions deleteNow(Ledger ledger, Deletions deletions) throws Unusable {
        try {
            return applyDeletions(ledger, deletions);
        } catch (MalformedInput e) {
            throw new Unusable(e);
        }
    }

    /** Deletes what is there of these ranges, and answers the others. */
    static Deletions applyDeletions(Ledger ledger, Deletions deletions) throws MalformedInput {
        var later = new Deletions();
        for (int i = 0; i < deletions.size(); i++) {
            var client = known(ledger, deletions.client(i));
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

    /** The client itself, if it came in after these deletions had been read. */
    private static Client known(Ledger ledger, Client client) {
        var now = client.known ? client : ledger.store.clients().get(client.id);
        return now == null ? client : now;
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
