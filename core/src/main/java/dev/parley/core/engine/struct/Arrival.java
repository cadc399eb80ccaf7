package dev.parley.core.engine.struct;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the structs of an update in after what they depend on: highest client first, and when one depends on a struct that comes
 * later in the same update, that one first. What depends on something that isn't there is left over.
 */
final class Arrival {
    private final Ledger ledger;
    private final Incoming incoming;

    /** Structs that wait for what comes next. */
    private final Deque<Struct> stack = new ArrayDeque<>(1);

    private @Nullable Map<Client, List<Struct>> left;

    private final Lack lack = new Lack();

    private int current;

    Arrival(Ledger ledger, Incoming incoming) {
        this.ledger = ledger;
        this.incoming = incoming;
    }

    void integrate() throws MalformedInput {
        var next = takeNext();
        while (next != null) {
            next = step(next);
        }
    }

    /** Integrates a struct, or puts it aside; answers the one to go on with. */
    private @Nullable Struct step(Struct struct) throws MalformedInput {
        if (struct instanceof Skip) {
            return takeNext();
        }
        var client = struct.client;
        if (struct.clock > client.state()) {
            lack.hole(client.id, struct.clock);
            putAside(struct);
            return takeNext();
        }
        boolean known = struct.end() <= client.state();
        if (!known && struct.end() > Decoder.MAX_VAR_UINT) {
            throw new MalformedInput("client " + client.id + " would use up its last clock");
        }
        // Also what is known has to wait for its neighbours, as in Yjs.
        var needed = struct instanceof Item item ? Integration.missing(item) : null;
        if (needed != null) {
            return waitFor(needed, struct);
        }
        if (!known) {
            return integrate(struct);
        }
        if (struct instanceof Item item && ledger.store.anyRedone()) {
            // Yjs cuts where it was placed all the same; only items that were redone stay cut.
            Integration.cutForLinks(ledger, item);
        }
        return takeNext();
    }

    /** Goes on with what the same update has of a client that is needed. */
    private @Nullable Struct waitFor(Client needed, Struct struct) {
        var block = incoming.blockOf(needed);
        if (block == null || block.isEmpty()) {
            lack.reference(needed.id, needed.state());
            putAside(struct);
            return takeNext();
        }
        stack.push(struct);
        return block.take();
    }

    private @Nullable Struct integrate(Struct struct) throws MalformedInput {
        Integration.integrate(ledger, struct, struct.client.state() - struct.clock);
        ledger.spend(0);
        return takeNext();
    }

    private @Nullable Struct takeNext() {
        if (!stack.isEmpty()) {
            return stack.pop();
        }
        var blocks = incoming.blocks();
        while (current < blocks.size()) {
            if (!blocks.get(current).isEmpty()) {
                return blocks.get(current).take();
            }
            current++;
        }
        return null;
    }

    /** This struct, all that wait for it, and what their clients have behind them can't be placed now. */
    private void putAside(Struct struct) {
        if (left == null) {
            left = new LinkedHashMap<>();
        }
        stack.push(struct);
        for (var waiting : stack) {
            var block = incoming.blockOf(waiting.client);
            if (block == null) {
                throw new IllegalStateException("a struct without a block");
            }
            var known = left.get(waiting.client);
            if (known == null || known.get(0).clock > waiting.clock) {
                left.put(waiting.client, block.from(waiting));
            }
        }
        stack.clear();
    }

    Deletions deletions() {
        return incoming.deletions();
    }

    Lack lack() {
        return lack;
    }

    Rest rest() {
        if (left == null) {
            return Rest.NOTHING;
        }
        var clients = new ArrayList<>(left.values());
        clients.sort(Comparator.comparingLong((List<Struct> structs) -> -structs.get(0).client.id));
        return Rest.of(clients);
    }
}
