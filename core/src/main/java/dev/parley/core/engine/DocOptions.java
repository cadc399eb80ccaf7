package dev.parley.core.engine;

import dev.parley.core.engine.lib0.Any;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a document behaves.
 *
 * <pre>{@code
 * var doc = new Doc(DocOptions.withClientId(42).gc(false).limits(Limits.trusted()));
 * }</pre>
 *
 * @param clientId the number under which this document writes; no two that write at the same time may have the same
 * @param guid the name of the document, for those who keep several
 * @param gc whether deleted content is forgotten; snapshots can only be restored from a document that keeps it
 * @param autoLoad of a document in another one: whether it is to be loaded wherever the outer one is
 * @param shouldLoad of a document in another one: whether it is to be loaded here
 * @param meta of a document in another one: what its maker wants to tell about it
 * @param limits what updates from outside may cost
 * @param tidyFormats whether superfluous formats in texts are deleted after changes from elsewhere, as a Yjs client does. It is
 *     not needed for convergence, and can change what users see: a server doesn't do it
 * @param random where new client numbers come from, should somebody else use this document's
 */
public record DocOptions(
        long clientId,
        String guid,
        boolean gc,
        boolean autoLoad,
        boolean shouldLoad,
        @Nullable Any meta,
        Limits limits,
        boolean tidyFormats,
        RandomGenerator random) {
    private static final long CLIENT_IDS = 1L << 53;

    /** With client ids of 32 bits, as Yjs draws them: every client of any age understands them, and they take fewer bytes. */
    private static final long DRAWN_IDS = 1L << 32;

    public DocOptions {
        if (clientId < 0 || clientId >= CLIENT_IDS) {
            throw new IllegalArgumentException("a client id is from 0 to 2^53 - 1, not " + clientId);
        }
    }

    /** The usual options; numbers that have to be drawn follow from this one. */
    public static DocOptions withClientId(long clientId) {
        return of(clientId, new SplittableRandom(clientId));
    }

    /** The usual options, with a client id drawn by chance. */
    public static DocOptions random(RandomGenerator random) {
        return of(drawClientId(random), random);
    }

    private static DocOptions of(long clientId, RandomGenerator random) {
        return new DocOptions(clientId, "", true, false, true, null, Limits.standard(), false, random);
    }

    static long drawClientId(RandomGenerator random) {
        return random.nextLong(DRAWN_IDS);
    }

    public DocOptions clientId(long number) {
        return new DocOptions(number, guid, gc, autoLoad, shouldLoad, meta, limits, tidyFormats, random);
    }

    public DocOptions guid(String name) {
        return new DocOptions(clientId, name, gc, autoLoad, shouldLoad, meta, limits, tidyFormats, random);
    }

    public DocOptions gc(boolean forget) {
        return new DocOptions(clientId, guid, forget, autoLoad, shouldLoad, meta, limits, tidyFormats, random);
    }

    public DocOptions autoLoad(boolean everywhere) {
        return new DocOptions(clientId, guid, gc, everywhere, shouldLoad, meta, limits, tidyFormats, random);
    }

    public DocOptions shouldLoad(boolean here) {
        return new DocOptions(clientId, guid, gc, autoLoad, here, meta, limits, tidyFormats, random);
    }

    public DocOptions meta(@Nullable Any told) {
        return new DocOptions(clientId, guid, gc, autoLoad, shouldLoad, told, limits, tidyFormats, random);
    }

    public DocOptions limits(Limits cost) {
        return new DocOptions(clientId, guid, gc, autoLoad, shouldLoad, meta, cost, tidyFormats, random);
    }

    public DocOptions tidyFormats(boolean tidy) {
        return new DocOptions(clientId, guid, gc, autoLoad, shouldLoad, meta, limits, tidy, random);
    }
}
