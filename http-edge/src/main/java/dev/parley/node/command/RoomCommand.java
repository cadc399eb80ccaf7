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

    /** Whether it brings rooms, so that there may be none yet. */
    default boolean bringsRooms() {
        return false;
    }

    /** The files that it fills, of which {@code -} is the standard output. They are the client's. */
    default List<Path> outputs() {
        return List.of();
    }

    /** The folder that its first file makes, or that must be empty; null if it may be any. */
    default @Nullable Path newFolder() {
        return null;
    }

    /** The files that it reads, of which {@code -} is the standard input. They are the client's. */
    default List<Path> inputs() {
        return List.of();
    }

    /** Runs, and returns its exit status. */
    int run(Stores stores, Terminal terminal) throws IOException;
}
