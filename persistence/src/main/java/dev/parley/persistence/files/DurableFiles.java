package dev.parley.persistence.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that are there after a power cut, readable for their owner alone. A file's contents and its name are two things on the disk: what
 * is new in a folder is safe only when the folder is.
 */
public final class DurableFiles {
    /** How the name of a file ends that is not finished. */
    public static final String UNFINISHED = ".tmp";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private DurableFiles() {}

    /** Puts bytes into a file that is being written. */
    public interface Contents {
        void writeTo(FileChannel file) throws IOException;
    }

    /** Opens a file, or makes it. */
    public static FileChannel open(Path file, OpenOption... how) throws IOException {
        boolean isNew = !Files.exists(file);
        var channel = FileChannel.open(file, Set.of(how), attributes(file));
        try {
            if (isNew) {
                syncFolder(file.resolveSibling("."));
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Puts a file with these contents, whole and on the disk, in the place of what is there. */
    public static void write(Path file, Contents contents) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try (var out = FileChannel.open(
                unfinished,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                attributes(file))) {
            contents.writeTo(out);
            out.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(file.resolveSibling("."));
    }

    /** Makes a folder, and those above it, unless it is there. */
    public static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            var parent = folder.resolveSibling(".").normalize();
            makeFolder(parent);
            Files.createDirectories(folder);
            syncFolder(parent);
        }
    }

    /** Has the names in a folder on the disk. */
    public static void syncFolder(Path folder) throws IOException {
        // Windows knows no such thing, and does without.
        if (isPosix(folder)) {
            try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    private static FileAttribute<?>[] attributes(Path file) {
        // On a system without such permissions a file has those of its folder.
        return isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
