package dev.parley.persistence.postgres;

import akka.actor.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.r2dbc.ConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactory;

/** The connections of Akka's plugin, which checkpoints share. The plugin knows them by actor system, and typed ones alone. */
final class Pool {
    private Pool() {}

    static ConnectionFactory of(ActorSystem system) {
        return ConnectionFactoryProvider.get(Adapter.toTyped(system))
                .connectionFactoryFor("akka.persistence.r2dbc.connection-factory");
    }
}
