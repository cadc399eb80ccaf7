package dev.parley.node.admin;

import com.typesafe.config.Config;
import java.time.Duration;

/** The limits of the admin socket; {@code reference.conf} says what each means and why it is what it is. */
public record AdminLimits(int connections, Duration commandWithin) {
    /** Reads the section {@code parley.admin}. */
    public static AdminLimits from(Config config) {
        int connections = config.getInt("connections");
        var commandWithin = config.getDuration("command-within");
        if (connections < 1 || !commandWithin.isPositive()) {
            throw new IllegalArgumentException("parley.admin: connections and command-within must be positive");
        }
        return new AdminLimits(connections, commandWithin);
    }
}
