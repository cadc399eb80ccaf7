package dev.parley.core.presence;

import org.jspecify.annotations.Nullable;

/**
 * What one client shows of itself, at one tick of its clock.
 *
 * @param client the client number of its document
 * @param json the state as JSON text, any value but {@code null}; null if the client is gone
 */
public record ClientState(long client, long clock, @Nullable String json) {
    private static final String GONE = "null";
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    public ClientState {
        requireSafe("client", client);
        requireSafe("clock", clock);
        // Gone has one form, however its JSON was spaced.
        json = json == null || json.strip().equals(GONE) ? null : json;
    }

    public boolean isGone() {
        return json == null;
    }

    /** The removal of this client: the clock stays as it is, others take it because nothing is newer than something. */
    public ClientState gone() {
        return new ClientState(client, clock, null);
    }

    /** The state as it travels. */
    String text() {
        return json == null ? GONE : json;
    }

    private static void requireSafe(String name, long value) {
        if (value < 0 || value > MAX_SAFE_INTEGER) {
            throw new IllegalArgumentException(name + " must be 0 to 2^53 - 1, but is " + value);
        }
    }
}
