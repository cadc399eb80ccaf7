package dev.parley.edge.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;

/**
 * The logs of a node, on standard error: lines for a person, or JSON for a machine. Room, user and connection stand beside a
 * message as keys with values, never in its text.
 */
public final class Logs {
    /** The form of a log. */
    public enum Form {
        TEXT,
        JSON
    }

    /** Whatever stands in a message, it stays one line and cannot move the cursor. */
    private static final String LINE =
            "%d{HH:mm:ss.SSS} %-5level %replace(%msg %kvp){'[\\p{Cc}\\u2028\\u2029]', '?'}%n";

    /** From now on Parley logs what is of this level or above, and everything beneath it what is a warning. */
    public static void start(Form form, String level) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(form, context));
        appender.start();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger("dev.parley").setLevel(Level.valueOf(level));
        // A port that is in use is told to whoever starts the node, in one sentence and not in thirty lines as well.
        context.getLogger("akka.io.TcpListener").setLevel(Level.OFF);
    }

    private static Encoder<ILoggingEvent> encoder(Form form, LoggerContext context) {
        Encoder<ILoggingEvent> encoder = switch (form) {
            case TEXT -> {
                var text = new PatternLayoutEncoder();
                text.setPattern(LINE);
                yield text;
            }
            case JSON -> new JsonEncoder();
        };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private Logs() {}
}
