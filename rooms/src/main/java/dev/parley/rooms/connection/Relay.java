package dev.parley.rooms.connection;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.parley.core.access.RoomName;
import dev.parley.rooms.room.Lobby;
import dev.parley.rooms.room.News;
import dev.parley.rooms.room.Seat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A room's branch on one node: the lobby tells it once what happens, and it hands that to every connection here that has a seat
 * in the room. It watches both sides: it leaves the seats of a connection that has gone, and tells the connections when the
 * lobby has gone. {@link Relays} starts and stops it.
 */
final class Relay extends AbstractOnMessageBehavior<Relay.Command> {
    sealed interface Command {}

    /** Answered with {@link Connection.Attached}; from then on the connection hears what concerns its seat. */
    record Attach(Seat seat, ActorRef<Connection.Command> connection) implements Command {}

    /** Ends every connection here. */
    record Drain() implements Command {}

    private record Heard(News news) implements Command {}

    private record ConnectionGone(ActorRef<Connection.Command> connection) implements Command {}

    private record LobbyGone(ActorRef<Lobby.Command> lobby) implements Command {}

    /** Where a seat's news go, and whom to tell when it is left; the lobby is unknown until it has given the seat. */
    private record Place(
            ActorRef<Connection.Command> connection,
            @Nullable ActorRef<Lobby.Command> lobby) {}

    private final RoomName room;
    private final ActorRef<Relays.Command> parent;
    private final ActorRef<News> ear;
    private final Map<Seat, Place> places = new HashMap<>();
    private long attached;

    static Behavior<Command> create(RoomName room, ActorRef<Relays.Command> parent) {
        return Behaviors.setup(context -> new Relay(context, room, parent));
    }

    private Relay(ActorContext<Command> context, RoomName room, ActorRef<Relays.Command> parent) {
        super(context);
        this.room = room;
        this.parent = parent;
        this.ear = context.messageAdapter(News.class, Heard::new);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Attach c -> onAttach(c);
            case Drain c -> onDrain();
            case Heard c -> onHeard(c.news());
            case ConnectionGone c -> onConnectionGone(c.connection());
            case LobbyGone c -> onLobbyGone(c.lobby());
        };
    }

    private Behavior<Command> onAttach(Attach command) {
        attached++;
        places.put(command.seat(), new Place(command.connection(), null));
        getContext().watchWith(command.connection(), new ConnectionGone(command.connection()));
        command.connection()
                .tell(new Connection.Attached(
                        command.seat().number(), ear, getContext().getSelf()));
        return this;
    }

    private Behavior<Command> onDrain() {
        places.values().forEach(place -> place.connection().tell(new Connection.End(Ending.GOING_AWAY)));
        return this;
    }

    private Behavior<Command> onHeard(News news) {
        switch (news) {
            case News.Seated n -> seated(n);
            case News.Changed n -> changed(n);
            case News.NothingNew n ->
                tell(n.seat(), new Connection.Changed(n.seat().number(), List.of(), 1));
            case News.Contents n ->
                tell(n.seat(), new Connection.Contents(n.seat().number(), n.update()));
            case News.PresenceChanged n -> presenceChanged(n);
            case News.PresenceNow n ->
                tell(n.seat(), new Connection.Present(n.seat().number(), n.states()));
            case News.Refused n ->
                tell(n.seat(), new Connection.Refused(n.seat().number(), n.reason()));
        }
        return this;
    }

    private Behavior<Command> onConnectionGone(ActorRef<Connection.Command> connection) {
        for (var entry : List.copyOf(places.entrySet())) {
            var place = entry.getValue();
            if (place.connection().equals(connection)) {
                places.remove(entry.getKey());
                if (place.lobby() != null) {
                    place.lobby().tell(new Lobby.Leave(entry.getKey()));
                }
            }
        }
        if (places.isEmpty()) {
            parent.tell(new Relays.Unused(room, attached));
        }
        return this;
    }

    private Behavior<Command> onLobbyGone(ActorRef<Lobby.Command> lobby) {
        places.replaceAll((seat, place) -> {
            if (!lobby.equals(place.lobby())) {
                return place;
            }
            place.connection().tell(new Connection.Unseated(seat.number()));
            return new Place(place.connection(), null);
        });
        return this;
    }

    private void seated(News.Seated news) {
        var place = places.get(news.seat());
        if (place == null) {
            news.lobby().tell(new Lobby.Leave(news.seat())); // The connection went while the lobby gave it a seat.
            return;
        }
        places.put(news.seat(), new Place(place.connection(), news.lobby()));
        getContext().watchWith(news.lobby(), new LobbyGone(news.lobby()));
        place.connection().tell(new Connection.Seated(news.seat().number()));
    }

    private void changed(News.Changed news) {
        var all = news.changes().stream().map(News.SeatChange::update).toList();
        occupied((seat, place) -> {
            int own = 0;
            for (var change : news.changes()) {
                own += change.seat().equals(seat) ? 1 : 0;
            }
            var others = own == 0 ? all : othersThan(seat, news.changes());
            place.connection().tell(new Connection.Changed(seat.number(), others, own));
        });
    }

    private static List<byte[]> othersThan(Seat seat, List<News.SeatChange> changes) {
        List<byte[]> others = new ArrayList<>();
        for (var change : changes) {
            if (!change.seat().equals(seat)) {
                others.add(change.update());
            }
        }
        return others;
    }

    private void presenceChanged(News.PresenceChanged news) {
        occupied((seat, place) -> place.connection().tell(new Connection.Present(seat.number(), news.states())));
    }

    /** Those that the lobby has given a seat; others have no right to hear anything yet. */
    private void occupied(BiConsumer<Seat, Place> action) {
        places.forEach((seat, place) -> {
            if (place.lobby() != null) {
                action.accept(seat, place);
            }
        });
    }

    private void tell(Seat seat, Connection.Command news) {
        var place = places.get(seat);
        if (place != null) {
            place.connection().tell(news);
        }
    }
}
