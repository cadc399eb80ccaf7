package dev.parley.node.command;

import dev.parley.core.access.RoomName;
import dev.parley.node.admin.Terminal;
import dev.parley.persistence.archive.Archive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code parley export}: a room with its whole history, as one file. */
final class ExportCommand implements RoomCommand {
    private final PositionalParamSpec room = Arguments.room();
    private final PositionalParamSpec file =
            Arguments.file("Where to put it; - for the standard output. Who has it can read the room.");

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String description() {
        return "Writes a room with its whole history to a file.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(room, file);
    }

    @Override
    public List<Path> outputs() {
        return List.of(file.<Path>getValue());
    }

    @Override
    public int run(Stores stores, Terminal terminal) throws IOException {
        RoomName name = room.getValue();
        try {
            var exported = stores.archive().write(name, terminal.file());
            if (exported.damage() != null) {
                terminal.complain(
                        "The room was not exported, because its history is damaged: " + exported.damage() + ".");
                return 1;
            }
            return 0;
        } catch (Archive.Impossible e) {
            terminal.complain(Shown.line(String.valueOf(e.getMessage())) + ".");
            return 1;
        }
    }
}
