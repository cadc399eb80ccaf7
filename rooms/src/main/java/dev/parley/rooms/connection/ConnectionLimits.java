package dev.parley.rooms.connection;

import com.typesafe.config.Config;
import java.time.Duration;

/** The limits of a connection; {@code reference.conf} says what each means and why it is what it is. */
public record ConnectionLimits(int maxUnacknowledged, Duration seatWithin, Duration minBackoff, Duration maxBackoff) {
    public ConnectionLimits {
        require(maxUnacknowledged >= 1, "max-unacknowledged must be at least 1");
        require(seatWithin.isPositive(), "seat-within must be positive");
        require(minBackoff.isPositive(), "min-backoff must be positive");
        require(maxBackoff.compareTo(minBackoff) >= 0, "max-backoff must be at least min-backoff");
    }

    /** Reads the section {@code parley.connections}. */
    public static ConnectionLimits from(Config config) {
        return new ConnectionLimits(
                config.getInt("max-unacknowledged"),
                config.getDuration("seat-within"),
                config.getDuration("min-backoff"),
                config.getDuration("max-backoff"));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("parley.connections: " + otherwise);
        }
    }
}
