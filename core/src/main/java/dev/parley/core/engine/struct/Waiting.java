package dev.parley.core.engine.struct;

import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.update.UpdateWriter;
import java.util.Collections;
import java.util.Map;

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

    /** Bytes that a range is counted as. */
    private static final int RANGE_BYTES = 64;

    private static final byte[] NO_BYTES = {};

    private final WaitingStructs structs = new WaitingStructs();
    private final WaitingDeletions deletions = new WaitingDeletions();
    private Lack lack = new Lack();

    /** What is lacking was found out for all structs together, and not for each update that brought some. */
    private boolean settled;

    /** Something got what it needs, and Yjs didn't notice yet. */
    private boolean unnoticed;

    /** With the next update all is to be tried: what it waits for came without its being noticed. */
    private boolean due;

    public boolean isEmpty() {
        return structs.isEmpty() && deletions.isEmpty();
    }

    /** Which clock of a client has to be there before Yjs tries again. */
    public Map<Long, Long> missing() {
        return Collections.unmodifiableMap(lack.missing());
    }

    /** The structs that wait, as an update of format 2; empty if there are none. */
    public byte[] structs() {
        return structs.update();
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
        if (isEmpty() && rest.isEmpty() && later.isEmpty()) {
            return;
        }
        // What waited was somebody else's: this update doesn't pay for the work that it makes.
        ledger.renewSteps(limits.steps());
        boolean first = structs.isEmpty();
        boolean triedByYjs = !first && (due || lack.concerns(ledger.touched));
        boolean done = false;
        try {
            var ready = deletions.ready(ledger, due);
            deleteNow(ledger, ready);
            structs.add(rest);
            // Before trying, which can only make room: an update that is refused must not cost all that waits.
            checkRoom(ready, later, limits);
            boolean again = triedByYjs && tryAgain(ledger);
            if (again) {
                ready = deletions.ready(ledger, due);
                // Both at once: between two ranges that touch, text must not be cut.
                later = deleteNow(ledger, Deletions.together(ready, later));
            }
            structs.commit();
            deletions.remove(ready);
            deletions.add(later);
            if (again || (triedByYjs && (!settled || !rest.isEmpty()))) {
                lack = structs.lack(ledger.store.clients());
                settled = true;
            } else {
                if (triedByYjs) {
                    lack.renew(ledger, due);
                }
                lack.add(arrival.lack());
                settled = first || (settled && rest.isEmpty());
            }
            unnoticed = !again && !triedByYjs && (unnoticed || structs.areReady(ledger));
            due = !again && arrival.lack().isMet(ledger.store.clients());
            done = true;
        } finally {
            if (!done) {
                structs.takeBack();
            }
        }
    }

    /** Places what can be placed by now, and what that sets free; answers whether anything was tried. */
    private boolean tryAgain(Ledger ledger) throws Unusable {
        boolean again = false;
        var ready = structs.takeReady(ledger, due || unnoticed);
        while (!ready.isEmpty()) {
            again = true;
            structs.addAll(again(ledger, WaitingStructs.merged(ready)).rest().pieces());
            ready = structs.takeReady(ledger, false);
        }
        return again;
    }

    private void checkRoom(Deletions ready, Deletions later, Limits limits) throws MalformedInput {
        long ranges = (long) deletions.size() - ready.size() + deletions.countNew(later);
        long bytes = structs.weight() + RANGE_BYTES * ranges;
        if (bytes > limits.pendingBytes() && bytes > structs.weightBefore() + (long) RANGE_BYTES * deletions.size()) {
            throw new MalformedInput("more than " + limits.pendingBytes() + " bytes that wait for others");
        }
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
