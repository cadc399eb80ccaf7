package dev.parley.node;

import dev.parley.node.admin.Terminal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The standard streams of this process, and the files that its arguments name; {@code -} stands for a stream. */
final class LocalTerminal implements Terminal, AutoCloseable {
    private static final String STREAM = "-";

    private final OutputStream out;
    private final OutputStream err;
    private final @Nullable Path output;
    private final @Nullable Path input;
    private @Nullable OutputFile file;
    private @Nullable InputStream opened;

    LocalTerminal(OutputStream out, OutputStream err, @Nullable Path output, @Nullable Path input) {
        this.out = new BufferedOutputStream(new Pipe(out));
        this.err = new Pipe(err);
        this.output = output;
        this.input = input;
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
    public OutputStream file() throws IOException {
        if (output == null) {
            throw new IOException("nobody asked for a file, but there is one");
        }
        if (output.toString().equals(STREAM)) {
            return out;
        }
        if (file == null) {
            file = OutputFile.create(output);
        }
        return file.stream();
    }

    @Override
    public InputStream input() throws IOException {
        if (input == null) {
            throw new IOException("nobody gave a file, but one is asked for");
        }
        if (opened == null) {
            opened = input.toString().equals(STREAM) ? System.in : open(input);
        }
        return opened;
    }

    private static InputStream open(Path file) throws IOException {
        try {
            return new BufferedInputStream(Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        }
    }

    /** Lets the command's file appear if it ended with 0, and returns that status. */
    int finish(int status) throws IOException {
        out.flush();
        if (status == 0 && file != null) {
            file.complete();
        }
        return status;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
        if (opened != null) {
            opened.close();
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
