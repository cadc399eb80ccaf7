package dev.parley.core.event;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import java.util.List;

/**
 * A room's document as its events make it, one after the other, with the {@link Chain} that judges them. What is damaged is left out,
 * and all after it.
 */
public final class Replay {
    private final KeyRing keys;
    private final Doc doc = Doc.withClientId(0);
    private final Chain chain;
    private long weight;

    /** From before the first event. */
    public Replay(KeyRing keys) {
        this(keys, Chain.Place.START);
    }

    private Replay(KeyRing keys, Chain.Place place) {
        this.keys = keys;
        this.chain = new Chain(keys.subject(), place);
    }

    /** From a checkpoint on. */
    public static Replay from(Checkpoint checkpoint, KeyRing keys) throws MalformedInput {
        var contents = CheckpointFormat.read(checkpoint.bytes(), keys);
        var replay = new Replay(keys, contents.place());
        replay.doc.apply(contents.document(), UpdateFormat.V2, null, Limits.trusted());
        replay.weight = contents.weight();
        return replay;
    }

    /** Takes the next event; false if it is damaged, or one before was. */
    public boolean add(Link link) {
        return add(link, false);
    }

    /** Takes an event whose updates were put into the document already. */
    public boolean addDone(Link link) {
        return add(link, true);
    }

    private boolean add(Link link, boolean done) {
        if (chain.damage() != null) {
            return false;
        }
        try {
            var updates = link.open(keys).updates();
            if (!chain.isNext(link)) {
                return false;
            }
            if (!done) {
                apply(updates);
            }
            updates.forEach(update -> weight += update.length);
            return chain.add(link);
        } catch (MalformedInput e) {
            long sequence = chain.place().head().sequence();
            chain.damaged("event " + (sequence + 1) + " cannot be read: " + e.getMessage());
            return false;
        }
    }

    private void apply(List<byte[]> updates) throws MalformedInput {
        for (var update : updates) {
            doc.apply(update, UpdateFormat.V1, null, Limits.trusted());
        }
    }

    public Doc doc() {
        return doc;
    }

    public Chain chain() {
        return chain;
    }

    /** The bytes of all updates so far. */
    public long weight() {
        return weight;
    }
}
