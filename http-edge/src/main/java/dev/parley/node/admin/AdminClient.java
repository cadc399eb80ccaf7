package dev.parley.node.admin;

import dev.parley.core.engine.MalformedInput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The client's end of the admin socket: has a node run a command, and passes on to a terminal what comes of it. */
public final class AdminClient implements Closeable {
    private final SocketChannel channel;
    private final Wire wire;

    /** The files that the node reads, by their numbers; of each only what it has not read. */
    private final Map<Integer, InputStream> inputs = new HashMap<>();

    /** The node did not bring the command to its end; the message is a sentence. */
    public static final class BrokenOff extends Exception {
        private static final long serialVersionUID = 1;

        BrokenOff(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Reaches the node that holds this folder; fails if none listens there. */
    public static AdminClient connect(Path folder) throws IOException {
        return new AdminClient(SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve(AdminSocket.NAME))));
    }

    private AdminClient(SocketChannel channel) {
        this.channel = channel;
        this.wire = new Wire(Channels.newInputStream(channel), Channels.newOutputStream(channel));
    }

    /**
     * Has the command run, and returns its exit status.
     *
     * @throws IOException of the terminal
     */
    public int run(List<String> arguments, Terminal terminal) throws IOException, BrokenOff {
        start(arguments);
        while (true) {
            switch (answer()) {
                case Frame.Out answer -> terminal.out().write(answer.bytes());
                case Frame.Err answer -> {
                    terminal.out().flush();
                    terminal.err().write(answer.bytes());
                    terminal.err().flush();
                }
                case Frame.FileBytes answer -> terminal.file(answer.number()).write(answer.bytes());
                case Frame.InputWanted answer ->
                    send(new Frame.Input(input(answer, terminal).readNBytes(Wire.MOST)));
                case Frame.Exit answer -> {
                    terminal.out().flush();
                    return answer.status();
                }
            }
        }
    }

    private InputStream input(Frame.InputWanted wanted, Terminal terminal) throws IOException {
        var open = inputs.get(wanted.number());
        if (open == null || wanted.anew()) {
            open = terminal.input(wanted.number());
            inputs.put(wanted.number(), open);
        }
        return open;
    }

    private void start(List<String> arguments) throws BrokenOff {
        try {
            wire.greet();
        } catch (IOException e) {
            throw ended(e);
        } catch (MalformedInput e) {
            throw misunderstood(e);
        }
        send(new Frame.Command(arguments));
    }

    private void send(Frame.Request request) throws BrokenOff {
        try {
            wire.send(request);
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private Frame.Answer answer() throws BrokenOff {
        try {
            return wire.readAnswer();
        } catch (IOException e) {
            throw ended(e);
        } catch (MalformedInput e) {
            throw misunderstood(e);
        }
    }

    private static BrokenOff ended(IOException e) {
        return new BrokenOff("The node ended before the command was done (" + e.getMessage() + ").", e);
    }

    private static BrokenOff misunderstood(MalformedInput e) {
        return new BrokenOff("The node that runs cannot be asked: " + e.getMessage() + ".", e);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
