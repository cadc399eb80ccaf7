package dev.parley.node;

import dev.parley.edge.ops.Logs;
import dev.parley.persistence.leveldb.DataFolder;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.StoreSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code parley repair}: makes a journal open again that a node found damaged. It works on a folder that nobody has, and leaves a journal
 * alone that opens as it is: what rooms lost in there they say themselves.
 */
final class RepairCommand {
    private RepairCommand() {}

    static int run(ServeOptions options) throws StartFailure {
        var settings = options.settings();
        Logs.start(settings.log(), "error");
        repair(settings, System.out);
        return 0;
    }

    static void repair(Settings settings, PrintStream out) throws StartFailure {
        if (settings.postgres() != null) {
            throw new WrongUsage("repair is for a journal in a folder. A database has tools of its own.");
        }
        if (!DataFolder.isThere(settings.data())) {
            throw new StartFailure(
                    "There are no rooms in the folder " + settings.data() + ". Name the one that has them with --data.",
                    null);
        }
        try (var folder = DataFolder.open(settings.data())) {
            repair(folder, StoreSettings.from(settings.config().getConfig("parley.leveldb")), out);
        } catch (DataFolder.InUse e) {
            throw new StartFailure(
                    e.getMessage() + ". Stop that first: only a journal that nobody has is repaired.", e);
        } catch (DataFolder.Unusable e) {
            throw new StartFailure(e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new StartFailure(
                    "The data folder " + settings.data() + " cannot be closed: " + e.getMessage() + ".", e);
        }
    }

    private static void repair(DataFolder folder, StoreSettings limits, PrintStream out)
            throws DataFolder.Unusable, IOException {
        if (opens(folder, limits)) {
            out.println("The journal in " + folder.path() + " opens as it is; nothing was changed.");
        } else {
            var kept = EventStore.repair(folder, limits);
            EventStore.open(folder, limits).close();
            out.println("The journal in " + folder.path() + " is repaired: what can be read of it is there again.");
            tellOfWhatWasKept(kept, out);
        }
        out.println("Now run 'parley verify': it names the rooms that lost something. Those open, and are only read.");
    }

    private static boolean opens(DataFolder folder, StoreSettings limits) throws DataFolder.Unusable, IOException {
        try {
            EventStore.open(folder, limits).close();
            return true;
        } catch (DataFolder.Damaged e) {
            return false;
        }
    }

    private static void tellOfWhatWasKept(@Nullable Path kept, PrintStream out) throws IOException {
        if (kept != null) {
            try (var files = Files.list(kept)) {
                out.println(
                        "The files that were taken out of it, read or not, are kept in " + kept + " (" + files.count()
                                + "). Delete them when nothing is missed: what is erased in a room isn't erased"
                                + " there.");
            }
        }
    }
}
