package dev.parley.edge.socket;

import com.typesafe.config.Config;
import java.time.Duration;

/** The limits of a socket; {@code reference.conf} says what each means and why it is what it is. Sizes are in bytes. */
public record SocketLimits(
        long maxMessage,
        int maxFragments,
        Duration messageWithin,
        long maxOwed,
        Duration heartbeat,
        int deafAfter,
        Duration closeWithin) {
    public SocketLimits {
        require(maxMessage >= 1, "max-message must be at least 1 byte");
        require(maxFragments >= 1, "max-fragments must be at least 1");
        require(messageWithin.isPositive(), "message-within must be positive");
        require(maxOwed >= 1, "max-owed must be at least 1 byte");
        require(heartbeat.isPositive(), "heartbeat must be positive");
        require(deafAfter >= 2, "deaf-after must be at least 2 heartbeats, one for the ping and one for its answer");
        require(closeWithin.isPositive(), "close-within must be positive");
    }

    /** Reads the section {@code parley.sockets}. */
    public static SocketLimits from(Config config) {
        return new SocketLimits(
                config.getBytes("max-message"),
                config.getInt("max-fragments"),
                config.getDuration("message-within"),
                config.getBytes("max-owed"),
                config.getDuration("heartbeat"),
                config.getInt("deaf-after"),
                config.getDuration("close-within"));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("parley.sockets: " + otherwise);
        }
    }
}
