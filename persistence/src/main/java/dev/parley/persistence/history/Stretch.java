package dev.parley.persistence.history;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Chain;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of a room's history on its way to a reader, judged by the event before it. An event that can't be opened is passed on, since
 * its place is known all the same, and told of at the end.
 */
final class Stretch {
    private final KeyRing ring;
    private final long from;
    private final long last;
    private @Nullable Chain chain;
    private @Nullable String unreadable;

    /** @param last the number of the last event that there should be */
    Stretch(KeyRing ring, long from, long last) {
        this.ring = ring;
        this.from = from;
        this.last = last;
    }

    /** Takes the next event; it starts with the one before the first that is wanted. */
    List<Entry> add(Link link) throws Damaged {
        if (chain == null) {
            chain = beginning(link);
            if (chain.place().head().sequence() > 0) {
                return List.of();
            }
        }
        boolean erases = erases(link);
        if (erases) {
            unreadable = null; // Its key is destroyed, and it goes itself.
        }
        if (!(erases ? chain.addErased(link) : chain.add(link))) {
            throw new Damaged(String.valueOf(chain.damage()));
        }
        try {
            return List.of(entry(link));
        } catch (MalformedInput e) {
            throw new IllegalStateException("the chain has read its frame", e);
        }
    }

    private Entry entry(Link link) throws MalformedInput {
        var frame = link.frame();
        @Nullable RoomEvent event = null;
        @Nullable String fault = null;
        try {
            event = link.open(ring);
        } catch (MalformedInput e) {
            fault = e.getMessage();
            if (unreadable == null) {
                unreadable = "event " + frame.sequence() + " cannot be read: " + fault;
            }
        }
        return new Entry(
                frame, event, fault, link.bytes().length, chain().place().head().hash());
    }

    private Chain chain() {
        return Objects.requireNonNull(chain, "there from the first event on");
    }

    /** Hears that there is no other event. */
    List<Entry> end() throws Damaged {
        if (chain == null && last >= Math.max(1, from - 1)) {
            chain = new Chain(ring.subject(), Chain.Place.START);
        }
        if (chain != null) {
            chain.end(last);
        }
        var damage = chain == null || chain.damage() == null ? unreadable : chain.damage();
        if (damage != null) {
            throw new Damaged(damage);
        }
        return List.of();
    }

    private Chain beginning(Link link) {
        try {
            if (link.frame().sequence() < from) {
                return Chain.after(link, ring.subject());
            }
        } catch (MalformedInput e) {
            // The chain will find the same, and say it.
        }
        return new Chain(ring.subject(), Chain.Place.START);
    }

    private boolean erases(Link link) {
        try {
            return link.open(ring) instanceof RoomEvent.Erased;
        } catch (MalformedInput e) {
            return false;
        }
    }
}
