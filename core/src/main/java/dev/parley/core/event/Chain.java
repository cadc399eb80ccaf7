package dev.parley.core.event;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Follows a room's events one by one and says whether they are whole: no number missing, each tied to the one before, epochs,
 * generations and times that never decrease. It takes events as long as they are; after the first that doesn't fit it takes none, and
 * {@link #damage} says what is wrong. Every reader of a journal judges by this one class.
 */
public final class Chain {
    private final RoomName subject;
    private Place place;
    private @Nullable String damage;

    /** Who merged the past, and when, came after the writers of what follows: the hash alone ties those to it. */
    private boolean followsACondensed;

    /** Where a chain stands, with all that the next event is checked against. */
    public record Place(Head head, long generation, long epoch, Instant time) {
        public static final Place START = new Place(Head.START, 0, 0, Instant.EPOCH);
    }

    /** @param subject the name that the chain is hashed under, see {@link KeyRing#subject} */
    public Chain(RoomName subject, Place start) {
        this.subject = subject;
        this.place = start;
    }

    /** A chain that goes on after an event which is taken as it is. */
    public static Chain after(Link link, RoomName subject) throws MalformedInput {
        var chain = new Chain(subject, placeOf(link, subject));
        chain.followsACondensed = link.frame().replacesThePast();
        return chain;
    }

    public Place place() {
        return place;
    }

    /** What is wrong with the event after {@link #place}, as a sentence's part; null as long as all is whole. */
    public @Nullable String damage() {
        return damage;
    }

    /** Takes the next event, unless something is wrong with it or was before. */
    public boolean add(Link link) {
        if (!isNext(link)) {
            return false;
        }
        try {
            place = placeOf(link, subject);
            followsACondensed = link.frame().replacesThePast();
        } catch (MalformedInput e) {
            throw new IllegalStateException("its frame was read just now", e);
        }
        return true;
    }

    /** Whether an event could be taken, without taking it; if not, {@link #damage} says why. */
    boolean isNext(Link link) {
        if (damage == null) {
            try {
                damage = faultOf(link.frame());
            } catch (MalformedInput e) {
                damage = "what follows event " + place.head().sequence() + " cannot be read: " + e.getMessage();
            }
        }
        return damage == null;
    }

    /**
     * Takes the event that erased all before it, whatever is wrong with that: its keys are destroyed, and it goes itself. Only who has
     * opened the event may bring it here: the seal tells that it is the room's own.
     */
    public boolean addErased(Link link) {
        if (add(link)) {
            return true;
        }
        try {
            var frame = link.frame();
            if (frame.sequence() <= place.head().sequence() || frame.generation() <= place.generation()) {
                return false;
            }
            place = placeOf(link, subject);
            followsACondensed = false;
            damage = null;
            return true;
        } catch (MalformedInput e) {
            return false;
        }
    }

    /** Calls the room damaged for a reason that lies outside the chain; the first reason stands. */
    public void damaged(String why) {
        if (damage == null) {
            damage = why;
        }
    }

    /** Tells the chain what the journal's last event is said to be, when all that it gave has been added. */
    public void end(long sequence) {
        long last = place.head().sequence();
        if (damage == null && last < sequence) {
            long missing = sequence - last;
            damage = missing == 1
                    ? "event " + sequence + ", which was acknowledged, is missing"
                    : "events " + (last + 1) + " to " + sequence + ", which were acknowledged, are missing";
        }
    }

    private static Place placeOf(Link link, RoomName subject) throws MalformedInput {
        var frame = link.frame();
        var hash = frame.replacesThePast() ? frame.previous() : link.hash(subject);
        return new Place(new Head(frame.sequence(), hash), frame.generation(), frame.epoch(), frame.time());
    }

    private @Nullable String faultOf(Frame frame) {
        var head = place.head();
        if (frame.beginsAnew() && head.equals(Head.START) && frame.sequence() > 0) {
            return null;
        }
        if (frame.replacesThePast() && frame.sequence() > head.sequence()) {
            // It was put there while its past was read: what of that has come is in it, too.
            return null;
        }
        if (frame.sequence() != head.sequence() + 1) {
            return "event " + frame.sequence() + " follows event " + head.sequence();
        }
        if (!Arrays.equals(frame.previous(), head.hash())) {
            return "event " + frame.sequence() + " is not tied to event " + head.sequence() + " that is here";
        }
        if (followsACondensed) {
            return null;
        }
        if (frame.epoch() < place.epoch() || frame.generation() < place.generation()) {
            return "event " + frame.sequence() + " is by a writer that had been replaced";
        }
        return frame.time().isBefore(place.time())
                ? "event " + frame.sequence() + " is older than event " + head.sequence()
                : null;
    }
}
