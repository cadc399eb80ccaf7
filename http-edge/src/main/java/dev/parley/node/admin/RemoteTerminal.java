package dev.parley.node.admin;

import dev.parley.core.engine.MalformedInput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The terminal of a client at the other end of an admin socket. */
final class RemoteTerminal implements Terminal {
    /** Small enough that a reader sees soon what there is, large enough that a line is not a frame. */
    private static final int BUFFER = 8 << 10;

    private final Wire wire;
    private final OutputStream out;
    private final OutputStream err;
    private final Map<Integer, OutputStream> files = new TreeMap<>();

    RemoteTerminal(Wire wire) {
        this.wire = wire;
        this.out = new BufferedOutputStream(new Output(Frame.Out::new), BUFFER);
        this.err = new Output(Frame.Err::new);
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
    public OutputStream file(int number) {
        return files.computeIfAbsent(
                number,
                wanted ->
                        new BufferedOutputStream(new Output(bytes -> new Frame.FileBytes(wanted, bytes)), Output.PAGE));
    }

    @Override
    public InputStream input(int number) {
        return new Input(number);
    }

    /** Sends what is left, and how the command ended. */
    void exit(int status) throws IOException {
        out.flush();
        for (var file : files.values()) {
            file.flush();
        }
        wire.send(new Frame.Exit(status));
    }

    private final class Output extends OutputStream {
        /** With a number before it, it fills a frame. */
        static final int PAGE = Wire.MOST - 1;

        private final Function<byte[], Frame> frame;

        Output(Function<byte[], Frame> frame) {
            this.frame = frame;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int end = from + length;
            for (int at = from; at < end; at += PAGE) {
                try {
                    wire.send(frame.apply(Arrays.copyOfRange(bytes, at, Math.min(end, at + PAGE))));
                } catch (IOException e) {
                    throw new Gone(e);
                }
            }
        }
    }

    private final class Input extends InputStream {
        private final int number;
        private byte[] page = new byte[0];
        private boolean begun;
        private int at;
        private boolean ended;

        Input(int number) {
            this.number = number;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (at == page.length && !ended && length > 0) {
                page = next();
                at = 0;
                ended = page.length == 0;
            }
            if (ended) {
                return -1;
            }
            int read = Math.min(length, page.length - at);
            System.arraycopy(page, at, target, from, read);
            at += read;
            return read;
        }

        private byte[] next() throws IOException {
            try {
                wire.send(new Frame.InputWanted(number, !begun));
                begun = true;
                return switch (wire.readRequest()) {
                    case Frame.Input next -> next.bytes();
                    case Frame.Command second -> throw new MalformedInput("a second command");
                };
            } catch (IOException e) {
                throw new Gone(e);
            } catch (MalformedInput e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }
}
