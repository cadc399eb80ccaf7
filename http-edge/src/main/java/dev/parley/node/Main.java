package dev.parley.node;

import com.typesafe.config.ConfigFactory;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "parley",
        description =
                "A backend for collaborative chat rooms: live documents that people, bots and tools write together.",
        subcommands = {ServeCommand.class, RehearseCommand.class},
        versionProvider = Main.Version.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Each option of serve can also be set in the environment (--node-port is PARLEY_NODE_PORT)",
            "or in a file (parley.node-port)."
        })
public final class Main implements Callable<Integer> {
    @Mixin
    private ServeOptions options = new ServeOptions();

    /** Runs the command that the arguments name, and ends the process. */
    public static void main(String[] arguments) {
        // Reading the defaults of all libraries takes as long as reading the command line: both at once.
        Thread.ofPlatform().daemon().start(ConfigFactory::defaultReference);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setDefaultValueProvider(Main::fromEnvironment)
                .setParameterExceptionHandler((e, arguments) -> onWrongUsage(e))
                .setExecutionExceptionHandler((e, command, result) -> onFailure(e, command));
    }

    @Override
    public Integer call() throws StartFailure {
        return ServeCommand.serve(options);
    }

    private static @Nullable String fromEnvironment(ArgSpec argument) {
        if (argument instanceof OptionSpec option && option.longestName().startsWith("--")) {
            var name = option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
            return option.arity().max() == 0 ? null : System.getenv("PARLEY_" + name);
        }
        return null;
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
