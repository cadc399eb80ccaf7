package dev.parley.persistence.retention;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Frame;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.Replay;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One room's past on its way into one event. It takes all of the room's events, so that nothing is merged of a room that isn't whole,
 * and merges them from the first one on, up to the first that is to be kept.
 */
final class Merging {
    /** More than any room has, and not more than an event can name. From the event on that brings another one nothing is merged. */
    static final int MOST_AUTHORS = 10_000;

    /** Two nodes that condense the same event in the same millisecond must not seal under the same epoch. */
    private static final int EPOCHS = 1 << 16;

    private final KeyRing keys;
    private final Predicate<Frame> isOld;
    private final Replay merged;
    private final Set<String> authors = new LinkedHashSet<>();
    private final Chain whole;
    private long events;
    private long newestKey;
    private boolean ended;
    private @Nullable String fault;

    /** @param isOld what is not to be kept for its own sake */
    Merging(KeyRing keys, Predicate<Frame> isOld) {
        this.keys = keys;
        this.isOld = isOld;
        this.merged = new Replay(keys);
        this.whole = new Chain(keys.subject(), Chain.Place.START);
    }

    /** Takes the next event; false if there is no use in further ones. */
    boolean add(Link link) {
        boolean isFirst = whole.place().head().sequence() == 0;
        if (!whole.add(link)) {
            return false;
        }
        try {
            newestKey = Math.max(newestKey, link.frame().body().key());
            if (link.frame().erasesThePast() && !isFirst) {
                fault = "what was erased has still to be removed";
            } else if (!ended && isToBeMerged(link)) {
                merge(link);
            } else {
                ended = true;
            }
        } catch (MalformedInput e) {
            fault = "event " + whole.place().head().sequence() + " cannot be read: " + e.getMessage();
        }
        return fault == null && (!ended || isWorthIt());
    }

    private boolean isToBeMerged(Link link) throws MalformedInput {
        if (!isOld.test(link.frame())) {
            return false;
        }
        var event = link.open(keys);
        return isNothingButPast(link.frame(), event) && hasPlaceFor(event.authors());
    }

    /**
     * Whether nothing is lost with the event but how the document came about. What says who may do what, who takes part and what was
     * done, is still asked for when the past is gone.
     */
    private boolean isNothingButPast(Frame frame, RoomEvent event) {
        return switch (event) {
            case RoomEvent.Applied e -> true;
            case RoomEvent.Condensed e -> true;
            case RoomEvent.Forked e -> true;
            case RoomEvent.Imported e -> true;
            case RoomEvent.Restored e -> true;
            case RoomEvent.Erased e -> isDone(frame);
            case RoomEvent.AccessChanged e -> false;
            case RoomEvent.BotInstalled e -> false;
            case RoomEvent.BotRemoved e -> false;
            case RoomEvent.ToolCallStarted e -> false;
            case RoomEvent.ToolCallEnded e -> false;
            case RoomEvent.Executed e -> false;
        };
    }

    /** Whether nothing is left of what was erased, neither an event nor a key: until then that event tells what has to go. */
    private boolean isDone(Frame erased) {
        return last() == 0 && keys.keys().getFirst().number() >= erased.body().key();
    }

    private boolean hasPlaceFor(List<String> others) {
        return authors.size()
                        + others.stream()
                                .filter(author -> !authors.contains(author))
                                .count()
                <= MOST_AUTHORS;
    }

    private void merge(Link link) throws MalformedInput {
        if (merged.add(link)) {
            authors.addAll(link.open(keys).authors());
            if (!link.frame().replacesThePast()) {
                events++;
            }
        } else {
            fault = merged.chain().damage();
        }
    }

    /** Whether there is something to merge. */
    boolean isWorthIt() {
        return events > 0;
    }

    /** The number of the last event that is to be merged. */
    long last() {
        return merged.chain().place().head().sequence();
    }

    /** What is wrong with the room, if there is something to merge and all its events were added; null if it is whole. */
    @Nullable
    String fault(long highest) {
        if (fault == null) {
            whole.end(highest);
            fault = whole.damage();
        }
        return fault;
    }

    /** The event that stands for those that were merged, to be put in the place of the last of them. */
    Link condensed(Instant now) {
        var place = merged.chain().place();
        var state = merged.doc().encode(UpdateFormat.V1);
        requireSame(state);
        var event = new RoomEvent.Condensed(place.time(), List.copyOf(authors), state);
        long epoch = Math.max(place.epoch(), now.toEpochMilli())
                + 1
                + ThreadLocalRandom.current().nextInt(EPOCHS);
        return new Writer(sealing(), place.generation(), epoch).replace(place.head(), event);
    }

    /** A key that none of the events has may be there because all before it is about to be erased. */
    private KeyRing sealing() {
        return newestKey == 0
                ? keys
                : new KeyRing(
                        keys.subject(),
                        keys.keys().stream()
                                .filter(key -> key.number() <= newestKey)
                                .toList());
    }

    /** What is merged is deleted: before that it is read once more. */
    private void requireSame(byte[] state) {
        var again = Doc.withClientId(0);
        try {
            again.apply(state, UpdateFormat.V1, null, Limits.trusted());
        } catch (MalformedInput e) {
            throw new IllegalStateException("a document cannot be read again", e);
        }
        if (!again.snapshot().equals(merged.doc().snapshot())) {
            throw new IllegalStateException("a document is another one when it is read again");
        }
    }
}
