package dev.parley.node;

import dev.parley.edge.ops.Logs;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code parley serve}: runs a node until it is told to stop. */
@Command(name = "serve", description = "Starts a node. This is what happens without a command, too.")
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private ServeOptions options = new ServeOptions();

    @Override
    public Integer call() throws StartFailure {
        return serve(options);
    }

    static int serve(ServeOptions options) throws StartFailure {
        var settings = options.settings();
        Logs.start(settings.log(), settings.logLevel());
        var node = Node.start(settings);
        var exit = GracefulExit.onSignal(node);
        System.out.println("Parley is ready: " + node.address());
        node.ended().toCompletableFuture().join();
        return exit.status();
    }
}
