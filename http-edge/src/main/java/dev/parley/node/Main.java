package dev.parley.node;

import com.typesafe.config.ConfigFactory;
import dev.parley.node.command.RoomCommand;
import dev.parley.node.command.RoomCommands;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Exit codes: 0 done, 1 failed, 2 wrong usage. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name, and ends the process. */
    public static void main(String[] arguments) {
        // Reading the defaults of all libraries takes as long as reading the command line: both at once.
        Thread.ofPlatform().daemon().start(ConfigFactory::defaultReference);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var parley = serving("parley");
        parley.usageMessage()
                .autoWidth(true)
                .description("A backend for collaborative chat rooms:"
                        + " live documents that people, bots and tools write together.")
                .footer(
                        "",
                        "Each option of serve can also be set in the environment (--node-port is",
                        "PARLEY_NODE_PORT) or in a file (parley.node-port).");
        var serve = serving("serve");
        serve.usageMessage().description("Starts a node. This is what happens without a command, too.");
        var rehearse = command("rehearse", RehearseCommand::run);
        rehearse.usageMessage().hidden(true);
        parley.addSubcommand("serve", serve).addSubcommand("rehearse", rehearse);
        parley.addSubcommand("repair", repairing()).addSubcommand("migrate", migrate());
        RoomCommands.all().forEach(command -> parley.addSubcommand(command.name(), onRooms(command)));
        return new CommandLine(parley)
                // A room may be called @team: that is no file with arguments.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, arguments) -> onWrongUsage(e))
                .setExecutionExceptionHandler((e, command, result) -> onFailure(e, command));
    }

    private static CommandSpec serving(String name) {
        var options = new ServeOptions();
        return options.addTo(command(name, () -> ServeCommand.run(options)))
                .defaultValueProvider(Main::fromEnvironment);
    }

    private static CommandSpec repairing() {
        var options = new ServeOptions();
        var spec = options.addStoresTo(command("repair", () -> RepairCommand.run(options)));
        spec.usageMessage()
                .autoWidth(true)
                .description("Makes a damaged journal open again, with what can be read of it.");
        return spec.defaultValueProvider(Main::whereRoomsAre);
    }

    private static CommandSpec onRooms(RoomCommand command) {
        var options = new ServeOptions();
        var spec = options.addStoresTo(command(command.name(), () -> Caller.call(command, options)));
        command.arguments().forEach(spec::add);
        spec.usageMessage().autoWidth(true).description(command.description());
        return spec.defaultValueProvider(Main::whereRoomsAre);
    }

    private static CommandSpec migrate() {
        var migrate = new MigrateCommand();
        var spec = migrate.addTo(command("migrate", migrate::run));
        spec.usageMessage().autoWidth(true).description("Takes the whole of one journal into another.");
        return spec;
    }

    private static CommandSpec command(String name, Callable<Integer> action) {
        return CommandSpec.wrapWithoutInspection(action)
                .name(name)
                .versionProvider(new Version())
                .mixinStandardHelpOptions(true);
    }

    private static @Nullable String fromEnvironment(ArgSpec argument) {
        if (argument instanceof OptionSpec option && option.longestName().startsWith("--")) {
            var name = option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
            return option.arity().max() == 0 ? null : System.getenv("PARLEY_" + name);
        }
        return null;
    }

    /** Of a command's own options none comes from there: a room's history has no setting. */
    private static @Nullable String whereRoomsAre(ArgSpec argument) {
        return argument instanceof OptionSpec option && ServeOptions.isOfStores(option)
                ? fromEnvironment(option)
                : null;
    }

    private static int onWrongUsage(ParameterException e) {
        var command = e.getCommandLine();
        var err = command.getErr();
        err.println("parley: " + (e instanceof UnmatchedArgumentException u ? unknown(u) : e.getMessage() + ".")
                + " See 'parley --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String unknown(UnmatchedArgumentException e) {
        var word = e.getUnmatched().getFirst();
        var command = e.getCommandLine().getCommandSpec();
        boolean isOption = word.startsWith("-");
        var meant = Misspelling.correct(
                isOption ? word.split("=", 2)[0] : word,
                isOption ? command.optionsMap().keySet() : command.subcommands().keySet());
        return "There is no " + (isOption ? "option" : "command") + " '" + word + "'"
                + meant.map(right -> "; did you mean " + right + "?").orElse(".");
    }

    private static int onFailure(Exception e, CommandLine command) throws Exception {
        if (e instanceof StartFailure) {
            command.getErr().println("parley: " + e.getMessage());
            var spec = command.getCommandSpec();
            return e instanceof WrongUsage ? spec.exitCodeOnInvalidInput() : spec.exitCodeOnExecutionException();
        }
        throw e;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"parley " + (version == null ? "(not packaged)" : version)};
        }
    }
}
