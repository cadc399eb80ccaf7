package dev.parley.node.command;

import dev.parley.node.admin.Terminal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** All commands on rooms: on their way to a node, and in it. */
public final class RoomCommands {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    /** A new one for each call. */
    private static final List<Supplier<RoomCommand>> ALL = List.of(
            HistoryCommand::new,
            ExportCommand::new,
            ImportCommand::new,
            VerifyCommand::new,
            BackupCommand::new,
            RestoreCommand::new,
            EraseCommand::new);

    private RoomCommands() {}

    public static List<RoomCommand> all() {
        return ALL.stream().map(Supplier::get).toList();
    }

    /** What tells another process the same as this command was told here: nothing of where the rooms are, or who asks. */
    public static List<String> words(RoomCommand command) {
        List<String> options = new ArrayList<>();
        List<String> parameters = new ArrayList<>();
        for (var argument : command.arguments()) {
            if (!(argument instanceof OptionSpec option)) {
                parameters.addAll(argument.originalStringValues());
            } else if (Boolean.TRUE.equals(option.getValue())) {
                options.add(option.longestName());
            } else if (option.getValue() != null) {
                options.add(option.longestName() + "="
                        + option.originalStringValues().getFirst());
            }
        }
        return Stream.of(List.of(command.name()), options, List.of("--"), parameters)
                .flatMap(List::stream)
                .toList();
    }

    /** Runs a command that another process sent. */
    public static int run(List<String> arguments, Stores stores, Terminal terminal) throws IOException {
        var name = arguments.isEmpty() ? "" : arguments.getFirst();
        for (var command : all()) {
            if (command.name().equals(name)) {
                return parseAndRun(command, arguments.subList(1, arguments.size()), stores, terminal);
            }
        }
        terminal.complain("The node that runs has no command '" + Shown.line(name) + "'.");
        return WRONG_USAGE;
    }

    private static int parseAndRun(RoomCommand command, List<String> told, Stores stores, Terminal terminal)
            throws IOException {
        var line = CommandSpec.create().name(command.name());
        command.arguments().forEach(line::add);
        try {
            new CommandLine(line).setExpandAtFiles(false).parseArgs(told.toArray(String[]::new));
        } catch (ParameterException e) {
            terminal.complain(
                    "The node that runs does not take that: " + Shown.line(String.valueOf(e.getMessage())) + ".");
            return WRONG_USAGE;
        }
        var fault = command.fault();
        if (fault != null) {
            terminal.complain("The node that runs does not take that: " + fault + ".");
            return WRONG_USAGE;
        }
        return run(command, stores, terminal);
    }

    /** Runs a command that was told its options. Only a terminal that has gone is left to the caller. */
    public static int run(RoomCommand command, Stores stores, Terminal terminal) throws IOException {
        try {
            return command.run(stores, terminal);
        } catch (Terminal.Gone e) {
            throw e;
        } catch (IOException e) {
            terminal.complain("The command failed: " + Shown.line(String.valueOf(e.getMessage())) + ".");
            return FAILED;
        }
    }
}
