package dev.parley.persistence.leveldb;

import dev.parley.persistence.files.DurableFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of a node: all events of all rooms, in LevelDB in the node's data folder. Writes of all rooms go to the disk
 * together and are done when they are on it; reading is a page at a time, from any thread. It needs no actor system: commands
 * open it as well, when no node has the folder.
 *
 * <p>Damage is never an exception here: what can't be read is left out, and the highest number, which is kept in two places,
 * tells how far a room had come.
 */
public final class EventStore implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStore.class);

    private static final byte[] FORMAT = {1};

    private final Database database;
    private final Tips tips;
    private final Pages pages;
    private final Witness witness;
    private final DiskSpace disk;
    private final Wakeups wakeups = new Wakeups();
    private final Writer writer;
    private final Removal removal;
    private final ScheduledExecutorService housekeeping;
    private boolean closed;

    /** Opens the journal in a data folder, or says in a sentence why that isn't possible. */
    public static EventStore open(DataFolder folder, StoreSettings settings) throws DataFolder.Unusable {
        return open(folder, settings, InstantSource.system());
    }

    static EventStore open(DataFolder folder, StoreSettings settings, InstantSource clock) throws DataFolder.Unusable {
        var disk = DiskSpace.open(folder.path(), settings.disk());
        var database = Database.open(journal(folder));
        try {
            claim(database, folder);
            return new EventStore(database, disk, folder.path().resolve("heads"), settings, clock);
        } catch (IOException e) {
            close(database);
            throw new DataFolder.Unusable("The journal " + journal(folder) + " cannot be opened: " + e.getMessage(), e);
        } catch (DataFolder.Unusable | RuntimeException e) {
            close(database);
            throw e;
        }
    }

    /**
     * Saves what is left of a journal that doesn't open because it is damaged; rooms find out themselves what they miss.
     *
     * @return where the files are kept that were taken out of it; null if none were
     */
    public static @Nullable Path repair(DataFolder folder, StoreSettings settings) throws DataFolder.Unusable {
        // A full disk would end the process in the midst of it.
        var unused = DiskSpace.open(folder.path(), settings.disk());
        Database.repair(journal(folder));
        try {
            return setAside(folder.path(), journal(folder).resolve("lost"));
        } catch (IOException e) {
            throw new DataFolder.Unusable(
                    "What was taken out of the journal stays in "
                            + journal(folder).resolve("lost") + ": " + e.getMessage(),
                    e);
        }
    }

    /** Out of the way of the next repair, which would write over files of the same names. */
    private static @Nullable Path setAside(Path folder, Path lost) throws IOException {
        if (!Files.isDirectory(lost)) {
            return null;
        }
        int number = 1;
        while (Files.exists(folder.resolve("lost-" + number))) {
            number++;
        }
        var kept = Files.move(lost, folder.resolve("lost-" + number));
        DurableFiles.syncFolder(folder);
        return kept;
    }

    private static Path journal(DataFolder folder) {
        return folder.path().resolve("journal");
    }

    /** Marks a new database as ours; refuses what somebody else, or a newer release, wrote. */
    private static void claim(Database database, DataFolder folder) throws DataFolder.Unusable, IOException {
        byte @Nullable [] mark;
        try {
            mark = database.get(Keys.MARK);
            if (mark == null) {
                refuseStrangers(database, folder);
            }
        } catch (Database.Unreadable e) {
            // Damage to the block that it shares with a room is no reason to keep all the others closed.
            LOG.warn("The mark of the journal is damaged and written anew: {}", e.getMessage());
            mark = null;
        }
        if (mark == null) {
            try (var batch = database.batch()) {
                batch.put(Keys.MARK, FORMAT);
                batch.write();
            }
        } else if (!Arrays.equals(mark, FORMAT)) {
            throw new DataFolder.Unusable(
                    "The journal " + journal(folder) + " cannot be opened: another release wrote it", null);
        }
    }

    private static void refuseStrangers(Database database, DataFolder folder)
            throws Database.Unreadable, DataFolder.Unusable {
        List<byte[]> first = new ArrayList<>();
        database.scan(new byte[0], (key, value) -> {
            first.add(key);
            return false;
        });
        if (!first.isEmpty() && !Keys.isOurs(first.getFirst())) {
            throw new DataFolder.Unusable(
                    "The journal " + journal(folder) + " cannot be opened: it is not one of Parley's", null);
        }
    }

    private EventStore(Database database, DiskSpace disk, Path heads, StoreSettings settings, InstantSource clock)
            throws IOException {
        this.database = database;
        this.disk = disk;
        this.witness = new Witness(heads);
        this.tips = new Tips(database, witness);
        this.pages = new Pages(database, tips, settings.page());
        long lastStamp = Math.max(lastStampInDatabase(), hearWitness(heads));
        this.writer =
                new Writer(new Writer.Surroundings(database, disk, tips, witness, wakeups, clock), settings, lastStamp);
        this.removal = new Removal(database, tips, writer, settings.page());
        this.housekeeping = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("parley-journal-housekeeping").daemon().factory());
        writer.start();
        Thread.ofPlatform().name("parley-journal-removal").daemon().start(removal::resume);
        every(settings.witnessEvery().toMillis(), this::remember);
        every(settings.disk().ballastEvery().toMillis(), this::tendBallast);
    }

    private void every(long millis, Runnable task) {
        var unused = housekeeping.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    private long lastStampInDatabase() {
        try {
            var last = database.before(Keys.afterOrder());
            return last != null && Keys.isOrder(last.getKey()) ? Keys.number(last.getKey()) : 0;
        } catch (Database.Unreadable e) {
            LOG.warn("The end of the order of events is damaged: {}", e.getMessage());
            return 0;
        }
    }

    /** Compares what the witness saw with what is there; returns the last stamp that it saw. */
    private long hearWitness(Path heads) throws IOException {
        long lastStamp = 0;
        for (var told : Witness.read(heads).entrySet()) {
            var tip = told.getValue();
            lastStamp = Math.max(lastStamp, tip.stamp());
            long highest = highestInDatabase(told.getKey());
            if (highest < tip.highest()) {
                witness.lost(told.getKey(), tip);
                LOG.warn(
                        "'{}' lost its end: event {} was written, {} is the last",
                        told.getKey(),
                        tip.highest(),
                        highest);
            }
        }
        return lastStamp;
    }

    private long highestInDatabase(String persistenceId) {
        try {
            return tips.inDatabase(persistenceId).highest();
        } catch (Database.Unreadable e) {
            LOG.warn("Where the events of '{}' end cannot be read: {}", persistenceId, e.getMessage());
            return 0;
        }
    }

    /**
     * Writes events of a room, all or none; done when they are on the disk. Otherwise it fails with {@link WriteRefused}.
     *
     * @param first the number that the writer takes for the next one; between the events numbers may be left out
     * @throws IllegalArgumentException if the id, or a tag, can't be a key
     */
    public CompletionStage<Void> append(String persistenceId, long first, List<NewEvent> events) {
        List<Writer.Draft> drafts = new ArrayList<>(events.size());
        long bytes = 0;
        long number = first;
        for (var event : events) {
            if (event.sequence() < number) {
                throw new IllegalArgumentException("event " + event.sequence() + " comes before " + number);
            }
            var draft = draft(persistenceId, event);
            bytes += draft.record().length;
            drafts.add(draft);
            number = event.sequence() + 1;
        }
        var done = new CompletableFuture<Void>();
        writer.submit(persistenceId, bytes, new Writer.Append(persistenceId, first, drafts, done));
        return done;
    }

    private static Writer.Draft draft(String persistenceId, NewEvent event) {
        for (var tag : event.tags()) {
            // Only asks whether that can be a key, while there still is somebody to tell.
            var unused = Keys.tag(tag, 0);
        }
        return new Writer.Draft(
                event.sequence(), Keys.event(persistenceId, event.sequence()), RecordFormat.write(event), event.tags());
    }

    /** The highest number that a room's events ever had, once all is written that was handed in before; 0 if there is none. */
    public CompletionStage<Long> highest(String persistenceId) {
        var done = new CompletableFuture<Long>();
        writer.submit(checked(persistenceId), 0, new Writer.Highest(persistenceId, done));
        return done;
    }

    /** Hears that a room had come that far, from whoever knows it better than the journal. */
    public void lost(String persistenceId, long sequence) {
        if (sequence > highestInDatabase(persistenceId)) {
            witness.lost(persistenceId, Tip.NONE.atLeast(sequence));
        }
    }

    /** Up to which number a room's events were deleted. */
    public long deletedTo(String persistenceId) throws IOException {
        return reading(() -> tips.of(persistenceId)).deletedTo();
    }

    /** A room's events in a range of numbers, both ends included. */
    public Page events(String persistenceId, long from, long to) throws IOException {
        return reading(() -> pages.ofRoom(persistenceId, from, to));
    }

    /** The events of all rooms from a stamp on, in the order in which they were written. */
    public Page since(long stamp) throws IOException {
        return reading(() -> pages.since(stamp, Keys::order));
    }

    /** The events with a tag from a stamp on, in the order in which they were written. */
    public Page taggedSince(String tag, long stamp) throws IOException {
        return reading(() -> pages.since(stamp, at -> Keys.tag(tag, at)));
    }

    /** The ids that ever had events, in a fixed order: the first that comes after this one, or at all; null at the end. */
    public @Nullable String persistenceIdAfter(@Nullable String persistenceId) throws IOException {
        return reading(() -> tips.roomAfter(persistenceId));
    }

    /**
     * Deletes a room's events up to a number, so that nothing of them is left in any file of the journal. Their numbers are not given
     * again. It takes a while; doing it twice does nothing, or what was left undone.
     */
    public void deleteTo(String persistenceId, long sequence) throws IOException {
        try {
            removal.deleteTo(checked(persistenceId), sequence);
        } catch (Database.Unreadable e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Gives an event other contents and deletes all before it, in the same way and in one step for who reads; does nothing if that event
     * was deleted.
     */
    public void replace(String persistenceId, long sequence, byte[] contents) throws IOException {
        try {
            removal.replace(checked(persistenceId), sequence, contents);
        } catch (Database.Unreadable e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Has the witness see all that is written by now, as it does every few seconds anyway. */
    public CompletionStage<Void> witness() {
        return CompletableFuture.runAsync(this::remember, housekeeping);
    }

    private void remember() {
        try {
            witness.flush(this::eachRoom);
        } catch (IOException e) {
            LOG.warn("The witness could not be told: {}", e.getMessage());
        }
    }

    private void tendBallast() {
        try {
            disk.tendBallast();
        } catch (IOException e) {
            LOG.warn("The ballast could not be made: {}", e.getMessage());
        }
    }

    private void eachRoom(Witness.Entries entries) throws IOException {
        for (var id = persistenceIdAfter(null); id != null; id = persistenceIdAfter(id)) {
            var room = id;
            entries.add(room, reading(() -> tips.inDatabase(room)));
        }
    }

    /**
     * Why so many bytes of events can't be written now, as a sentence; null if they can. To be asked before work that ends in a write: it counts
     * all that the write itself will find counted, and what waits before it.
     */
    public @Nullable String refusal(long bytes) {
        return writer.refusal(bytes);
    }

    /** Something that is written beside the events. */
    public interface Writing {
        void write() throws IOException;
    }

    /** Writes so many bytes beside the events, such as a snapshot, unless the disk is full; meanwhile they count as if they were there. */
    public void writeBeside(long bytes, Writing writing) throws IOException {
        disk.write(bytes, writing);
    }

    /** Completes, with a sentence, when nothing can be written any more until a restart: then the node has to leave. */
    public CompletionStage<String> failed() {
        return writer.failed().minimalCompletionStage();
    }

    /** The stamp up to which events are on the disk by now: none that is written later has a lower one. */
    public long writtenUpTo() {
        return writer.writtenUpTo();
    }

    /** How many times the disk was written and synced since it was opened. */
    public long syncs() {
        return writer.syncs();
    }

    /** Tells a listener after each write that concerns the topic, on the thread that writes: it may only take note. */
    public Wakeups.Subscription subscribe(Wakeups.Topic topic, Runnable listener) {
        return wakeups.subscribe(topic, listener);
    }

    /**
     * Writes what waits, and closes. Closing twice does nothing. It works on a thread of its own, since one that is interrupted can neither
     * wait nor write a file.
     */
    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                CompletableFuture.runAsync(this::closeAll, EventStore::onThreadOfItsOwn)
                        .join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof UncheckedIOException failure) {
                    throw failure.getCause();
                }
                throw e;
            }
        }
    }

    private void closeAll() {
        writer.close();
        housekeeping.close();
        try (database;
                witness) {
            witness.flush(this::eachRoom);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void onThreadOfItsOwn(Runnable task) {
        Thread.ofPlatform().name("parley-journal-task").daemon().start(task);
    }

    private static String checked(String persistenceId) {
        // Only asks whether that can be a key.
        var unused = Keys.tip(persistenceId);
        return persistenceId;
    }

    private interface Reading<T extends @Nullable Object> {
        T read() throws Database.Unreadable;
    }

    private static <T extends @Nullable Object> T reading(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (Database.Unreadable e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void close(Database database) {
        try {
            database.close();
        } catch (IOException e) {
            LOG.warn("The journal did not close: {}", e.getMessage());
        }
    }
}
