package dev.parley.rooms.cluster;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import dev.parley.core.access.RoomName;
import dev.parley.rooms.room.Lobby;

/** The rooms of the whole cluster, each on one of its nodes, started by the first message to it. */
public final class Rooms {
    static final EntityTypeKey<Lobby.Command> TYPE = EntityTypeKey.create(Lobby.Command.class, "room");

    private final ClusterSharding sharding;

    /** Makes this node one that rooms may live on. */
    public static Rooms start(ActorSystem<?> system, Lobby.Surroundings surroundings) {
        var sharding = ClusterSharding.get(system);
        sharding.init(Entity.of(TYPE, context -> {
                    var shard = context.getShard();
                    return Lobby.create(
                            new RoomName(context.getEntityId()),
                            surroundings,
                            lobby -> shard.tell(new ClusterSharding.Passivate<>(lobby)));
                })
                .withStopMessage(new Lobby.Stop()));
        return new Rooms(sharding);
    }

    private Rooms(ClusterSharding sharding) {
        this.sharding = sharding;
    }

    /** The lobby of a room, wherever it is. */
    public RecipientRef<Lobby.Command> lobby(RoomName room) {
        return sharding.entityRefFor(TYPE, room.value());
    }
}
