package dev.parley.rooms.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.ClusterSharding;
import akka.cluster.sharding.ShardRegion;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.cluster.typed.SelfRemoved;
import akka.cluster.typed.SelfUp;
import akka.cluster.typed.Subscribe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whether this node can serve rooms: it is up in the cluster, and its part of sharding has found the coordinator. It asks
 * until it is so, and lives as long as the node.
 */
public final class Readiness {
    /** How soon to ask again; the answer usually comes within the first two rounds. */
    private static final Duration ROUND = Duration.ofMillis(25);

    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile boolean serving;

    private final ActorSystem<?> system;

    /** Begins to watch. Sharding has been started before. */
    public static Readiness of(ActorSystem<?> system) {
        var readiness = new Readiness(system);
        system.systemActorOf(readiness.watch(), "readiness", Props.empty());
        return readiness;
    }

    private Readiness(ActorSystem<?> system) {
        this.system = system;
    }

    /** Makes the node a cluster of its own. */
    public void joinSelf() {
        var cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }

    /** Completes when the node is ready for the first time. */
    public CompletionStage<Void> ready() {
        return ready.minimalCompletionStage();
    }

    /** Whether it is ready now; not any more once it leaves. */
    public boolean serving() {
        return serving;
    }

    private sealed interface Command {
        record Up() implements Command {}

        record Removed() implements Command {}

        record Ask() implements Command {}

        record Regions(ShardRegion.CurrentRegions found) implements Command {}
    }

    private Behavior<Command> watch() {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Watch(context, timers)));
    }

    private final class Watch extends AbstractOnMessageBehavior<Command> {
        private final TimerScheduler<Command> timers;
        private final ActorRef<ShardRegion.CurrentRegions> answers;

        Watch(ActorContext<Command> context, TimerScheduler<Command> timers) {
            super(context);
            this.timers = timers;
            this.answers = context.messageAdapter(ShardRegion.CurrentRegions.class, Command.Regions::new);
            var events = Cluster.get(context.getSystem()).subscriptions();
            events.tell(
                    Subscribe.create(context.messageAdapter(SelfUp.class, event -> new Command.Up()), SelfUp.class));
            events.tell(Subscribe.create(
                    context.messageAdapter(SelfRemoved.class, event -> new Command.Removed()), SelfRemoved.class));
        }

        @Override
        public Behavior<Command> onMessage(Command command) {
            return switch (command) {
                case Command.Up c -> ask();
                case Command.Removed c -> onRemoved();
                case Command.Ask c -> ask();
                case Command.Regions c -> onRegions(c);
            };
        }

        private Behavior<Command> ask() {
            var system = Adapter.toClassic(getContext().getSystem());
            // The region passes this on to the coordinator if it knows it, and answers with nobody if it doesn't.
            ClusterSharding.get(system)
                    .shardRegion(Rooms.TYPE.name())
                    .tell(ShardRegion.getCurrentRegionsInstance(), Adapter.toClassic(answers));
            timers.startSingleTimer(new Command.Ask(), ROUND);
            return this;
        }

        private Behavior<Command> onRegions(Command.Regions command) {
            if (!command.found().getRegions().isEmpty()) {
                timers.cancelAll();
                serving = true;
                ready.complete(null);
            }
            return this;
        }

        private Behavior<Command> onRemoved() {
            serving = false;
            return Behaviors.stopped();
        }
    }
}
