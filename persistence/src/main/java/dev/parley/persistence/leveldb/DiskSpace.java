package dev.parley.persistence.leveldb;

import dev.parley.persistence.files.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the space that is left. LevelDB writes through mapped memory: on a full disk that ends the process, so nobody may get
 * as far as that. The ballast is a file without contents that is given up when a node must start on a full disk, for LevelDB
 * writes when it opens.
 */
final class DiskSpace {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);
    private static final int MEBI = 1 << 20;

    private final Path folder;
    private final Path ballast;
    private final FileStore disk;
    private final StoreSettings.Disk limits;

    /** What is on its way to the disk beside the journal. */
    private final AtomicLong underWay = new AtomicLong();

    /** Makes sure that there is space enough to open the database. */
    static DiskSpace open(Path folder, StoreSettings.Disk limits) throws DataFolder.Unusable {
        try {
            var space = new DiskSpace(folder, limits);
            space.makeRoom();
            return space;
        } catch (IOException e) {
            throw new DataFolder.Unusable(
                    "The data folder " + folder + " cannot be used: its free space is unknown (" + e.getMessage() + ")",
                    e);
        }
    }

    private DiskSpace(Path folder, StoreSettings.Disk limits) throws IOException {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
        this.disk = Files.getFileStore(folder);
        this.limits = limits;
    }

    private void makeRoom() throws IOException, DataFolder.Unusable {
        if (free() < limits.startWith() && Files.deleteIfExists(ballast)) {
            LOG.warn("The disk is full: the ballast in {} was given up to be able to start", folder);
        }
        if (free() < limits.startWith()) {
            throw new DataFolder.Unusable(
                    "The data folder " + folder + " cannot be used: its disk has " + free() / MEBI
                            + " MiB left, and the journal needs " + limits.startWith() / MEBI + " MiB to open",
                    null);
        }
    }

    /** Why so many bytes can't be written now, as a sentence; null if they can. It asks the system each time: that is cheap. */
    @Nullable
    String refusal(long bytes) {
        try {
            long threshold = limits.threshold(disk.getTotalSpace());
            long free = free();
            return free - underWay.get() - bytes >= threshold
                    ? null
                    : "The disk is full: " + free / MEBI + " MiB are left, and the journal writes nothing below "
                            + threshold / MEBI + " MiB";
        } catch (IOException e) {
            return "The disk's free space is unknown: " + e.getMessage();
        }
    }

    /** Writes a file of so many bytes, if they can be written; all that is asked for meanwhile has to fit beside it. */
    void write(long bytes, EventStore.Writing writing) throws IOException {
        underWay.addAndGet(bytes);
        try {
            var full = refusal(0);
            if (full != null) {
                throw new IOException(full);
            }
            writing.write();
        } finally {
            underWay.addAndGet(-bytes);
        }
    }

    /** Puts the ballast back when there is plenty of space. */
    void tendBallast() throws IOException {
        boolean complete = Files.exists(ballast) && Files.size(ballast) == limits.ballast();
        if (!complete && free() > limits.threshold(disk.getTotalSpace()) + 2 * limits.ballast()) {
            writeBallast();
        }
    }

    private void writeBallast() throws IOException {
        try (var file = DurableFiles.open(
                ballast, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var zeros = ByteBuffer.allocate(MEBI);
            for (long left = limits.ballast(); left > 0; left -= zeros.position()) {
                zeros.clear().limit((int) Math.min(left, MEBI));
                while (zeros.hasRemaining()) {
                    file.write(zeros);
                }
            }
            file.force(true);
        }
    }

    private long free() throws IOException {
        return disk.getUsableSpace();
    }
}
