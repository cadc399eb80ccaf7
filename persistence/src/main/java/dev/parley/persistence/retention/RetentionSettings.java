package dev.parley.persistence.retention;

import com.typesafe.config.Config;
import java.time.Duration;

/** How much of the past is kept, and how often is looked for what is not. */
public record RetentionSettings(Keep keep, Duration every) {
    /**
     * Reads the section {@code parley.history}.
     *
     * @throws IllegalArgumentException whose message says what is wrong with it
     */
    public static RetentionSettings from(Config config) {
        var every = config.getDuration("every");
        if (!every.isPositive()) {
            throw new IllegalArgumentException("parley.history: every must be positive");
        }
        return new RetentionSettings(Keep.from(config), every);
    }
}
