package dev.parley.node;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGTERM and SIGINT into a stop in good order and an exit with 0. A JVM that a signal ends exits with 128 and more
 * whatever its hooks did, so the last thing that ours does is to end it with the status that was earned.
 */
final class GracefulExit {
    private static final Logger LOG = LoggerFactory.getLogger(GracefulExit.class);

    /** More than all phases of a stop together may take. */
    private static final Duration WITHIN = Duration.ofSeconds(25);

    private final Node node;
    private volatile boolean asked;

    static GracefulExit onSignal(Node node) {
        var exit = new GracefulExit(node);
        Runtime.getRuntime().addShutdownHook(new Thread(exit::stop, "stop"));
        return exit;
    }

    private GracefulExit(Node node) {
        this.node = node;
    }

    /** The status of a node that has ended: a failure, unless it was asked to. */
    int status() {
        return asked ? 0 : 1;
    }

    private void stop() {
        boolean endedByItself = node.ended().toCompletableFuture().isDone();
        asked = !endedByItself;
        Runtime.getRuntime().halt(asked && stopped() ? 0 : 1);
    }

    private boolean stopped() {
        try {
            node.stop().toCompletableFuture().get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("Stopped");
            return true;
        } catch (ExecutionException e) {
            LOG.error("Stopping failed", e.getCause());
        } catch (TimeoutException e) {
            LOG.error("Not stopped within {}", WITHIN);
        } catch (InterruptedException e) {
            LOG.error("Interrupted while stopping");
        }
        return false;
    }
}
