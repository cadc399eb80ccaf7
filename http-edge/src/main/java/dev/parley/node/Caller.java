package dev.parley.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
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
import org.jspecify.annotations.Nullable;

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
                LocalTerminal.FilesOfCommand.of(command))) {
            return terminal.finish(call(command, settings, terminal));
        } catch (Terminal.Gone e) {
            return FAILED; // As of "| head": whoever wanted to read has what he wanted.
        } catch (IOException e) {
            throw new StartFailure("The command failed: " + e.getMessage() + ".", e);
        }
    }

    private static int call(RoomCommand command, Settings settings, Terminal terminal)
            throws StartFailure, IOException {
        boolean isThere = DataFolder.isThere(settings.data());
        if (!isThere && settings.postgres() != null) {
            return here(command, settings, null, terminal);
        }
        if (!isThere && !command.bringsRooms()) {
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

    /** Rooms that nobody has open; one that is to be erased is opened for that. */
    private static int here(RoomCommand command, Settings settings, @Nullable DataFolder folder, Terminal terminal)
            throws StartFailure, IOException {
        try (var rooms = OpenRooms.open(settings, folder)) {
            var erasing = new LobbyErasing(rooms.system(), room -> lobby(rooms, settings, room), settings.rooms());
            return RoomCommands.run(
                    command, rooms.storage().stores(rooms.system().classicSystem(), erasing), terminal);
        }
    }

    private static ActorRef<Lobby.Command> lobby(OpenRooms rooms, Settings settings, RoomName room) {
        var system = rooms.system();
        var meters = new Meters();
        system.getWhenTerminated().thenRun(meters::close);
        var surroundings = rooms.storage().rooms(system.classicSystem(), settings.rooms(), meters);
        return system.systemActorOf(
                Lobby.create(room, surroundings, idle -> idle.tell(new Lobby.Stop())), "lobby", Props.empty());
    }
}
