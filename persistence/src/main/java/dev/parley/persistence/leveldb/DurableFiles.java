package dev.parley.persistence.leveldb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are either there, whole and on the disk, or not there. */
final class DurableFiles {
    static final String UNFINISHED = ".tmp";

    private DurableFiles() {}

    /** Puts a file with these bytes in the place of what is there. */
    static void write(Path file, ByteBuffer... contents) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try (var out = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            for (var part : contents) {
                while (part.hasRemaining()) {
                    out.write(part);
                }
            }
            out.force(true);
        }
        replace(unfinished, file);
    }

    /** Gives a finished file, already on the disk, its name. */
    static void replace(Path finished, Path name) throws IOException {
        Files.move(finished, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(name.resolveSibling("."));
    }

    private static void syncFolder(Path folder) throws IOException {
        // Windows knows no such thing, and does without.
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }
}
