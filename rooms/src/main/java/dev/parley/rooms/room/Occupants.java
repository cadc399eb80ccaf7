package dev.parley.rooms.room;

import akka.actor.typed.ActorRef;
import dev.parley.core.access.Principal;
import dev.parley.core.access.Right;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who has which seat of a room, and which relays lead to them. */
final class Occupants {
    record Occupant(Principal principal, Set<Right> rights, String protocol, ActorRef<News> relay) {}

    private final Map<Seat, Occupant> bySeat = new LinkedHashMap<>();
    private final Map<ActorRef<News>, Integer> seatsByRelay = new HashMap<>();

    void add(Seat seat, Occupant occupant) {
        bySeat.put(seat, occupant);
        seatsByRelay.merge(occupant.relay(), 1, Integer::sum);
    }

    void remove(Seat seat) {
        var occupant = bySeat.remove(seat);
        if (occupant != null) {
            seatsByRelay.computeIfPresent(occupant.relay(), (relay, seats) -> seats > 1 ? seats - 1 : null);
        }
    }

    @Nullable
    Occupant at(Seat seat) {
        return bySeat.get(seat);
    }

    /** The seats that a relay leads to. */
    List<Seat> behind(ActorRef<News> relay) {
        return bySeat.entrySet().stream()
                .filter(entry -> entry.getValue().relay().equals(relay))
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean knows(ActorRef<News> relay) {
        return seatsByRelay.containsKey(relay);
    }

    void tell(Seat seat, News news) {
        var occupant = at(seat);
        if (occupant != null) {
            occupant.relay().tell(news);
        }
    }

    void tellEverybody(News news) {
        seatsByRelay.keySet().forEach(relay -> relay.tell(news));
    }

    int size() {
        return bySeat.size();
    }
}
