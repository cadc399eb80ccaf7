package dev.parley.persistence.leveldb.plugin;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Link;
import dev.parley.persistence.history.Pruning;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.SnapshotFiles;
import java.io.IOException;

/**
 * Takes the past away from a node's journal. Checkpoints go first: without them a room only takes longer to read, while one that
 * stands before what was merged is followed by nothing. And they go again afterwards, for a room may have made some meanwhile.
 */
record Shears(EventStore events, SnapshotFiles checkpoints) implements Pruning {
    @Override
    public void deleteTo(String journalId, long sequence) throws IOException {
        checkpoints.deleteTo(journalId, sequence);
        events.deleteTo(journalId, sequence);
        checkpoints.deleteTo(journalId, sequence);
    }

    @Override
    public void replace(String journalId, Link condensed) throws IOException {
        long sequence = sequenceOf(condensed);
        checkpoints.deleteTo(journalId, sequence);
        if (isCondensed(journalId, sequence)) {
            // What was cut off then is done now.
            events.deleteTo(journalId, sequence - 1);
        } else {
            events.replace(journalId, sequence, condensed.bytes());
        }
        checkpoints.deleteTo(journalId, sequence);
    }

    private static long sequenceOf(Link link) throws IOException {
        try {
            return link.frame().sequence();
        } catch (MalformedInput e) {
            throw new IOException("what is to stand for the past cannot be read", e);
        }
    }

    private boolean isCondensed(String journalId, long sequence) throws IOException {
        for (var stored : events.events(journalId, sequence, sequence).events()) {
            try {
                return Link.stored(stored.event().payload().bytes()).frame().replacesThePast();
            } catch (MalformedInput e) {
                throw new IOException("event " + sequence + " of '" + journalId + "' cannot be read", e);
            }
        }
        return false;
    }
}
