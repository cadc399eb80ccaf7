package dev.parley.edge.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A request as it goes over the wire, letter by letter: polite clients don't send what has to be refused. Unless told otherwise
 * it names the address that it is sent to as its host.
 */
public record RawRequest(String method, String target, List<String> headers, boolean withHost) {
    /** How long an answer may take before a test fails. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The key and its answer from RFC 6455, section 1.3. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    public RawRequest {
        headers = List.copyOf(headers);
    }

    public static RawRequest get(String target) {
        return of("GET", target);
    }

    public static RawRequest of(String method, String target) {
        return new RawRequest(method, target, List.of(), true);
    }

    /** A request for a WebSocket. */
    public static RawRequest upgrade(String target) {
        return get(target)
                .with("Upgrade: websocket")
                .with("Connection: Upgrade")
                .with("Sec-WebSocket-Version: 13")
                .with("Sec-WebSocket-Key: " + KEY);
    }

    public RawRequest with(String header) {
        return new RawRequest(
                method,
                target,
                Stream.concat(headers.stream(), Stream.of(header)).toList(),
                withHost);
    }

    /** The same for another host than the one that it is sent to. */
    public RawRequest host(String host) {
        return withoutHost().with("Host: " + host);
    }

    public RawRequest withoutHost() {
        return new RawRequest(method, target, headers, false);
    }

    /** Sends it to a port of this machine and reads the whole answer. */
    public HttpAnswer sendTo(int port) {
        try (var socket = connect(port)) {
            write(socket);
            var in = socket.getInputStream();
            return HttpAnswer.readHead(in).withBody(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection whose reads fail when they last too long. */
    public static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    public void write(Socket socket) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(method + " " + target + " HTTP/1.1");
        if (withHost) {
            lines.add("Host: 127.0.0.1:" + socket.getPort());
        }
        lines.addAll(headers);
        lines.add("");
        lines.add("");
        socket.getOutputStream().write(String.join("\r\n", lines).getBytes(ISO_8859_1));
    }
}
