package dev.parley.rooms.room;

import com.typesafe.config.Config;
import dev.parley.core.presence.PresenceLimits;
import java.time.Duration;

/** The limits of a room; {@code reference.conf} says what each means and why it is what it is. Sizes are in bytes. */
public record RoomLimits(
        int maxSeats,
        long maxUpdate,
        long maxWaiting,
        long maxBatch,
        Duration openWithin,
        Duration keyWithin,
        Duration eraseWithin,
        Duration idleAfter,
        Duration stopWithin,
        Duration presenceTick,
        PresenceLimits presence) {
    public RoomLimits {
        require(maxSeats >= 1, "max-seats must be at least 1");
        require(maxUpdate >= 1, "max-update must be at least 1 byte");
        require(maxBatch >= 1, "max-batch must be at least 1 byte");
        require(
                maxWaiting >= maxUpdate,
                "max-waiting must be at least max-update, or such an update could never be taken");
        require(openWithin.isPositive(), "open-within must be positive");
        require(keyWithin.isPositive(), "key-within must be positive");
        require(eraseWithin.isPositive(), "erase-within must be positive");
        require(idleAfter.isPositive(), "idle-after must be positive");
        require(stopWithin.isPositive(), "stop-within must be positive");
        require(presenceTick.isPositive(), "presence.tick must be positive");
    }

    /** Reads the section {@code parley.rooms}. */
    public static RoomLimits from(Config config) {
        var presence = config.getConfig("presence");
        return new RoomLimits(
                config.getInt("max-seats"),
                config.getBytes("max-update"),
                config.getBytes("max-waiting"),
                config.getBytes("max-batch"),
                config.getDuration("open-within"),
                config.getDuration("key-within"),
                config.getDuration("erase-within"),
                config.getDuration("idle-after"),
                config.getDuration("stop-within"),
                presence.getDuration("tick"),
                presenceFrom(presence));
    }

    /** By when {@link Lobby.Erase} is answered, whatever happens: it opens the room, empties it, and removes its past, perhaps twice. */
    public Duration erasureAnswered() {
        return openWithin.plus(eraseWithin.multipliedBy(3));
    }

    /** How often to look for clients that have fallen silent. */
    Duration presenceCheck() {
        return presence.silence().dividedBy(10);
    }

    private static PresenceLimits presenceFrom(Config config) {
        int states = atLeastOne(config, "max-states-per-message");
        int clients = atLeastOne(config, "max-clients");
        require(
                states >= clients,
                "presence.max-states-per-message must be at least max-clients, for clients repeat all they hear");
        long maxState = config.getBytes("max-state");
        require(maxState >= 1 && maxState <= Integer.MAX_VALUE, "presence.max-state must be from 1 byte to 2 GiB");
        require(config.getDuration("silence").isPositive(), "presence.silence must be positive");
        return new PresenceLimits(
                states,
                (int) maxState,
                atLeastOne(config, "max-state-depth"),
                clients,
                atLeastOne(config, "max-clock-step"),
                config.getDuration("silence"));
    }

    private static int atLeastOne(Config config, String key) {
        require(config.getInt(key) >= 1, "presence." + key + " must be at least 1");
        return config.getInt(key);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("parley.rooms: " + otherwise);
        }
    }
}
