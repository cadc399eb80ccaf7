package dev.parley.persistence.leveldb;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.parley.persistence.files.DurableFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A node's data folder, held for this process alone as long as it is open. LevelDB has a lock of its own, but finds out only
 * when it is opened; this one is taken before anything starts.
 */
public final class DataFolder implements Closeable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private static final String LOCK = "parley.lock";

    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    /** What keeps the folder from being used, as one sentence for a person. */
    public static class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Another process has it: a node, or a command while it runs. */
    public static final class InUse extends Unusable {
        private static final long serialVersionUID = 1;

        InUse(String message) {
            super(message, null);
        }
    }

    /** Its journal doesn't open as it is; a repair saves what can be read of it. */
    public static final class Damaged extends Unusable {
        private static final long serialVersionUID = 1;

        Damaged(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private final Path path;
    private final FileChannel channel;

    /** Whether this is a folder that was held before, so that nobody who only wants to read makes a new one. */
    public static boolean isThere(Path path) {
        return Files.isRegularFile(path.resolve(LOCK));
    }

    /** Makes the folder if it isn't there, readable for its owner alone, and takes it. */
    public static DataFolder open(Path path) throws Unusable {
        try {
            Files.createDirectories(path, attributes(path));
            narrow(path.toRealPath());
            return take(path.toRealPath());
        } catch (FileAlreadyExistsException e) {
            throw new Unusable("The data folder " + path + " cannot be used: " + e.getFile() + " is not a folder", e);
        } catch (FileSystemException e) {
            var reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new Unusable("The data folder " + path + " cannot be used: " + reason + " (" + e.getFile() + ")", e);
        } catch (IOException e) {
            throw new Unusable("The data folder " + path + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** What people wrote is for nobody else on this machine, also in a folder that somebody made before. */
    private static void narrow(Path path) throws IOException, Unusable {
        if (!isPosix(path) || OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
            return;
        }
        try {
            Files.setPosixFilePermissions(path, OWNER_ONLY);
        } catch (FileSystemException e) {
            throw new Unusable(
                    "The data folder " + path
                            + " cannot be used: others may open it, and this user may not change that",
                    e);
        }
    }

    private static DataFolder take(Path path) throws IOException, Unusable {
        // Asked first: on POSIX, whoever opens and closes a file that this process has locked takes the lock away.
        if (!HELD_HERE.add(path)) {
            throw inUse(path, pid());
        }
        try {
            return lock(path);
        } catch (IOException | Unusable | RuntimeException e) {
            HELD_HERE.remove(path);
            throw e;
        }
    }

    private static DataFolder lock(Path path) throws IOException, Unusable {
        var file = path.resolve(LOCK);
        var channel =
                DurableFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw inUse(
                        path, Files.readString(file, StandardCharsets.US_ASCII).strip());
            }
            channel.truncate(0).write(ByteBuffer.wrap((pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new DataFolder(path, channel);
        } catch (IOException | Unusable | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static InUse inUse(Path path, String holder) {
        var process = holder.isEmpty() ? "" : " (process " + holder + ")";
        return new InUse("The data folder " + path + " is in use by another node" + process);
    }

    private static String pid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    private static FileAttribute<?>[] attributes(Path path) {
        // On a system without such permissions the folder has those of its parent.
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    public Path path() {
        return path;
    }

    /** The settings that put Akka Persistence's journal and snapshots into this folder. */
    public Config journal() {
        return ConfigFactory.parseMap(
                Map.of(
                        "akka.persistence.journal.plugin",
                        "parley.leveldb",
                        "akka.persistence.journal.auto-start-journals",
                        Set.of("parley.leveldb"),
                        "akka.persistence.snapshot-store.plugin",
                        "parley.leveldb.snapshots",
                        "parley.leveldb.dir",
                        path.toString()),
                "the data folder");
    }

    /** Gives the folder free for others. The lock goes with the file; closing twice does nothing. */
    @Override
    public synchronized void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD_HERE.remove(path);
        }
    }
}
