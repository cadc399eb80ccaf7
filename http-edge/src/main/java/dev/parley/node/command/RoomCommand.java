package dev.parley.node.command;

import dev.parley.node.admin.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;

/** One command on rooms. An object of it is one call: it is told its options, and then run, once. */
public interface RoomCommand {
    String name();

    /** What it does, as a sentence for its help. */
    String description();

    /** Its own options and parameters, always the same ones; they hold what the command line says once that has been read. */
    List<ArgSpec> arguments();

    /** Why what it was told makes no sense together, as a sentence without its end; null if it does. */
    default @Nullable String fault() {
        return null;
    }

    /** The file that it fills, or {@code -} for the standard output; null if it fills none. It is the client's. */
    default @Nullable Path output() {
        return null;
    }

    /** The file that it reads, or {@code -} for the standard input; null if it reads none. It is the client's. */
    default @Nullable Path input() {
        return null;
    }

    /** Runs, and returns its exit status. */
    int run(Stores stores, Terminal terminal) throws IOException;
}
