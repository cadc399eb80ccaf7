package dev.parley.persistence.leveldb;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes what waits, of all rooms by turns, into one batch and one sync, and only then tells those
 * who wait for it. Because it is alone, it knows each room's next number, and gives each event a stamp of its own. After a
 * failed write it writes no more: nobody knows then what is on the disk.
 */
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /** A room's tip costs about 150 bytes; a room that fell out of here costs one look into the database. */
    private static final int TIPS_REMEMBERED = 65_536;

    /** An event is written to the log, to a table, and to another one when tables are merged. */
    private static final int COPIES = 3;

    sealed interface Task {
        /** Who waits for it. */
        CompletableFuture<?> done();
    }

    record Append(String persistenceId, long first, List<Draft> drafts, CompletableFuture<Void> done) implements Task {}

    /** Asks for the highest number once all that was asked before is done. */
    record Highest(String persistenceId, CompletableFuture<Long> done) implements Task {}

    /** Hides a room's events up to a number from all readers, and marks them as to be removed. */
    record Cut(String persistenceId, long to, @Nullable Replacement replacement, CompletableFuture<Void> done)
            implements Task {}

    /** Deletes what nobody sees any more. */
    record Remove(List<byte[]> keys, CompletableFuture<Void> done) implements Task {}

    /** The whole record of an event that takes the place of one, with its checksum. */
    record Replacement(long sequence, byte[] key, byte[] record, int crc) {}

    /** An event whose record lacks nothing but its stamp and checksum. */
    record Draft(long sequence, byte[] key, byte[] record, Set<String> tags) {}

    private final Database database;
    private final FairQueue<Task> queue;
    private final StoreSettings settings;
    private final DiskSpace disk;
    private final Tips tips;
    private final Witness witness;
    private final Wakeups wakeups;
    private final InstantSource clock;
    private final AtomicLong syncs = new AtomicLong();
    private final CompletableFuture<String> failed = new CompletableFuture<>();
    private final Thread thread;

    private final Map<String, Tip> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tip> eldest) {
            return size() > TIPS_REMEMBERED;
        }
    };

    private long lastStamp;
    private volatile long writtenUpTo;

    /** What a writer works with. */
    record Surroundings(
            Database database, DiskSpace disk, Tips tips, Witness witness, Wakeups wakeups, InstantSource clock) {}

    Writer(Surroundings surroundings, StoreSettings settings, long lastStamp) {
        this.database = surroundings.database();
        this.disk = surroundings.disk();
        this.tips = surroundings.tips();
        this.witness = surroundings.witness();
        this.wakeups = surroundings.wakeups();
        this.clock = surroundings.clock();
        this.settings = settings;
        this.queue = new FairQueue<>(settings.queue().count(), settings.queue().bytes());
        this.lastStamp = lastStamp;
        this.writtenUpTo = lastStamp;
        this.thread = Thread.ofPlatform().name("parley-journal-writer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Puts a task into its room's lane, or refuses it at once. */
    void submit(String persistenceId, long bytes, Task task) {
        if (!queue.offer(persistenceId, bytes, task)) {
            task.done()
                    .completeExceptionally(
                            queue.isClosed()
                                    ? new WriteRefused(WriteRefused.Reason.CLOSED, "The journal is closed")
                                    : new WriteRefused(
                                            WriteRefused.Reason.QUEUE_FULL,
                                            "The journal's queue is full (parley.leveldb.queue): try again"));
        }
    }

    /** The stamp of the last event that is on the disk, or a later one that none has. */
    long writtenUpTo() {
        return writtenUpTo;
    }

    /** How many times it has written and synced. */
    long syncs() {
        return syncs.get();
    }

    /** Completes with the reason once nothing can be written any more. */
    CompletableFuture<String> failed() {
        return failed;
    }

    /** Why so many bytes can't be written now, behind all that waits; null if they can. */
    @Nullable
    String refusal(long bytes) {
        return failed.isDone() ? failed.join() : disk.refusal(COPIES * (queue.bytes() + bytes));
    }

    /** Writes what waits, and ends. An interrupt doesn't end the waiting: whoever closes the database next must find nobody there. */
    void close() {
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            var batch = settings.batch();
            for (var tasks = queue.take(batch.count(), batch.bytes());
                    !tasks.isEmpty();
                    tasks = queue.take(batch.count(), batch.bytes())) {
                carryOut(tasks);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carryOut(List<Task> tasks) {
        try {
            commit(tasks);
        } catch (Throwable e) {
            // Nobody supervises this thread: without it all rooms would wait for ever.
            var refused = new WriteRefused(WriteRefused.Reason.FAILED, fail(e), e);
            tasks.forEach(task -> task.done().completeExceptionally(refused));
        }
    }

    private void commit(List<Task> tasks) {
        try (var group = new Group()) {
            for (var task : tasks) {
                switch (task) {
                    case Append append -> group.append(append);
                    case Highest highest -> group.highest(highest);
                    case Cut cut -> group.cut(cut);
                    case Remove remove -> group.remove(remove);
                }
            }
            group.commit();
        }
    }

    private Tip tip(String persistenceId) throws Database.Unreadable {
        var known = remembered.get(persistenceId);
        // That something is missing may have been found out since.
        return known == null ? tips.of(persistenceId) : known.atLeast(witness.highest(persistenceId));
    }

    /** Now, or a microsecond after the last one: the order of all rooms never goes back, whatever the clock does. */
    private long nextStamp() {
        lastStamp = Math.max(lastStamp + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
        return lastStamp;
    }

    private void write(Database.Batch batch, long bytes) throws WriteRefused {
        if (failed.isDone()) {
            throw new WriteRefused(WriteRefused.Reason.FAILED, failed.join());
        }
        var full = disk.refusal(COPIES * bytes);
        if (full != null) {
            throw new WriteRefused(WriteRefused.Reason.DISK_FULL, full);
        }
        try {
            batch.write();
            syncs.incrementAndGet();
        } catch (IOException e) {
            throw new WriteRefused(WriteRefused.Reason.FAILED, fail(e), e);
        }
    }

    private String fail(Throwable cause) {
        var reason = "The journal could not be written and writes nothing more until the node is started again: "
                + cause.getMessage();
        LOG.error(reason, cause);
        failed.complete(reason);
        return reason;
    }

    /** What goes to the disk with one sync. */
    private final class Group implements AutoCloseable {
        private final Database.Batch batch = database.batch();
        private final Map<String, Tip> changed = new HashMap<>();
        private final List<CompletableFuture<Void>> writes = new ArrayList<>();
        private final List<Highest> questions = new ArrayList<>();
        private final Set<Wakeups.Topic> topics = new LinkedHashSet<>();
        private long bytes;

        void append(Append task) {
            try {
                var id = task.persistenceId();
                var tip = tipSoFar(id);
                if (task.first() != tip.highest() + 1) {
                    throw new WriteRefused(
                            WriteRefused.Reason.WRONG_NUMBER,
                            "Event " + task.first() + " of '" + id + "' is not written: the last one there is "
                                    + tip.highest());
                }
                for (var draft : task.drafts()) {
                    tip = put(id, draft, tip);
                }
                changed.put(id, tip);
                topics.add(new Wakeups.OfRoom(id));
                writes.add(task.done());
            } catch (Database.Unreadable | WriteRefused e) {
                task.done().completeExceptionally(e);
            }
        }

        private Tip tipSoFar(String id) throws Database.Unreadable {
            var known = changed.get(id);
            return known == null ? tip(id) : known;
        }

        private Tip put(String id, Draft draft, Tip tip) {
            long stamp = nextStamp();
            int crc = RecordFormat.seal(draft.key(), draft.record(), stamp);
            var place = Keys.place(id, draft.sequence());
            batch.put(draft.key(), draft.record());
            batch.put(Keys.order(stamp), place);
            for (var tag : draft.tags()) {
                batch.put(Keys.tag(tag, stamp), place);
                topics.add(new Wakeups.OfTag(tag));
            }
            bytes += draft.record().length + place.length;
            return new Tip(draft.sequence(), tip.deletedTo(), crc, stamp);
        }

        void cut(Cut task) {
            try {
                var id = task.persistenceId();
                var tip = tipSoFar(id).deletedUpTo(task.to());
                var replacement = task.replacement();
                if (replacement != null) {
                    batch.put(replacement.key(), replacement.record());
                    bytes += replacement.record().length;
                    tip = tip.withReplaced(replacement.sequence(), replacement.crc());
                }
                batch.put(Keys.removal(id), new byte[0]);
                changed.put(id, tip);
                writes.add(task.done());
            } catch (Database.Unreadable e) {
                task.done().completeExceptionally(e);
            }
        }

        void remove(Remove task) {
            task.keys().forEach(batch::delete);
            writes.add(task.done());
        }

        void highest(Highest task) {
            questions.add(task);
        }

        /** Questions are answered also when nothing can be written: reading goes on. */
        void commit() {
            try {
                writeChanges();
                writes.forEach(done -> done.complete(null));
                wakeups.wake(topics);
            } catch (WriteRefused e) {
                writes.forEach(done -> done.completeExceptionally(e));
            }
            questions.forEach(this::answer);
        }

        private void writeChanges() throws WriteRefused {
            if (writes.isEmpty()) {
                return;
            }
            changed.forEach((id, tip) -> batch.put(Keys.tip(id), tip.toBytes(Keys.tip(id))));
            write(batch, bytes);
            writtenUpTo = lastStamp;
            changed.forEach(witness::note);
            remembered.putAll(changed);
            topics.add(new Wakeups.Everything());
        }

        private void answer(Highest question) {
            try {
                question.done().complete(tip(question.persistenceId()).highest());
            } catch (Database.Unreadable e) {
                question.done().completeExceptionally(e);
            }
        }

        @Override
        public void close() {
            batch.close();
        }
    }
}
