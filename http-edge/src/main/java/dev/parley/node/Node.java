package dev.parley.node;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.parley.edge.ops.Meters;
import dev.parley.edge.ops.OpsRoute;
import dev.parley.edge.socket.SocketStage;
import dev.parley.edge.web.PageRoute;
import dev.parley.edge.yjs.YjsRoute;
import dev.parley.node.admin.AdminSocket;
import dev.parley.node.command.Erasing;
import dev.parley.node.command.RoomCommands;
import dev.parley.persistence.leveldb.DataFolder;
import dev.parley.rooms.cluster.Readiness;
import dev.parley.rooms.cluster.Rooms;
import dev.parley.rooms.connection.Connection;
import dev.parley.rooms.connection.Relays;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running node, a cluster of one: the data folder, the actor system with its rooms, and the HTTP server, put together here
 * and taken apart in order: no new sockets, then no sockets, then no rooms, each when what was under way in it is done.
 */
final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final ActorSystem<Void> system;
    private final ServerBinding binding;
    private final String host;

    /** Starts a node and waits until it is ready. */
    static Node start(Settings settings) throws StartFailure {
        var data = open(settings);
        try {
            return start(settings, data);
        } catch (StartFailure | RuntimeException e) {
            close(data);
            throw e;
        }
    }

    private static Node start(Settings settings, DataFolder data) throws StartFailure {
        var storage = Storage.open(settings, data);
        try {
            return start(settings, storage);
        } catch (StartFailure | RuntimeException e) {
            close(storage);
            throw e;
        }
    }

    private static Node start(Settings settings, Storage storage) throws StartFailure {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "parley", storage.setup(configOf(settings)));
        system.getWhenTerminated().thenRun(() -> close(storage));
        // A journal that can't write any more is of no use to anybody; on another start it may be.
        storage.failed().thenRun(() -> CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.unknownReason()));
        try {
            var meters = new Meters();
            system.getWhenTerminated().thenRun(meters::close);
            var rooms = Rooms.start(system, storage.rooms(system.classicSystem(), settings.rooms(), meters));
            ActorRef<Relays.Command> relays = system.systemActorOf(Relays.create(), "relays", Props.empty());
            var readiness = Readiness.of(system);
            var connections = new Connection.Surroundings(relays, rooms::lobby, settings.connections());
            var sockets = new SocketStage.Surroundings(system, connections, settings.sockets(), meters);
            var routes = new Routes(
                    settings.door(),
                    new OpsRoute(meters, readiness::serving),
                    new YjsRoute(sockets, settings.rooms().presence(), readiness::serving, new ConnectionIds()::next),
                    new PageRoute());
            var binding = bind(system, settings, routes);
            stopInOrder(system, settings, binding, relays);
            readiness.joinSelf();
            readiness.ready().toCompletableFuture().join();
            takeCommands(system, settings, storage, new LobbyErasing(system, rooms::lobby, settings.rooms()));
            storage.retention(system.classicSystem(), settings.retention()).start();
            meters.watchJvm();
            return new Node(system, binding, settings.host());
        } catch (StartFailure | RuntimeException e) {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
            throw e;
        }
    }

    private Node(ActorSystem<Void> system, ServerBinding binding, String host) {
        this.system = system;
        this.binding = binding;
        this.host = host;
    }

    /** Where people find it. */
    String address() {
        var name = host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + ":" + binding.localAddress().getPort() + "/";
    }

    /** Stops in good order: what is in flight reaches the journal first. */
    CompletionStage<Done> stop() {
        LOG.info("Stopping: sockets are closed and rooms finish what they write");
        return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason());
    }

    /** Completes when the node is gone, whether it was told to stop or had to. */
    CompletionStage<Done> ended() {
        return system.getWhenTerminated();
    }

    private static DataFolder open(Settings settings) throws StartFailure {
        try {
            return DataFolder.open(settings.data());
        } catch (DataFolder.Unusable e) {
            throw new StartFailure(e.getMessage() + ". Name another folder with --data.", e);
        }
    }

    private static void close(Closeable part) {
        try {
            part.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Config configOf(Settings settings) {
        var parley = settings.config().getConfig("parley");
        return ConfigFactory.parseMap(Map.of(
                        "akka.remote.artery.canonical.hostname", parley.getString("node-host"),
                        "akka.remote.artery.canonical.port", parley.getInt("node-port")))
                .withFallback(settings.config());
    }

    /** Commands come by the socket in the data folder; a node without one is a node all the same. */
    private static void takeCommands(ActorSystem<Void> system, Settings settings, Storage storage, Erasing erasing) {
        try {
            var stores = storage.stores(system.classicSystem(), erasing);
            var socket = AdminSocket.open(
                    settings.data().toRealPath(),
                    settings.admin(),
                    (arguments, terminal) -> RoomCommands.run(arguments, stores, terminal));
            CoordinatedShutdown.get(system)
                    .addTask(
                            CoordinatedShutdown.PhaseServiceUnbind(),
                            "no more commands",
                            () -> CompletableFuture.supplyAsync(() -> closed(socket)));
        } catch (IOException e) {
            LOG.warn("Commands cannot be run beside this node, only while it is stopped: {}", e.getMessage());
        }
    }

    private static Done closed(AdminSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.warn("The admin socket did not close: {}", e.getMessage());
        }
        return Done.getInstance();
    }

    private static ServerBinding bind(ActorSystem<Void> system, Settings settings, Routes routes) throws StartFailure {
        try {
            return Http.get(system)
                    .newServerAt(settings.host(), settings.port())
                    .bind(routes.handler(system))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            var port = "Port " + settings.port() + " on " + settings.host();
            var reason = String.valueOf(rootOf(e).getMessage());
            throw new StartFailure(
                    port + (reason.contains("in use") ? " is in use." : " cannot be used: " + reason + ".")
                            + " Choose another with --port, or --port 0 for any free one.",
                    e);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        var cause = failure.getCause();
        return cause == null ? failure : rootOf(cause);
    }

    private static void stopInOrder(
            ActorSystem<Void> system, Settings settings, ServerBinding binding, ActorRef<Relays.Command> relays) {
        var shutdown = CoordinatedShutdown.get(system);
        shutdown.addTask(
                CoordinatedShutdown.PhaseServiceUnbind(),
                "no new connections",
                () -> binding.unbind().thenApply(unbound -> Done.getInstance()));
        shutdown.addTask(
                CoordinatedShutdown.PhaseServiceRequestsDone(),
                "close the sockets",
                () -> AskPattern.<Relays.Command, Done>ask(
                                relays, Relays.Drain::new, settings.drainWithin(), system.scheduler())
                        .exceptionally(late -> {
                            LOG.warn("Some sockets did not close within {}", settings.drainWithin());
                            return Done.getInstance();
                        })
                        .thenCompose(done -> binding.terminate(settings.stopWithin()))
                        .thenApply(terminated -> Done.getInstance()));
    }
}
