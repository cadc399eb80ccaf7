package dev.parley.core.event;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;

/**
 * A room's document as its events make it, one after the other, with the {@link Chain} that judges them. What is damaged is left out,
 * and all after it.
 */
public final class Replay {
    private final KeyRing keys;
    private final Limits limits;
    private final Doc doc = Doc.withClientId(0);
    private final Chain chain;
    private long weight;

    /** From before the first event, of a journal of our own. */
    public Replay(KeyRing keys) {
        this(keys, Limits.trusted());
    }

    /**
     * From before the first event.
     *
     * @param limits what an update may cost the document
     */
    public Replay(KeyRing keys, Limits limits) {
        this(keys, limits, Chain.Place.START);
    }

    private Replay(KeyRing keys, Limits limits, Chain.Place place) {
        this.keys = keys;
        this.limits = limits;
        this.chain = new Chain(keys.subject(), place);
    }

    /** From a checkpoint on. */
    public static Replay from(Checkpoint checkpoint, KeyRing keys) throws MalformedInput {
        var contents = CheckpointFormat.read(checkpoint.bytes(), keys);
        var replay = new Replay(keys, Limits.trusted(), contents.place());
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
        long last = chain.place().head().sequence();
        try {
            var event = link.open(keys);
            if (!chain.add(link)) {
                return false;
            }
            for (var update : event.updates()) {
                if (!done) {
                    doc.apply(update, UpdateFormat.V1, null, limits);
                }
                weight += update.length;
            }
            return true;
        } catch (MalformedInput e) {
            chain.damaged("event " + (last + 1) + " cannot be read: " + e.getMessage());
            return false;
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
