package dev.parley.node.command;

import dev.parley.core.engine.MalformedInput;
import dev.parley.node.admin.Terminal;
import dev.parley.persistence.keys.KeyCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code parley restore}: the rooms of a backup, each as a new generation. */
final class RestoreCommand implements RoomCommand {
    private final PositionalParamSpec folder = Arguments.folder("What parley backup wrote.");
    private final OptionSpec keys =
            Arguments.keys("The keys that parley backup wrote; without it, those that are kept here open the rooms.");

    @Override
    public String name() {
        return "restore";
    }

    @Override
    public String description() {
        return "Brings back the rooms of a backup that are not there.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(folder, keys);
    }

    @Override
    public boolean bringsRooms() {
        return true;
    }

    @Override
    public List<Path> inputs() {
        var rooms = folder.<Path>getValue().resolve(BackupCommand.ROOMS);
        @Nullable Path file = keys.getValue();
        return file == null ? List.of(rooms) : List.of(rooms, file);
    }

    @Override
    public int run(Stores stores, Terminal terminal) throws IOException {
        try {
            return restore(stores, terminal, keys.getValue() == null ? KeyCopy.none() : read(terminal));
        } catch (MalformedInput e) {
            terminal.complain("Nothing was restored: this is " + Shown.line(e.getMessage()) + ".");
            return 1;
        }
    }

    private static KeyCopy read(Terminal terminal) throws IOException, MalformedInput {
        try (var file = terminal.input(1)) {
            return KeyCopy.read(file);
        }
    }

    private static int restore(Stores stores, Terminal terminal, KeyCopy copy) throws IOException, MalformedInput {
        int[] left = {0};
        var restored = stores.restoration().restore(() -> terminal.input(0), copy, Arguments.OPERATOR, (room, why) -> {
            left[0]++;
            terminal.complain(
                    "The room '" + Shown.line(room.value()) + "' stays in the backup: " + Shown.line(why) + ".");
        });
        terminal.say("Restored " + Shown.count(restored.rooms(), "room") + " with "
                + Shown.count(restored.events(), "event") + ".\n");
        if (restored.before() > 0) {
            terminal.say(Shown.count(restored.before(), "room") + " had been restored before.\n");
        }
        return left[0] == 0 ? 0 : 1;
    }
}
