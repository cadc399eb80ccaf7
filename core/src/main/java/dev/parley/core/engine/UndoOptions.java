package dev.parley.core.engine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an undo manager takes for a step.
 *
 * <pre>{@code
 * var mine = UndoOptions.of("me", InstantSource.system());
 * var everybodys = new UndoOptions(new HashSet<>(Arrays.asList("me", null)), Duration.ZERO, false, clock);
 * }</pre>
 *
 * @param trackedOrigins the origins of transactions that can be undone. Null stands for those that were given none, also updates
 *     from elsewhere; a {@link Class} for all origins that are just of this class
 * @param captureTimeout changes that follow each other faster are one step
 * @param ignoreRemoteMapChanges whether a key is set back even if somebody else has set it since
 * @param clock what time it is
 */
public record UndoOptions(
        Set<@Nullable Object> trackedOrigins,
        Duration captureTimeout,
        boolean ignoreRemoteMapChanges,
        InstantSource clock) {
    private static final Duration CAPTURE = Duration.ofMillis(500);

    public UndoOptions {
        // Not Set.copyOf, which takes no null.
        trackedOrigins = Collections.unmodifiableSet(new HashSet<>(trackedOrigins));
        if (captureTimeout.isNegative()) {
            throw new IllegalArgumentException("steps can't be captured for a negative time: " + captureTimeout);
        }
    }

    /** Steps of what one origin does within half a second; null for transactions that were given no origin. */
    public static UndoOptions of(@Nullable Object trackedOrigin, InstantSource clock) {
        return new UndoOptions(Collections.singleton(trackedOrigin), CAPTURE, false, clock);
    }

    boolean tracks(@Nullable Object origin) {
        return trackedOrigins.contains(origin) || (origin != null && trackedOrigins.contains(origin.getClass()));
    }
}
