package dev.parley.persistence.postgres;

import akka.actor.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.r2dbc.ConnectionFactoryProvider;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * The pool of connections of Akka's plugin, which checkpoints and keys share. The plugin knows it by actor system, and typed ones
 * alone. Whoever uses it waits as long as the plugin does, and no longer.
 */
final class Pool {
    private static final String SECTION = "akka.persistence.r2dbc.connection-factory";

    private final ConnectionFactory connections;
    private final Duration patience;

    static Pool of(ActorSystem system) {
        var config = system.settings().config().getConfig(SECTION);
        return new Pool(
                ConnectionFactoryProvider.get(Adapter.toTyped(system)).connectionFactoryFor(SECTION),
                config.getDuration("acquire-timeout").plus(config.getDuration("close-calls-exceeding")));
    }

    private Pool(ConnectionFactory connections, Duration patience) {
        this.connections = connections;
        this.patience = patience;
    }

    /** Gives the work a connection, and takes it back. */
    <T> CompletionStage<T> use(Function<Connection, Mono<T>> work) {
        return use(patience, work);
    }

    /** The same for work that takes longer than what rooms wait for. */
    <T> CompletionStage<T> use(Duration patience, Function<Connection, Mono<T>> work) {
        // Around all of it: of a server that says nothing, a connection cannot be given back either.
        return Mono.usingWhen(connections.create(), work, Connection::close)
                .timeout(
                        patience,
                        Mono.error(() -> new TimeoutException(
                                "the database did not answer within " + patience.toMillis() + " ms")))
                .toFuture();
    }
}
