package dev.parley.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.edge.ops.Logs;
import dev.parley.edge.ops.Meters;
import dev.parley.node.admin.AdminClient;
import dev.parley.node.admin.Terminal;
import dev.parley.node.command.RoomCommand;
import dev.parley.node.command.RoomCommands;
import dev.parley.persistence.leveldb.DataFolder;
import dev.parley.rooms.room.Lobby;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Map;

/**
 * Calls a command on rooms where they are: in the node that has the data folder, or here if none has it. What comes of it is the
 * same.
 */
final class Caller {
    private static final int FAILED = 1;

    private Caller() {}

    static int call(RoomCommand command, ServeOptions options) throws StartFailure, IOException {
        var fault = command.fault();
        if (fault != null) {
            throw new WrongUsage(fault + ".");
        }
        var settings = options.settings();
        Logs.start(settings.log(), "warn");
        try (var terminal = new LocalTerminal(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                command.output(),
                command.input())) {
            return terminal.finish(call(command, settings, terminal));
        } catch (Terminal.Gone e) {
            return FAILED; // As of "| head": whoever wanted to read has what he wanted.
        } catch (IOException e) {
            throw new StartFailure("The command failed: " + e.getMessage() + ".", e);
        }
    }

    private static int call(RoomCommand command, Settings settings, Terminal terminal)
            throws StartFailure, IOException {
        if (!DataFolder.isThere(settings.data())) {
            throw new StartFailure(
                    "There are no rooms in the folder " + settings.data() + ". Name the one that has them with --data.",
                    null);
        }
        try {
            return here(command, settings, DataFolder.open(settings.data()), terminal);
        } catch (DataFolder.InUse e) {
            return inTheNode(command, settings, e, terminal);
        } catch (DataFolder.Unusable e) {
            throw new StartFailure(e.getMessage() + ".", e);
        }
    }

    private static int inTheNode(RoomCommand command, Settings settings, DataFolder.InUse inUse, Terminal terminal)
            throws StartFailure, IOException {
        try (var node = connect(settings, inUse)) {
            return node.run(RoomCommands.words(command), terminal);
        } catch (AdminClient.BrokenOff e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static AdminClient connect(Settings settings, DataFolder.InUse inUse) throws StartFailure {
        try {
            return AdminClient.connect(settings.data());
        } catch (IOException e) {
            throw new StartFailure(
                    inUse.getMessage() + ", which takes no commands (" + e.getMessage()
                            + "). Try again when it has started or ended.",
                    e);
        }
    }

    /** An actor system with nothing but the journal: no cluster, no HTTP, no rooms but one that is to be erased. */
    private static int here(RoomCommand command, Settings settings, DataFolder folder, Terminal terminal)
            throws StartFailure, IOException {
        try (folder;
                var storage = Storage.open(settings, folder)) {
            var config = ConfigFactory.parseMap(Map.of("akka.actor.provider", "local"))
                    .withFallback(settings.config());
            ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "parley-command", storage.setup(config));
            try {
                var erasing =
                        new LobbyErasing(system, room -> lobby(system, settings, storage, room), settings.rooms());
                return RoomCommands.run(command, storage.stores(system.classicSystem(), erasing), terminal);
            } finally {
                system.terminate();
                system.getWhenTerminated().toCompletableFuture().join();
            }
        }
    }

    private static ActorRef<Lobby.Command> lobby(
            ActorSystem<Void> system, Settings settings, Storage storage, RoomName room) {
        var meters = new Meters();
        system.getWhenTerminated().thenRun(meters::close);
        var surroundings = storage.rooms(system.classicSystem(), settings.rooms(), meters);
        return system.systemActorOf(
                Lobby.create(room, surroundings, idle -> idle.tell(new Lobby.Stop())), "lobby", Props.empty());
    }
}
