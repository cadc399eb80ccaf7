package dev.parley.node;

import dev.parley.edge.ops.Logs;

/** {@code parley serve}: runs a node until it is told to stop. */
final class ServeCommand {
    private ServeCommand() {}

    static int run(ServeOptions options) throws StartFailure {
        var settings = options.settings();
        Logs.start(settings.log(), settings.logLevel());
        var node = Node.start(settings);
        var exit = GracefulExit.onSignal(node);
        System.out.println("Parley is ready: " + node.address());
        node.ended().toCompletableFuture().join();
        return exit.status();
    }
}
