package dev.parley.edge.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** What came back over the wire. */
public record HttpAnswer(int status, List<String> headers, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public HttpAnswer {
        headers = List.copyOf(headers);
    }

    /** Reads up to the empty line and not a byte further. */
    public static HttpAnswer readHead(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended within the head of an answer: " + head);
            }
            head.write(next);
        }
        var lines = head.toString(ISO_8859_1).lines().toList();
        int status = Integer.parseInt(lines.getFirst().substring(9, 12));
        return new HttpAnswer(status, lines.subList(1, lines.size() - 1), "");
    }

    public HttpAnswer withBody(InputStream in) throws IOException {
        var length = header("Content-Length");
        var bytes = length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
        return new HttpAnswer(status, headers, new String(bytes, UTF_8));
    }

    /** A header's value, or nothing. */
    public String header(String name) {
        var start = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(start))
                .map(header -> header.substring(start.length()).strip())
                .findFirst()
                .orElse("");
    }

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
