package dev.parley.node.command;

import dev.parley.core.access.RoomName;
import dev.parley.node.admin.Terminal;
import dev.parley.persistence.archive.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code parley import}: a new room, made of what was exported. */
final class ImportCommand implements RoomCommand {
    private final PositionalParamSpec room = Arguments.room();
    private final PositionalParamSpec file =
            Arguments.file("What parley export wrote; - for the standard input. Its authors are what it claims.");

    @Override
    public String name() {
        return "import";
    }

    @Override
    public String description() {
        return "Makes a new room of an exported one, with its whole history.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(room, file);
    }

    @Override
    public boolean bringsRooms() {
        return true;
    }

    @Override
    public List<Path> inputs() {
        return List.of(file.<Path>getValue());
    }

    @Override
    public int run(Stores stores, Terminal terminal) throws IOException {
        RoomName name = room.getValue();
        // It is read twice: all of it is checked before anything is written.
        var copy = Files.createTempFile("parley-import", null);
        try {
            Files.copy(terminal.input(), copy, StandardCopyOption.REPLACE_EXISTING);
            var taken = stores.archive().read(name, copy, Arguments.OPERATOR);
            terminal.say("Imported " + taken.events() + " events of the room '"
                    + Shown.line(taken.room().value()) + "'.\n");
            return 0;
        } catch (Archive.Impossible e) {
            terminal.complain(Shown.line(String.valueOf(e.getMessage())) + ".");
            return 1;
        } finally {
            Files.delete(copy);
        }
    }
}
