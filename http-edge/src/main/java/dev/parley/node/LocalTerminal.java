package dev.parley.node;

import dev.parley.node.admin.Terminal;
import dev.parley.node.command.RoomCommand;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The standard streams of this process, and the files that its arguments name; {@code -} stands for a stream. */
final class LocalTerminal implements Terminal, AutoCloseable {
    private static final String STREAM = "-";

    private final OutputStream out;
    private final OutputStream err;
    private final FilesOfCommand named;
    private final NavigableMap<Integer, OutputFile> files = new TreeMap<>();
    private final List<InputStream> opened = new ArrayList<>();
    private @Nullable NewFolder folder;

    /**
     * The files that a command names.
     *
     * @param newFolder that must be empty before any of them is made; null if there is none
     */
    record FilesOfCommand(
            List<Path> outputs, List<Path> inputs, @Nullable Path newFolder) {
        static FilesOfCommand of(RoomCommand command) {
            return new FilesOfCommand(command.outputs(), command.inputs(), command.newFolder());
        }
    }

    LocalTerminal(OutputStream out, OutputStream err, FilesOfCommand named) {
        this.out = new BufferedOutputStream(new Pipe(out));
        this.err = new Pipe(err);
        this.named = named;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public OutputStream err() {
        return err;
    }

    @Override
    public OutputStream file(int number) throws IOException {
        if (number >= named.outputs().size()) {
            throw new IOException("nobody asked for a file, but there is one");
        }
        var path = named.outputs().get(number);
        if (path.toString().equals(STREAM)) {
            return out;
        }
        if (folder == null && named.newFolder() != null) {
            folder = NewFolder.make(named.newFolder());
        }
        var file = files.get(number);
        if (file == null) {
            file = OutputFile.create(path);
            files.put(number, file);
        }
        return file.stream();
    }

    @Override
    public InputStream input(int number) throws IOException {
        if (number >= named.inputs().size()) {
            throw new IOException("nobody gave a file, but one is asked for");
        }
        var path = named.inputs().get(number);
        var stream = path.toString().equals(STREAM) ? System.in : open(path);
        opened.add(stream);
        return stream;
    }

    private static InputStream open(Path file) throws IOException {
        try {
            return new BufferedInputStream(Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        }
    }

    /** Lets the command's files appear if it ended with 0, and returns that status. */
    int finish(int status) throws IOException {
        out.flush();
        if (status == 0) {
            // The first one last: it is what others look for.
            for (var file : files.descendingMap().values()) {
                file.complete();
            }
            if (folder != null) {
                folder.complete();
            }
        }
        return status;
    }

    @Override
    public void close() throws IOException {
        for (var file : files.values()) {
            file.close();
        }
        if (folder != null) {
            folder.close();
        }
        for (var stream : opened) {
            stream.close();
        }
    }

    /** Tells a reader who has gone from all else that can go wrong. */
    private static final class Pipe extends FilterOutputStream {
        Pipe(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                throw new Gone(e);
            }
        }
    }
}
