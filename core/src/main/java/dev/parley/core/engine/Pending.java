package dev.parley.core.engine;

import java.util.Map;

/**
 * What a document was given and can't apply yet.
 *
 * @param missing which clock of which client it waits for
 * @param structs an update of format 2, empty if no structs wait
 * @param deletions an update of format 2, empty if no deletions wait
 */
public record Pending(Map<Long, Long> missing, byte[] structs, byte[] deletions) {
    public boolean isEmpty() {
        return structs.length == 0 && deletions.length == 0;
    }
}
