package dev.parley.persistence.leveldb;

import dev.parley.core.engine.MalformedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads events a page at a time, so that neither memory nor a native iterator is held for long. What can't be read is left out,
 * with a line in the log that names the place and nothing of the content: whether something is missing, the room judges.
 */
final class Pages {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    private final Database database;
    private final Tips tips;
    private final StoreSettings.Limit limit;

    Pages(Database database, Tips tips, StoreSettings.Limit limit) {
        this.database = database;
        this.tips = tips;
        this.limit = limit;
    }

    /** The events of a room in a range of numbers, both ends included. */
    Page ofRoom(String persistenceId, long from, long to) throws Database.Unreadable {
        var tip = tips.of(persistenceId);
        while (true) {
            var page = ofRoom(persistenceId, from, to, tip);
            var now = tips.of(persistenceId);
            // What was deleted while it was read may be there in part.
            if (now.deletedTo() == tip.deletedTo()) {
                return page;
            }
            tip = now;
        }
    }

    private Page ofRoom(String persistenceId, long from, long to, Tip tip) throws Database.Unreadable {
        long first = Math.max(from, tip.deletedTo() + 1);
        long last = Math.min(to, tip.highest());
        var page = new Filling(first, last);
        var start = Keys.event(persistenceId, first);
        try {
            database.scan(
                    start,
                    (key, value) -> Keys.sameName(key, start) && Keys.number(key) <= last && page.add(key, value));
        } catch (Database.Unreadable e) {
            oneByOne(persistenceId, page, last);
        }
        return page.toPage();
    }

    /** A damaged block ends a native iterator; what lies in other blocks is still there. */
    private void oneByOne(String persistenceId, Filling page, long last) {
        for (long number = page.next; number <= last && !page.isFull(); number++) {
            var key = Keys.event(persistenceId, number);
            try {
                var value = database.get(key);
                if (value != null) {
                    page.add(key, value);
                }
            } catch (Database.Unreadable e) {
                unreadable(persistenceId, number, e);
            }
            page.next = number + 1;
        }
        page.more = page.next <= last;
    }

    /** The events from a stamp on, in the order of all rooms or of a tag, as its keys have it. */
    Page since(long stamp, LongFunction<byte[]> index) {
        var places = new Places(stamp);
        // Nobody knows what stamps a damaged block held: the next readable one is looked for in growing steps.
        long step = 1;
        for (long from = stamp; from >= stamp; from += step, step *= 2) {
            var start = index.apply(from);
            try {
                database.scan(start, (key, value) -> Keys.sameName(key, start) && places.add(key, value));
                return places.toPage();
            } catch (Database.Unreadable e) {
                if (!places.isEmpty()) {
                    places.more = true;
                    return places.toPage();
                }
                LOG.warn("The order of events is damaged from {} on: {}", from, e.getMessage());
            }
        }
        return places.toPage();
    }

    private static void unreadable(String persistenceId, long number, Exception e) {
        LOG.warn("Event {} of '{}' cannot be read and is left out: {}", number, persistenceId, e.getMessage());
    }

    /** A page of a room while it is read. */
    private final class Filling {
        private final List<StoredEvent> events = new ArrayList<>();
        private final long last;
        private long next;
        private long bytes;
        private boolean more;

        Filling(long next, long last) {
            this.next = next;
            this.last = last;
        }

        boolean add(byte[] key, byte[] value) {
            next = Keys.number(key);
            if (isFull()) {
                more = true;
                return false;
            }
            try {
                events.add(RecordFormat.read(key, value));
                bytes += value.length;
            } catch (MalformedInput e) {
                unreadable(Keys.name(key), next, e);
            }
            next++;
            return true;
        }

        boolean isFull() {
            return events.size() >= limit.count() || bytes >= limit.bytes();
        }

        Page toPage() {
            return new Page(events, more ? next : Math.max(next, last + 1), more);
        }
    }

    /** A page of an index while it is read: first the places, then, with no iterator open, what is there. */
    private final class Places {
        private final List<Keys.Place> places = new ArrayList<>();
        private long next;
        private boolean more;

        Places(long next) {
            this.next = next;
        }

        boolean add(byte[] key, byte[] value) {
            if (places.size() >= limit.count()) {
                more = true;
                return false;
            }
            try {
                places.add(Keys.place(key, value));
            } catch (MalformedInput e) {
                LOG.warn("The order of events is damaged at {}: {}", Keys.number(key), e.getMessage());
            }
            return true;
        }

        boolean isEmpty() {
            return places.isEmpty();
        }

        Page toPage() {
            List<StoredEvent> events = new ArrayList<>();
            long bytes = 0;
            for (var place : places) {
                if (bytes >= limit.bytes()) {
                    return new Page(events, next, true);
                }
                next = place.stamp() + 1;
                var event = at(place);
                if (event != null) {
                    events.add(event);
                    bytes += event.event().payload().bytes().length;
                }
            }
            return new Page(events, next, more);
        }

        private @Nullable StoredEvent at(Keys.Place place) {
            var key = Keys.event(place.persistenceId(), place.sequence());
            try {
                var value = database.get(key);
                var event = value == null ? null : RecordFormat.read(key, value);
                return event == null || event.stamp() != place.stamp() ? null : event;
            } catch (MalformedInput | Database.Unreadable e) {
                unreadable(place.persistenceId(), place.sequence(), e);
                return null;
            }
        }
    }
}
