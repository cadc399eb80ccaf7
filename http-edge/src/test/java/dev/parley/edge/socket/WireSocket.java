package dev.parley.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.edge.http.HttpAnswer;
import dev.parley.edge.http.RawRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client that does what it is told and nothing else: it answers no ping, reads nothing by itself, and sends whatever frames or
 * bytes a test wants. Each wait ends after {@link RawRequest#PATIENCE}.
 */
public final class WireSocket implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final HttpAnswer handshake;

    /** Shakes hands with a node on this machine. */
    public static WireSocket open(int port, RawRequest request) {
        try {
            var socket = RawRequest.connect(port);
            request.write(socket);
            return new WireSocket(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WireSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.handshake = HttpAnswer.readHead(in);
        assertThat(handshake.status()).as("the handshake's answer").isEqualTo(101);
        assertThat(handshake.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    public HttpAnswer handshake() {
        return handshake;
    }

    public void send(WireFrame... frames) {
        for (var frame : frames) {
            send(frame.toBytes());
        }
    }

    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one binary message, given in hexadecimal; blanks may stand between the bytes. */
    public void say(String hex) {
        send(WireFrame.binary(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    /** The next frame; null when the connection has ended. */
    public @Nullable WireFrame next() {
        try {
            return WireFrame.read(in);
        } catch (SocketException e) {
            return null; // Reset: what we sent last was not read any more.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame, which must be a binary message, in hexadecimal. */
    public String hear() {
        var frame = Objects.requireNonNull(next(), "the connection has ended");
        assertThat(frame.opcode()).as("kind of the frame").isEqualTo(Assembly.BINARY);
        assertThat(frame.fin()).isTrue();
        return HexFormat.of().formatHex(frame.payload());
    }

    /** The code with which the other side closes; what it says before is passed over. */
    public int closeCode() {
        for (var frame = next(); frame != null; frame = next()) {
            if (frame.opcode() == Assembly.CLOSE) {
                return frame.closeCode();
            }
        }
        throw new AssertionError("the connection ended without a close frame");
    }

    /** Waits for the other side to end the connection, whatever it has sent before. */
    public void awaitEnd() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketException e) {
            // Reset: an end as well.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As if the cable were cut: without a close frame. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
