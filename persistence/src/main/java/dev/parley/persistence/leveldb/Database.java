package dev.parley.persistence.leveldb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.fusesource.leveldbjni.JniDBFactory;
import org.fusesource.leveldbjni.internal.NativeDB;
import org.iq80.leveldb.CompressionType;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBException;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.ReadOptions;
import org.iq80.leveldb.WriteBatch;
import org.iq80.leveldb.WriteOptions;
import org.jspecify.annotations.Nullable;

/**
 * LevelDB behind its native library, which ends the process when it is used after closing, or closed while it is used: a lock
 * keeps these apart, and nothing of the library gets out. What can't be read is a {@link Unreadable}, never anything else.
 */
final class Database implements AutoCloseable {
    /** A part of the database that can't be read; there may be more behind it. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Looks at one entry after the other, as long as it wants. */
    interface Visitor {
        boolean visit(byte[] key, byte[] value);
    }

    /** Half of LevelDB's own: how much it writes when it merges its newest tables, unasked, grows with it. */
    private static final int WRITE_BUFFER = 2 << 20;

    private final DB db;
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    static Database open(Path folder) throws DataFolder.Unusable {
        loadLibrary(folder);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new DataFolder.Unusable("The journal " + folder + " cannot be opened: it is not a folder", null);
        }
        refuseWithoutCurrent(folder);
        try {
            return new Database(JniDBFactory.factory.open(folder.toFile(), options()));
        } catch (IOException e) {
            var message = "The journal " + folder + " cannot be opened: " + e.getMessage();
            throw isDamage(String.valueOf(e.getMessage())) ? damaged(message, e) : new DataFolder.Unusable(message, e);
        }
    }

    /** The manifest names all other files; that it is missing is no corruption to LevelDB. */
    private static boolean isDamage(String message) {
        return message.startsWith("Corruption") || (message.contains("MANIFEST") && message.contains("No such file"));
    }

    /**
     * Without this file LevelDB takes a database for a new one, and deletes what it finds. In one that isn't finished yet, for a first start was
     * cut off, it is missing, too; but then there are no events.
     */
    private static void refuseWithoutCurrent(Path folder) throws DataFolder.Unusable {
        if (!Files.isDirectory(folder) || Files.exists(folder.resolve("CURRENT"))) {
            return;
        }
        try (var files = Files.newDirectoryStream(folder, "*.{log,ldb,sst}")) {
            if (files.iterator().hasNext()) {
                throw damaged("The journal " + folder + " cannot be opened: its file CURRENT is missing", null);
            }
        } catch (IOException e) {
            throw new DataFolder.Unusable("The journal " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static DataFolder.Damaged damaged(String message, @Nullable Throwable cause) {
        return new DataFolder.Damaged(message + "; it is damaged and has to be repaired first", cause);
    }

    /** Saves what can be read of a damaged database, which nobody has open. */
    static void repair(Path folder) throws DataFolder.Unusable {
        loadLibrary(folder);
        try {
            JniDBFactory.factory.repair(folder.toFile(), options());
        } catch (IOException e) {
            throw new DataFolder.Unusable("The journal " + folder + " cannot be repaired: " + e.getMessage(), e);
        }
    }

    private static void loadLibrary(Path folder) throws DataFolder.Unusable {
        // Unpacked beside the database, once, and checked: by default it goes into the shared temporary folder, under a
        // new
        // name at each start, and stays there when the process is killed.
        System.setProperty("hawtjni.strategy", "sha1");
        System.setProperty(
                "library.leveldbjni.path", folder.resolveSibling("native").toString());
        try {
            NativeDB.LIBRARY.load();
        } catch (LinkageError | RuntimeException e) {
            throw new DataFolder.Unusable(
                    "The journal " + folder + " cannot be opened: LevelDB's native library doesn't load on "
                            + System.getProperty("os.name") + " " + System.getProperty("os.arch") + " ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    private static Options options() {
        // What is stored is small or already compressed. Not paranoid: one damaged block would keep all rooms closed.
        return new Options()
                .createIfMissing(true)
                .compressionType(CompressionType.NONE)
                .writeBufferSize(WRITE_BUFFER);
    }

    private Database(DB db) {
        this.db = db;
    }

    byte @Nullable [] get(byte[] key) throws Unreadable {
        use.readLock().lock();
        try {
            requireOpen();
            return db.get(key, reading());
        } catch (RuntimeException e) {
            throw unreadable(e);
        } finally {
            use.readLock().unlock();
        }
    }

    /** Goes through the entries from this key on. */
    void scan(byte[] from, Visitor visitor) throws Unreadable {
        use.readLock().lock();
        try {
            requireOpen();
            try (var entries = db.iterator(reading())) {
                entries.seek(from);
                while (entries.hasNext()) {
                    var entry = entries.next();
                    if (!visitor.visit(entry.getKey(), entry.getValue())) {
                        return;
                    }
                }
            }
        } catch (RuntimeException | IOException e) {
            throw unreadable(e);
        } finally {
            use.readLock().unlock();
        }
    }

    /** The last entry before this key, which must not be behind the mark: the native iterator can't look back from nowhere. */
    Map.@Nullable Entry<byte[], byte[]> before(byte[] key) throws Unreadable {
        use.readLock().lock();
        try {
            requireOpen();
            try (var entries = db.iterator(reading())) {
                entries.seek(key);
                return entries.hasPrev() ? entries.peekPrev() : null;
            }
        } catch (RuntimeException | IOException e) {
            throw unreadable(e);
        } finally {
            use.readLock().unlock();
        }
    }

    /** An empty batch; only the thread that writes makes any, and it ends before this is closed. */
    Batch batch() {
        return new Batch(db.createWriteBatch());
    }

    /** What is written together or not at all. */
    final class Batch implements AutoCloseable {
        private final WriteBatch batch;

        private Batch(WriteBatch batch) {
            this.batch = batch;
        }

        void put(byte[] key, byte[] value) {
            batch.put(key, value);
        }

        void delete(byte[] key) {
            batch.delete(key);
        }

        /** On the disk when it returns. */
        void write() throws IOException {
            try {
                db.write(batch, new WriteOptions().sync(true));
            } catch (DBException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            try {
                batch.close();
            } catch (IOException e) {
                throw new UncheckedIOException("it only gives memory back", e);
            }
        }
    }

    /** Rewrites a range without what was deleted in it; when it returns no file has that any more, but for one with damaged blocks. */
    void compact(byte[] from, byte[] to) throws Unreadable {
        compactOnce(from, to);
        // A file in which somebody was reading goes with the compaction after that, be it of nothing.
        use.writeLock().lock();
        try {
            compactOnce(Keys.MARK, Keys.MARK);
        } finally {
            use.writeLock().unlock();
        }
    }

    private void compactOnce(byte[] from, byte[] to) throws Unreadable {
        use.readLock().lock();
        try {
            requireOpen();
            db.compactRange(from, to);
        } catch (RuntimeException e) {
            throw unreadable(e);
        } finally {
            use.readLock().unlock();
        }
    }

    @Override
    public void close() throws IOException {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                db.close();
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    private void requireOpen() throws Unreadable {
        if (closed) {
            throw new Unreadable("the journal is closed", null);
        }
    }

    private static ReadOptions reading() {
        // Histories are read once and in passing: they would only push out of the cache what is needed again.
        return new ReadOptions().verifyChecksums(true).fillCache(false);
    }

    private static Unreadable unreadable(Exception e) {
        var cause = e.getCause() == null ? e : e.getCause();
        return new Unreadable(String.valueOf(cause.getMessage()), e);
    }
}
