package dev.parley.core.engine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/**
 * What an undo manager takes for a step.
 *
 * @param trackedOrigins the origins of transactions that can be undone
 * @param captureTimeout changes that follow each other faster are one step
 * @param ignoreRemoteMapChanges whether a key is set back even if somebody else has set it since
 * @param clock what time it is
 */
public record UndoOptions(
        Set<Object> trackedOrigins, Duration captureTimeout, boolean ignoreRemoteMapChanges, InstantSource clock) {
    private static final Duration CAPTURE = Duration.ofMillis(500);

    public UndoOptions {
        trackedOrigins = Set.copyOf(trackedOrigins);
    }

    /** Steps of what one origin does within half a second. */
    public static UndoOptions of(Object trackedOrigin, InstantSource clock) {
        return new UndoOptions(Set.of(trackedOrigin), CAPTURE, false, clock);
    }
}
