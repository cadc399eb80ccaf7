package dev.parley.persistence.history;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Checkpoint;
import dev.parley.core.event.CheckpointFormat;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Replay;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From where a moment is read: from the newest checkpoint that is not after it and can be read, or from the first event. When a
 * checkpoint was made, its first bytes tell, so that only the one that is taken is decoded, which costs most.
 */
final class Beginning {
    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

    private final Checkpoints checkpoints;
    private final RoomName room;
    private final KeyRing ring;
    private final When when;

    /** The newest of those looked at that is not after the moment. */
    private @Nullable Checkpoint nearest;

    Beginning(Checkpoints checkpoints, RoomName room, KeyRing ring, When when) {
        this.checkpoints = checkpoints;
        this.room = room;
        this.ring = ring;
        this.when = when;
    }

    /** What is read from there on; the call blocks. */
    Replay replay() {
        try {
            for (long sequence :
                    notAfter(checkpoints.sequences(JournalId.of(room))).reversed()) {
                var replay = decodedOrNull(sequence);
                // What its first bytes claimed is proved only now.
                if (replay != null && !isAfter(replay.chain().place())) {
                    return replay;
                }
            }
        } catch (IOException e) {
            warn("The checkpoints cannot be read; the room is read from its first event", e);
        }
        return new Replay(ring);
    }

    /** Those that are not after the moment. Times never decrease, so that a few tell of all. */
    private List<Long> notAfter(List<Long> sequences) {
        int earlier = 0;
        int later = sequences.size();
        // The newest first: mostly somebody asks for what was a short while ago.
        int next = later - 1;
        while (earlier < later) {
            if (isAfter(sequences.get(next))) {
                later = next;
            } else {
                earlier = next + 1;
            }
            next = (earlier + later) >>> 1;
        }
        return sequences.subList(0, earlier);
    }

    private boolean isAfter(long sequence) {
        if (when instanceof When.After(long last)) {
            return sequence > last;
        }
        try {
            var checkpoint = load(sequence);
            if (isAfter(CheckpointFormat.claimedPlace(checkpoint.bytes()))) {
                return true;
            }
            nearest = checkpoint;
            return false;
        } catch (IOException | MalformedInput e) {
            warnOf(sequence, e);
            return true;
        }
    }

    private boolean isAfter(Chain.Place place) {
        return switch (when) {
            case When.After(long last) -> place.head().sequence() > last;
            case When.At(var time) -> place.time().isAfter(time);
        };
    }

    private @Nullable Replay decodedOrNull(long sequence) {
        try {
            var known = nearest;
            return Replay.from(known != null && known.sequence() == sequence ? known : load(sequence), ring);
        } catch (IOException | MalformedInput e) {
            warnOf(sequence, e);
            return null;
        }
    }

    private Checkpoint load(long sequence) throws IOException {
        return checkpoints.load(JournalId.of(room), sequence);
    }

    private void warnOf(long sequence, Exception why) {
        warn("The checkpoint after event " + sequence + " cannot be read; an earlier one is taken", why);
    }

    private void warn(String what, Exception why) {
        LOG.atWarn().addKeyValue("room", room).log("{}: {}", what, why.getMessage());
    }
}
