package dev.parley.persistence.archive;

import dev.parley.core.event.Chain;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import dev.parley.persistence.moving.Filed;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/** Begins a room's next generation, behind a past that came from elsewhere. */
public final class NewGeneration {
    private static final SecureRandom CHANCE = new SecureRandom();

    /** By how much an epoch may be later than the clock: so another writer with the same keys and clock hardly has the same one. */
    private static final int SPREAD = 1 << 16;

    /** Half of what a nonce has room for. No clock gets there, and from there a room could not be written to for long. */
    private static final long HIGHEST_COUNT = 1L << 47;

    private final InstantSource clock;

    public NewGeneration(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether its numbers leave room for what comes. */
    public static boolean canFollow(Chain.Place place) {
        return place.epoch() < HIGHEST_COUNT
                && place.generation() < HIGHEST_COUNT
                && place.head().sequence() < HIGHEST_COUNT;
    }

    /** The event that comes first in it, with the time that it is given. */
    public Filed begin(Chain.Place place, KeyRing keys, Function<Instant, RoomEvent> event) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var time = now.isBefore(place.time()) ? place.time() : now;
        long epoch = Math.max(place.epoch(), now.toEpochMilli()) + 1 + CHANCE.nextInt(SPREAD);
        var link = new Writer(keys, place.generation() + 1, epoch).write(place.head(), event.apply(time));
        return new Filed(place.head().sequence() + 1, link);
    }
}
