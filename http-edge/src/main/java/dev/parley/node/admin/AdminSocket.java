package dev.parley.node.admin;

import dev.parley.core.engine.MalformedInput;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's end of the admin socket: {@code parley.sock} in the data folder, which its owner alone may open. A client sends one
 * command ({@link Wire} says how), which runs on a virtual thread of its own; so many run at once as {@link AdminLimits} says, and
 * others wait for their turn. When the node stops, commands under way are interrupted.
 */
public final class AdminSocket implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);

    static final String NAME = "parley.sock";

    /** What the address of a socket has room for on Linux, without the zero at its end. */
    private static final int LONGEST_PATH = 107;

    /** Shorter than the name of the socket, so that its path fits as well. */
    private static final String NURSERY = ".sock";

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(2);

    /** What runs the commands. */
    @FunctionalInterface
    public interface Commands {
        /**
         * Runs a command to its end, and returns its exit status.
         *
         * @param arguments its name and what it is told, as somebody sent them
         */
        int run(List<String> arguments, Terminal terminal) throws IOException;
    }

    private final ServerSocketChannel server;
    private final Path path;
    private final AdminLimits limits;
    private final Commands commands;
    private final Semaphore free;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Opens the socket, in the place of one that a dead node left behind: the caller holds the folder's lock.
     *
     * @throws IOException if there can't be one, with a sentence's part that says why
     */
    public static AdminSocket open(Path folder, AdminLimits limits, Commands commands) throws IOException {
        var path = folder.resolve(NAME);
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            throw new IOException("the path " + path + " has " + length + " bytes, but that of a socket can have "
                    + LONGEST_PATH + " at most");
        }
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw new IOException("this system has no permissions of files to guard a socket with");
        }
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            bind(server, path);
            var socket = new AdminSocket(server, path, limits, commands);
            var unused = socket.threads.submit(socket::accept);
            return socket;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * A socket is made with the permissions that the process gives to everything, and narrowed then; so it is made where nobody
     * else can reach it meanwhile.
     */
    private static void bind(ServerSocketChannel server, Path path) throws IOException {
        var nursery = path.resolveSibling(NURSERY);
        var born = nursery.resolve("s");
        Files.deleteIfExists(born);
        Files.deleteIfExists(nursery);
        Files.createDirectory(
                nursery, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        server.bind(UnixDomainSocketAddress.of(born));
        Files.setPosixFilePermissions(born, PosixFilePermissions.fromString("rw-------"));
        Files.move(born, path, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(nursery);
    }

    private AdminSocket(ServerSocketChannel server, Path path, AdminLimits limits, Commands commands) {
        this.server = server;
        this.path = path;
        this.limits = limits;
        this.commands = commands;
        this.free = new Semaphore(limits.connections());
    }

    private void accept() {
        try {
            while (true) {
                free.acquire();
                try {
                    var client = server.accept();
                    threads.execute(() -> serve(client));
                } catch (ClosedChannelException e) {
                    return;
                } catch (IOException e) {
                    free.release();
                    LOG.warn("A command could not be let in: {}", e.getMessage());
                    Thread.sleep(AFTER_A_FAILURE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The node stops.
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            var wire = new Wire(Channels.newInputStream(client), Channels.newOutputStream(client));
            var command = command(client, wire);
            var terminal = new RemoteTerminal(wire);
            terminal.exit(run(command, terminal));
        } catch (MalformedInput e) {
            LOG.warn("A client of the admin socket was sent away: {}", e.getMessage());
        } catch (IOException e) {
            LOG.debug("A client of the admin socket has gone: {}", e.getMessage());
        } finally {
            free.release();
        }
    }

    /** Reads the command, for which a client has some time only: it takes a place that others may need. */
    private Frame.Command command(SocketChannel client, Wire wire) throws IOException, MalformedInput {
        var watch = Thread.startVirtualThread(() -> closeLater(client));
        try {
            wire.greet();
            return switch (wire.readRequest()) {
                case Frame.Command command -> command;
                case Frame.Input early -> throw new MalformedInput("input for no command");
            };
        } finally {
            watch.interrupt();
        }
    }

    private void closeLater(SocketChannel client) {
        try {
            Thread.sleep(limits.commandWithin());
            client.close();
        } catch (InterruptedException e) {
            // The command came in time.
        } catch (IOException e) {
            LOG.debug("A silent client could not be sent away", e);
        }
    }

    private int run(Frame.Command command, Terminal terminal) throws IOException {
        try {
            return commands.run(command.arguments(), terminal);
        } catch (RuntimeException e) {
            LOG.error("A command failed", e);
            terminal.complain("The node failed at this command. Its log says more.");
            return 1;
        }
    }

    /** Takes no other command, and ends those that run. Closing twice does nothing. */
    @Override
    public void close() throws IOException {
        if (!server.isOpen()) {
            return;
        }
        Files.deleteIfExists(path);
        server.close();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A command did not end within {}", STOP_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
