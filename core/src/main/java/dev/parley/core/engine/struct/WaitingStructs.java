package dev.parley.core.engine.struct;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Structs whose neighbours aren't there yet, in {@linkplain Piece pieces}. They stand under what they need, so that a change costs
 * what it sets free, however many wait.
 */
final class WaitingStructs {
    /** All pieces of one client, by clock; two with the same one come from people who disagree. */
    private static final class Line {
        final NavigableMap<Long, List<Piece>> pieces = new TreeMap<>();

        /** In which walk, and in which chain of it, it was looked at last. */
        int walk;

        int chain;

        Piece first() {
            return pieces.firstEntry().getValue().get(0);
        }
    }

    private final Set<Piece> pieces = new HashSet<>(1);

    /** By their own client, highest first. */
    private final NavigableMap<Long, Line> byClient = new TreeMap<>(Comparator.reverseOrder());

    /** By the number of the client that has to get on, and beyond which clock. */
    private final Map<Long, NavigableMap<Long, Set<Piece>>> byNeed = new HashMap<>(1);

    private final WaitingUpdates updates = new WaitingUpdates();

    /** Since the last commit: they count until then. */
    private final List<Piece> taken = new ArrayList<>(1);

    private final List<Piece> added = new ArrayList<>(1);

    private long weight;

    /** How often all were looked at. */
    private int walks;

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    long weight() {
        return weight;
    }

    /** As an update of format 2; empty if there are none. */
    byte[] update() {
        return updates.asOne(this::firstClock);
    }

    /** Adds what doesn't wait already. */
    void add(Rest rest) {
        if (addAll(rest.pieces())) {
            updates.add(rest.update());
        }
    }

    /** What is left of pieces that were taken, or what came just now. Answers whether any of it is new. */
    boolean addAll(List<Piece> more) {
        int before = added.size();
        for (var piece : more) {
            if (atClock(piece).stream().noneMatch(other -> other.isSame(piece) && !taken.contains(other))) {
                add(piece);
            }
        }
        return added.size() > before;
    }

    private List<Piece> atClock(Piece piece) {
        var line = byClient.get(piece.client);
        return line == null ? List.of() : line.pieces.getOrDefault(piece.clock, List.of());
    }

    private void add(Piece piece) {
        added.add(piece);
        pieces.add(piece);
        byClient.computeIfAbsent(piece.client, id -> new Line())
                .pieces
                .computeIfAbsent(piece.clock, clock -> new ArrayList<>(1))
                .add(piece);
        stand(piece);
        weight += piece.weight();
    }

    /** Under all that it needs. */
    private void stand(Piece piece) {
        stand(piece.client, piece.own, piece);
        if (piece.needed != Piece.NOBODY) {
            stand(piece.needed, piece.neededClock, piece);
        }
    }

    private void stand(long client, long clock, Piece piece) {
        byNeed.computeIfAbsent(client, id -> new TreeMap<>())
                .computeIfAbsent(clock, at -> new LinkedHashSet<>(1))
                .add(piece);
    }

    private void leave(Piece piece) {
        leave(piece.client, piece.own, piece);
        if (piece.needed != Piece.NOBODY) {
            leave(piece.needed, piece.neededClock, piece);
        }
    }

    private void leave(long client, long clock, Piece piece) {
        var needs = byNeed.get(client);
        var there = needs == null ? null : needs.get(clock);
        if (needs != null && there != null && there.remove(piece) && there.isEmpty()) {
            needs.remove(clock);
            if (needs.isEmpty()) {
                byNeed.remove(client);
            }
        }
    }

    private void remove(Piece piece) {
        if (!pieces.remove(piece)) {
            return;
        }
        leave(piece);
        var clocks = Objects.requireNonNull(byClient.get(piece.client)).pieces;
        var there = Objects.requireNonNull(clocks.get(piece.clock));
        there.remove(piece);
        if (there.isEmpty()) {
            clocks.remove(piece.clock);
            if (clocks.isEmpty()) {
                byClient.remove(piece.client);
            }
        }
        weight -= piece.weight();
    }

    /** Whether the time of any has come, for the clients that a transaction touched. */
    boolean areReady(Ledger ledger) {
        return !byNeed.isEmpty() && ledger.touched.stream().anyMatch(this::areReady);
    }

    private boolean areReady(Client client) {
        var needs = byNeed.get(client.id);
        return needs != null && needs.firstKey() < client.state();
    }

    /** Takes those whose time has come, as far as it is for the clients that a transaction touched or for any. */
    List<Piece> takeReady(Ledger ledger, boolean forAny) {
        List<Piece> ready = new ArrayList<>(0);
        if (forAny) {
            for (long id : List.copyOf(byNeed.keySet())) {
                @Nullable Client client = ledger.store.clients().get(id);
                if (client != null) {
                    takeReady(client, ready);
                }
            }
        } else if (!byNeed.isEmpty()) {
            ledger.touched.forEach(client -> takeReady(client, ready));
        }
        return ready;
    }

    private void takeReady(Client client, List<Piece> ready) {
        while (areReady(client)) {
            var piece = Objects.requireNonNull(byNeed.get(client.id))
                    .firstEntry()
                    .getValue()
                    .iterator()
                    .next();
            leave(piece);
            taken.add(piece);
            ready.add(piece);
        }
    }

    /** What was taken doesn't wait any more. */
    void commit() {
        if (!taken.isEmpty()) {
            taken.forEach(this::remove);
            updates.outdated();
        }
        updates.commit(weight, this::firstClock);
        taken.clear();
        added.clear();
    }

    /** Whatever was taken and added since the last commit: it wasn't. */
    void takeBack() {
        added.forEach(this::remove);
        taken.stream().filter(pieces::contains).forEach(this::stand);
        updates.takeBack();
        taken.clear();
        added.clear();
    }

    /** Without what was added. */
    long weightBefore() {
        return weight - added.stream().mapToLong(Piece::weight).sum();
    }

    /** From which clock on a client has something that waits. */
    private long firstClock(long client) {
        var line = byClient.get(client);
        return line == null ? Long.MAX_VALUE : line.first().clock;
    }

    /**
     * What Yjs would find missing if it tried all of it together now, and nothing could be placed. It would go through the clients,
     * highest first; of each only the first struct counts, and when that one needs a client whose structs wait too and have not been
     * looked at, then the first one of those.
     */
    Lack lack(Clients clients) {
        var lack = new Lack();
        walks++;
        int chain = 0;
        for (var line : byClient.values()) {
            chain++;
            for (var next = line.walk == walks ? null : line; next != null; ) {
                next.walk = walks;
                next.chain = chain;
                next = goOn(next.first(), chain, clients, lack);
            }
        }
        return lack;
    }

    private @Nullable Line goOn(Piece piece, int chain, Clients clients, Lack lack) {
        if (piece.needed == Piece.NOBODY || piece.clock > stateOf(piece.client, clients)) {
            lack.hole(piece.client, piece.clock);
            return null;
        }
        var next = byClient.get(piece.needed);
        if (next != null && next.walk != walks) {
            return next;
        }
        if (next != null && next.chain == chain && !next.first().isAlone()) {
            lack.hole(piece.needed, next.first().second);
        } else {
            lack.reference(piece.needed, stateOf(piece.needed, clients));
        }
        return null;
    }

    /** For trying them together. */
    static byte[] merged(List<Piece> pieces) {
        return WaitingUpdates.merged(pieces.stream().map(piece -> piece.update).toList());
    }

    private static long stateOf(long id, Clients clients) {
        @Nullable Client client = clients.get(id);
        return client == null ? 0 : client.state();
    }
}
