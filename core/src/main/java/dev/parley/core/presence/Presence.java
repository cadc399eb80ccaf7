package dev.parley.core.presence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is present in one room. A state is taken by the rule of y-protocols (a newer clock, or a removal at the same one), if it
 * comes from a seat that may speak for its client number: the seat that announced the number first, or another seat of the same
 * user, which takes it over. Clients are gone when they say so, when their seat leaves, or after a silence.
 *
 * <p>Not thread-safe; it has no clock and is told the time.
 *
 * @param <S> what tells the seats of the room apart, by {@code equals}
 */
public final class Presence<S> {
    /**
     * Silences after which a client that is gone is forgotten. One makes it gone; after the others nobody has its late states
     * any more, because clients keep the same silence.
     */
    private static final int REMEMBERED_SILENCES = 4;

    private final PresenceLimits limits;
    private final Map<Long, Client<S>> present = new LinkedHashMap<>();

    /** Clients whose clock is remembered, so that no late state brings them back; the first to go is the first in the map. */
    private final SequencedMap<Long, Client<S>> gone = new LinkedHashMap<>();

    public Presence(PresenceLimits limits) {
        this.limits = limits;
    }

    /**
     * Takes what a seat says about clients, and returns what was taken, in the same order: exactly what others should hear.
     * Everything else has no effect: echoes, late states, other people's numbers, clocks that jump, too many clients.
     */
    public List<ClientState> announce(S seat, String user, List<ClientState> states, Instant now) {
        var taken = new ArrayList<ClientState>();
        for (var state : states) {
            var known = known(state.client());
            if (isNews(state, known) && maySpeak(seat, user, known) && hasRoom(state)) {
                note(new Client<>(state, seat, user, now));
                // Who was never here is not missed; only the clock counts.
                if (known != null || !state.isGone()) {
                    taken.add(state);
                }
            }
        }
        return List.copyOf(taken);
    }

    /** A seat has ended: removes its clients, but not those that another seat has taken over; returns the removals. */
    public List<ClientState> leave(S seat) {
        gone.replaceAll((number, client) -> client.isOwnedBy(seat) ? client.unowned() : client);
        var removals = new ArrayList<ClientState>();
        for (var client : List.copyOf(present.values())) {
            if (client.isOwnedBy(seat)) {
                removals.add(remove(client.unowned()));
            }
        }
        return List.copyOf(removals);
    }

    /** Removes everybody who has been silent for too long; returns the removals. */
    public List<ClientState> expire(Instant now) {
        var silent = now.minus(limits.silence());
        var removals = new ArrayList<ClientState>();
        for (var client : List.copyOf(present.values())) {
            if (!client.heard().isAfter(silent)) {
                removals.add(remove(client));
            }
        }
        var forgotten = now.minus(limits.silence().multipliedBy(REMEMBERED_SILENCES));
        gone.values().removeIf(client -> !client.heard().isAfter(forgotten));
        return List.copyOf(removals);
    }

    /** The states of everybody present. */
    public List<ClientState> states() {
        return present.values().stream().map(Client::state).toList();
    }

    /** The latest state, or the removal, of each of these clients that is known. */
    public List<ClientState> statesOf(Collection<Long> clients) {
        var states = new ArrayList<ClientState>();
        for (long number : clients) {
            var client = known(number);
            if (client != null) {
                states.add(client.state());
            }
        }
        return List.copyOf(states);
    }

    /** Whether nobody is present. */
    public boolean isEmpty() {
        return present.isEmpty();
    }

    /** An unknown client counts as one at clock 0, so a first state at clock 0 is never seen. */
    private boolean isNews(ClientState state, @Nullable Client<S> known) {
        if (known == null) {
            return state.clock() > 0;
        }
        long step = state.clock() - known.state().clock();
        boolean isRemoval = state.isGone() && !known.state().isGone();
        return (step > 0 && step <= limits.clockStep()) || (step == 0 && isRemoval);
    }

    /** The same user may: after a broken connection the new seat is there before the old one is known to be dead. */
    private boolean maySpeak(S seat, String user, @Nullable Client<S> known) {
        return known == null
                || known.owner() == null
                || known.isOwnedBy(seat)
                || known.user().equals(user);
    }

    private boolean hasRoom(ClientState state) {
        return state.isGone() || present.containsKey(state.client()) || present.size() < limits.statesPerRoom();
    }

    private @Nullable Client<S> known(long number) {
        var client = present.get(number);
        return client != null ? client : gone.get(number);
    }

    private ClientState remove(Client<S> client) {
        var removed = client.gone();
        note(removed);
        return removed.state();
    }

    private void note(Client<S> client) {
        long number = client.state().client();
        gone.remove(number);
        if (client.state().isGone()) {
            present.remove(number);
            gone.put(number, client);
            if (gone.size() > limits.statesPerRoom()) {
                gone.pollFirstEntry();
            }
        } else {
            present.put(number, client);
        }
    }

    /**
     * What is known of a client.
     *
     * @param owner the seat that speaks for it; null after that seat has left
     * @param heard when something of it was taken last
     */
    private record Client<S>(ClientState state, @Nullable S owner, String user, Instant heard) {

        boolean isOwnedBy(S seat) {
            return seat.equals(owner);
        }

        Client<S> gone() {
            return new Client<>(state.gone(), owner, user, heard);
        }

        Client<S> unowned() {
            return new Client<>(state, null, user, heard);
        }
    }
}
