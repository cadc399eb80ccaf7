package dev.parley.node.command;

import dev.parley.node.admin.Terminal;
import dev.parley.persistence.keys.KeyCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code parley backup}: all rooms as they are stored, in one folder, and their keys in a file elsewhere. */
final class BackupCommand implements RoomCommand {
    /** What a backup is called in its folder. */
    static final String ROOMS = "rooms.parley";

    private final PositionalParamSpec folder =
            Arguments.folder("Where to put it: a new or empty folder. What is in it stays sealed.");
    private final OptionSpec keys = Arguments.keys(
            "Where to put the keys that open it; keep it in another place. Who has both can read the rooms.");

    @Override
    public String name() {
        return "backup";
    }

    @Override
    public String description() {
        return "Copies all rooms, also those of a running node.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(folder, keys);
    }

    @Override
    public @Nullable String fault() {
        @Nullable Path file = keys.getValue();
        return file != null && normal(file).startsWith(normal(folder.getValue()))
                ? "--keys names a file in the backup that its keys open: put it elsewhere"
                : null;
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }

    @Override
    public Path newFolder() {
        return folder.getValue();
    }

    @Override
    public List<Path> outputs() {
        var rooms = newFolder().resolve(ROOMS);
        @Nullable Path file = keys.getValue();
        return file == null ? List.of(rooms) : List.of(rooms, file);
    }

    @Override
    public int run(Stores stores, Terminal terminal) throws IOException {
        var copied = stores.backup()
                .write(
                        terminal.file(0),
                        (room, damage) -> terminal.complain("The room '" + Shown.line(room.value())
                                + "' is damaged and was copied as it is: " + Shown.line(damage) + "."));
        // Behind the rooms: no event is older than the key that it is sealed with.
        if (keys.getValue() != null) {
            KeyCopy.write(stores.keys(), terminal.file(1));
        }
        terminal.say("Copied " + Shown.count(copied.rooms(), "room") + " with "
                + Shown.count(copied.events(), "event") + ". "
                + (keys.getValue() == null
                        ? "The keys that open them are not in it: they are in " + stores.keysPlace()
                                + ". Without them the copy cannot be read; --keys FILE copies them, too.\n"
                        : "The keys that open them are in a file of their own; keep it in another place.\n"));
        return 0;
    }
}
