package dev.parley.core.event;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room's document as its events make it, one after the other, with the {@link Chain} that judges them. What is damaged is left out,
 * and all after it, up to an event that erased the room: there it begins anew, with an empty document. So a key that was destroyed is
 * told from one that was lost: the one is followed by an event that erased the room and can be opened, the other is not.
 */
public final class Replay {
    private final KeyRing keys;
    private final Limits limits;
    private final Chain chain;
    private Doc doc = Doc.withClientId(0);
    private long weight;
    private boolean hasPast;
    private @Nullable Remains erased;
    private boolean hasRemains;

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
        replay.hasPast = true;
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
        long last = chain.place().head().sequence();
        try {
            // What is damaged is read on only for an event that erased it.
            if (chain.damage() != null && !link.frame().erasesThePast()) {
                return false;
            }
            var event = link.open(keys);
            if (event instanceof RoomEvent.Erased) {
                return chain.addErased(link) && beginAnew(link.frame());
            }
            if (!chain.isNext(link)) {
                return false;
            }
            if (!done) {
                apply(event.updates());
            }
            event.updates().forEach(update -> weight += update.length);
            return chain.add(link);
        } catch (MalformedInput e) {
            chain.damaged("event " + (last + 1) + " cannot be read: " + e.getMessage());
            return false;
        } finally {
            hasPast = true;
        }
    }

    private void apply(List<byte[]> updates) throws MalformedInput {
        for (var update : updates) {
            doc.apply(update, UpdateFormat.V1, null, limits);
        }
    }

    private boolean beginAnew(Frame frame) {
        long firstKey = frame.body().key();
        erased = new Remains(frame.sequence() - 1, firstKey);
        hasRemains = hasPast || keys.hasBelow(firstKey);
        doc = Doc.withClientId(0);
        weight = 0;
        return true;
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

    /** What had to go when the room was erased for the last time; null if it never was, as far as this has seen. */
    public @Nullable Remains erased() {
        return erased;
    }

    /** Whether some of that is still there: an event before it, or a key. */
    public boolean hasRemains() {
        return hasRemains;
    }
}
