package dev.parley.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import dev.parley.core.access.RoomName;
import dev.parley.node.command.Erasing;
import dev.parley.rooms.room.Erasure;
import dev.parley.rooms.room.Lobby;
import dev.parley.rooms.room.RoomLimits;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks a room's lobby to erase it. */
record LobbyErasing(ActorSystem<?> system, Function<RoomName, RecipientRef<Lobby.Command>> lobbies, RoomLimits limits)
        implements Erasing {
    @Override
    public CompletionStage<Erasure> erase(RoomName room, String author) {
        return AskPattern.<Lobby.Command, Erasure>ask(
                        lobbies.apply(room),
                        replyTo -> new Lobby.Erase(author, replyTo),
                        limits.erasureAnswered(),
                        system.scheduler())
                .exceptionally(
                        late -> new Erasure.NotDone("It has not answered within " + limits.erasureAnswered() + "."));
    }
}
