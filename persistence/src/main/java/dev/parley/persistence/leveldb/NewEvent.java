package dev.parley.persistence.leveldb;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event that is to be stored, already as bytes, so that the thread that writes has nothing else to do.
 *
 * @param writer which incarnation of the persistent actor wrote it
 * @param manifest what an event adapter calls it; empty without one
 * @param tags under which it can be found again
 * @param metadata what goes with it, in its own form
 */
public record NewEvent(
        long sequence,
        String writer,
        String manifest,
        Set<String> tags,
        Payload payload,
        @Nullable Payload metadata) {
    public NewEvent {
        tags = Set.copyOf(tags);
    }
}
