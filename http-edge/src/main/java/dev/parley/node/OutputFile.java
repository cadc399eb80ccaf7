package dev.parley.node;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that is whole and on the disk when it appears under its name, and that its owner alone may read. */
final class OutputFile implements AutoCloseable {
    private final Path path;
    private final Path unfinished;
    private final FileChannel channel;
    private final OutputStream stream;

    static OutputFile create(Path path) throws IOException {
        var folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(path + " is not a file");
        }
        try {
            // Files of this kind are made for their owner alone.
            var unfinished = Files.createTempFile(folder, "." + path.getFileName() + "-", ".part");
            return new OutputFile(path.toAbsolutePath(), unfinished);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no folder " + folder, e);
        }
    }

    private OutputFile(Path path, Path unfinished) throws IOException {
        this.path = path;
        this.unfinished = unfinished;
        this.channel = FileChannel.open(unfinished, StandardOpenOption.WRITE);
        this.stream = new BufferedOutputStream(Channels.newOutputStream(channel));
    }

    OutputStream stream() {
        return stream;
    }

    /** Gives it its name, in the place of a file that had it. */
    void complete() throws IOException {
        stream.flush();
        channel.force(true);
        channel.close();
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        try (var folder = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** Leaves nothing of one that is not complete. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(unfinished);
    }
}
