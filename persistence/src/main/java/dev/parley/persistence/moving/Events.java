package dev.parley.persistence.moving;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A room's events, one after the other, in the order of their numbers. Calls block. */
public interface Events extends Closeable {
    /** Null behind the last. */
    @Nullable
    Filed next() throws IOException;
}
