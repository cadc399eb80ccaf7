package dev.parley.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder for files of a command, which has nothing else in it. If the command fails it goes again, unless it was there before. */
final class NewFolder implements AutoCloseable {
    private final Path path;
    private final boolean isMade;
    private boolean isComplete;

    /** Makes it, for its owner alone, or finds it empty. */
    static NewFolder make(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (var files = Files.list(path)) {
                if (files.findAny().isPresent()) {
                    throw new IOException("the folder " + path + " is not empty; name a new one");
                }
            }
            return new NewFolder(path, false);
        }
        if (Files.exists(path)) {
            throw new IOException(path + " is not a folder");
        }
        var posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(
                path,
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                        }
                        : new FileAttribute<?>[0]);
        return new NewFolder(path, true);
    }

    private NewFolder(Path path, boolean isMade) {
        this.path = path;
        this.isMade = isMade;
    }

    /** Keeps it, when what belongs into it is there and on the disk. */
    void complete() throws IOException {
        try (var parent = FileChannel.open(path.resolve(".."), StandardOpenOption.READ)) {
            parent.force(true);
        }
        isComplete = true;
    }

    @Override
    public void close() throws IOException {
        if (isMade && !isComplete) {
            try {
                Files.deleteIfExists(path);
            } catch (DirectoryNotEmptyException e) {
                // Somebody else put something there: it is not ours to delete.
            }
        }
    }
}
