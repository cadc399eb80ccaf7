package dev.parley.persistence.retention;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.time.Instant;

/** How much of its past a room keeps. */
public sealed interface Keep {
    /** All of it. */
    record Forever() implements Keep {}

    /** What happened after the newest checkpoint. */
    record Checkpoints() implements Keep {}

    /** What happened lately. */
    record Lately(Duration age) implements Keep {
        /** What is older is not kept. */
        Instant since(Instant now) {
            return now.minus(age);
        }
    }

    /**
     * What a configuration says.
     *
     * @param config the section {@code parley.history}
     * @throws IllegalArgumentException whose message says what is wrong with it
     */
    static Keep from(Config config) {
        var text = config.getString("keep");
        return switch (text) {
            case "forever" -> new Forever();
            case "snapshots" -> new Checkpoints();
            default -> new Lately(age(config, text));
        };
    }

    private static Duration age(Config config, String text) {
        try {
            var age = config.getDuration("keep");
            if (age.isPositive()) {
                return age;
            }
        } catch (ConfigException.BadValue e) {
            // It is none of the three.
        }
        throw new IllegalArgumentException(
                "parley.history: keep is '" + text + "', and must be forever, snapshots or a time such as 30d");
    }
}
