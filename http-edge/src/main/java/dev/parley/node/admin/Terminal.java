package dev.parley.node.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command says what it has to say, and the file that it writes or reads: those of whoever called it, in this process or
 * behind a socket. Not thread safe.
 */
public interface Terminal {
    /** What the command was asked for. Buffered. */
    OutputStream out();

    /** What went wrong. */
    OutputStream err();

    /** The only file that the command fills. */
    default OutputStream file() throws IOException {
        return file(0);
    }

    /**
     * A file that the command fills. It appears under its name when the command has ended with 0.
     *
     * @param number its place among those that the command names, from 0
     */
    OutputStream file(int number) throws IOException;

    /** The only file that the command is given. */
    default InputStream input() throws IOException {
        return input(0);
    }

    /**
     * A file that the command is given, from its beginning.
     *
     * @param number its place among those that the command names, from 0
     */
    InputStream input(int number) throws IOException;

    /** Nobody reads any more what a command says: it ends, and nobody has to be told. */
    final class Gone extends IOException {
        private static final long serialVersionUID = 1;

        /** @param cause what writing ended with */
        public Gone(IOException cause) {
            super(cause);
        }
    }

    default void say(String text) throws IOException {
        out().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Says a sentence about what went wrong, after all that was said before. */
    default void complain(String sentence) throws IOException {
        out().flush();
        err().write(("parley: " + sentence + "\n").getBytes(StandardCharsets.UTF_8));
        err().flush();
    }
}
