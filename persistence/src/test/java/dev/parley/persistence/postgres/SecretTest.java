package dev.parley.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.testkit.javadsl.TestKit;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.typesafe.config.ConfigFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The password of the database is nowhere but in the environment and on its way to the server. */
class SecretTest {
    private static final TestServer SERVER = TestServer.shared();

    @Test
    void settings_do_not_tell_it() {
        var settings = TestServer.settings(SERVER.newDatabase());

        assertThat(settings.toString()).contains("password=…").doesNotContain(TestServer.PASSWORD);
    }

    @Test
    void the_configuration_of_the_actor_system_does_not_hold_it() {
        var config = TestServer.settings(SERVER.newDatabase()).journal();

        assertThat(config.root().render()).contains("r2dbc:parley://").doesNotContain("battery");
    }

    @Test
    void no_log_holds_it_not_even_the_finest() throws Exception {
        var lines = new Lines();
        lines.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var before = root.getLevel();
        root.addAppender(lines);
        root.setLevel(Level.TRACE);
        try {
            var node = ActorSystem.create(
                    "node",
                    ConfigFactory.parseString("akka { loglevel = DEBUG, log-config-on-start = on }")
                            .withFallback(TestServer.journal()));
            CheckpointTable.of(node).newest("room|a", 1).toCompletableFuture().get(20, TimeUnit.SECONDS);
            TestKit.shutdownActorSystem(node);
        } finally {
            root.setLevel(before);
            root.detachAppender(lines);
        }

        assertThat(lines.seen).isNotEmpty().noneMatch(line -> line.contains("battery"));
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final Queue<String> seen = new ConcurrentLinkedQueue<>();

        Lines() {
            setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        }

        @Override
        protected void append(ILoggingEvent event) {
            seen.add(event.getFormattedMessage());
        }
    }
}
