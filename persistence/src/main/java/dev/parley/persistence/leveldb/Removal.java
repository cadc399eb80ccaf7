package dev.parley.persistence.leveldb;

import dev.parley.core.engine.MalformedInput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events away for good, of one room at a time, while all go on.
 *
 * <p>First comes one write, after which no reader sees them any more: it moves up the number in the tip to which events are deleted, puts
 * the one that stands for them into its place, and leaves a mark. Then they go from the database, in writes that are small
 * enough to lie between those of other rooms, then from its files; then the mark goes. A crash before the first write leaves all as it
 * was, and what one afterwards cuts off is done when the journal is opened again, or when the same is asked for again.
 */
final class Removal {
    private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

    private final Database database;
    private final Tips tips;
    private final Writer writer;
    private final StoreSettings.Limit atOnce;

    Removal(Database database, Tips tips, Writer writer, StoreSettings.Limit atOnce) {
        this.database = database;
        this.tips = tips;
        this.writer = writer;
        this.atOnce = atOnce;
    }

    /** Deletes a room's events up to a number. */
    synchronized void deleteTo(String persistenceId, long sequence) throws IOException, Database.Unreadable {
        long to = Math.min(sequence, highest(persistenceId));
        if (to > tips.of(persistenceId).deletedTo()) {
            cut(persistenceId, to, null);
        }
        finish(persistenceId);
    }

    /** Gives an event other contents and deletes those before it; does nothing to one that was deleted. */
    synchronized void replace(String persistenceId, long sequence, byte[] contents)
            throws IOException, Database.Unreadable {
        var record = replacement(persistenceId, sequence, contents);
        if (record != null) {
            cut(persistenceId, sequence - 1, record);
        }
        finish(persistenceId);
    }

    /** Does what was cut off when the journal was closed. */
    synchronized void resume() {
        try {
            for (var persistenceId : unfinished()) {
                finish(persistenceId);
            }
        } catch (IOException | Database.Unreadable e) {
            LOG.warn(
                    "Deleted events may still be in the journal's files, until it is opened again: {}", e.getMessage());
        }
    }

    private Writer.@Nullable Replacement replacement(String persistenceId, long sequence, byte[] contents)
            throws IOException, Database.Unreadable {
        var key = Keys.event(persistenceId, sequence);
        var stored = sequence > tips.of(persistenceId).deletedTo() ? database.get(key) : null;
        if (stored == null) {
            return null;
        }
        try {
            var before = RecordFormat.read(key, stored);
            var event = before.event();
            var payload =
                    new Payload(event.payload().serializer(), event.payload().manifest(), contents);
            var after = RecordFormat.write(
                    new NewEvent(sequence, event.writer(), event.manifest(), event.tags(), payload, event.metadata()));
            // It keeps its stamp, and with it its place in the order of all rooms.
            int crc = RecordFormat.seal(key, after, before.stamp());
            return new Writer.Replacement(sequence, key, after, crc);
        } catch (MalformedInput e) {
            throw new IOException("event " + sequence + " of '" + persistenceId + "' cannot be replaced", e);
        }
    }

    private void cut(String persistenceId, long to, Writer.@Nullable Replacement replacement)
            throws IOException, Database.Unreadable {
        // LevelDB merges a deletion into what was deleted only if that lies in a table already: so what is in memory
        // goes
        // there first.
        compact(persistenceId, to);
        var done = new CompletableFuture<Void>();
        long bytes = replacement == null ? 0 : replacement.record().length;
        writer.submit(persistenceId, bytes, new Writer.Cut(persistenceId, to, replacement, done));
        waitFor(done);
    }

    private void finish(String persistenceId) throws IOException, Database.Unreadable {
        var mark = Keys.removal(persistenceId);
        if (database.get(mark) == null) {
            return;
        }
        long to = tips.of(persistenceId).deletedTo();
        for (long next = 0; next <= to; ) {
            var some = some(persistenceId, next, to);
            if (!some.keys.isEmpty()) {
                remove(persistenceId, some.keys);
            }
            next = some.next;
        }
        compact(persistenceId, to);
        remove(persistenceId, List.of(mark));
    }

    private void remove(String persistenceId, List<byte[]> keys) throws IOException {
        var done = new CompletableFuture<Void>();
        long bytes = keys.stream().mapToLong(key -> key.length).sum();
        writer.submit(persistenceId, bytes, new Writer.Remove(keys, done));
        waitFor(done);
    }

    /** The keys of some of the events that are still to go, and of what the indexes hold of them. */
    private Some some(String persistenceId, long from, long to) {
        var some = new Some(from);
        var first = Keys.event(persistenceId, from);
        try {
            database.scan(
                    first, (key, value) -> Keys.sameName(key, first) && Keys.number(key) <= to && some.add(key, value));
            if (!some.isFull()) {
                some.next = to + 1;
            }
        } catch (Database.Unreadable e) {
            // What lies in a damaged block goes unseen, by its numbers, when it is next.
            if (some.keys.isEmpty()) {
                LOG.warn("Damaged events of '{}' from {} on are deleted: {}", persistenceId, from, e.getMessage());
                for (; some.next <= to && some.keys.size() < atOnce.count(); some.next++) {
                    some.keys.add(Keys.event(persistenceId, some.next));
                }
            }
        }
        return some;
    }

    private List<String> unfinished() throws Database.Unreadable {
        List<String> found = new ArrayList<>();
        database.scan(Keys.firstRemoval(), (key, value) -> {
            if (!Keys.isRemoval(key)) {
                return false;
            }
            found.add(Keys.name(key));
            return true;
        });
        return found;
    }

    /** Up to the event behind those that go, since that may have been replaced. */
    private void compact(String persistenceId, long to) throws Database.Unreadable {
        database.compact(Keys.event(persistenceId, 0), Keys.event(persistenceId, to + 1));
    }

    private long highest(String persistenceId) throws IOException {
        var done = new CompletableFuture<Long>();
        writer.submit(persistenceId, 0, new Writer.Highest(persistenceId, done));
        return waitFor(done);
    }

    private static <T extends @Nullable Object> T waitFor(CompletableFuture<T> done) throws IOException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            var cause = e.getCause();
            throw new IOException(cause == null ? e.getMessage() : cause.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while events were deleted");
        }
    }

    /** As much as one write takes. */
    private final class Some {
        private final List<byte[]> keys = new ArrayList<>();
        private long next;
        private int events;
        private long bytes;

        Some(long next) {
            this.next = next;
        }

        boolean add(byte[] key, byte[] value) {
            keys.add(key);
            try {
                var event = RecordFormat.read(key, value);
                keys.add(Keys.order(event.stamp()));
                event.event().tags().forEach(tag -> keys.add(Keys.tag(tag, event.stamp())));
            } catch (MalformedInput e) {
                // Where the indexes name it can't be known; what they name is looked at before it is believed.
                LOG.warn(
                        "Event {} of '{}' was damaged when it was deleted: {}",
                        Keys.number(key),
                        Keys.name(key),
                        e.getMessage());
            }
            next = Keys.number(key) + 1;
            events++;
            bytes += value.length;
            return !isFull();
        }

        boolean isFull() {
            return events >= atOnce.count() || bytes >= atOnce.bytes();
        }
    }
}
