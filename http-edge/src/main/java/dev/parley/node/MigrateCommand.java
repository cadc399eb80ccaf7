package dev.parley.node;

import akka.stream.SystemMaterializer;
import dev.parley.edge.ops.Logs;
import dev.parley.node.command.Shown;
import dev.parley.persistence.moving.Migration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code parley migrate}: the whole of one journal into another. It opens two of them, and never asks a node: a journal is migrated
 * while nobody writes to it.
 */
final class MigrateCommand {
    private static final String FORM = "A folder, or postgresql://user@host:port/database.";

    private final OptionSpec from = option("--from", "JOURNAL", String.class, "Where the rooms are. " + FORM);
    private final OptionSpec to = option("--to", "JOURNAL", String.class, "Where they are to go. " + FORM);
    private final OptionSpec config = option("--config", "FILE", Path.class, "A file with more settings, in HOCON.");

    private static OptionSpec option(String name, String value, Class<?> type, String description) {
        return OptionSpec.builder(name)
                .paramLabel(value)
                .type(type)
                .description(description)
                .build();
    }

    CommandSpec addTo(CommandSpec command) {
        List.of(from, to, config).forEach(command::addOption);
        return command;
    }

    int run() throws StartFailure, IOException {
        @Nullable Path file = config.getValue();
        var source = JournalPlace.parse(from);
        var target = JournalPlace.parse(to);
        if (source.equals(target)) {
            throw new WrongUsage("--from and --to name the same journal.");
        }
        var sourceSettings = source.settings(file);
        var targetSettings = target.settings(file);
        Logs.start(sourceSettings.log(), "warn");
        try (var old = OpenRooms.open(sourceSettings, source.existingFolder());
                var fresh = OpenRooms.open(targetSettings, target.folder())) {
            return migrate(old, fresh);
        } catch (IOException e) {
            throw new StartFailure(
                    "The migration stopped: " + e.getMessage() + ". Run it again, and it goes on from there.", e);
        }
    }

    private static int migrate(OpenRooms old, OpenRooms fresh) throws IOException {
        var migration = new Migration(
                old.storage().end(old.system().classicSystem()),
                fresh.storage().end(fresh.system().classicSystem()),
                SystemMaterializer.get(old.system()).materializer(),
                (room, why) -> System.err.println(
                        "parley: The room '" + Shown.line(room.value()) + "' was not migrated: " + why + "."));
        var done = migration.run();
        System.out.println("Migrated " + Shown.count(done.rooms(), "room") + ": " + Shown.count(done.events(), "event")
                + " written, and every event compared in both journals.");
        return done.refused() == 0 ? 0 : 1;
    }
}
