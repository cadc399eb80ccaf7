package dev.parley.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A real Yjs client, y-websocket's provider in a process of its own ({@code peer.mjs}), with one text that the test edits and
 * watches. Every method blocks until the client has answered; those called {@code await…} until it has seen what is asked for,
 * and fail with what it saw instead. Several threads may use one peer. A peer that dies by itself fails its test, at the latest
 * in {@link #close}.
 */
final class YjsPeer implements AutoCloseable {

    /** Several times the provider's longest pause between two attempts to connect, which is 2.5 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Beyond its own patience, a peer needs to be scheduled and to answer. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path log;
    private final BufferedWriter commands;
    private final Thread reader;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
    private final CompletableFuture<JsonNode> greeting = new CompletableFuture<>();
    private volatile boolean ended;
    private volatile boolean killed;
    private volatile @Nullable IOException unreadable;

    private YjsPeer(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.pending.put(0L, greeting);
        this.reader =
                Thread.ofPlatform().daemon().name("yjs-peer-" + process.pid()).unstarted(this::readReplies);
    }

    /**
     * Starts a client that connects to {@code server/room} and keeps trying. It has not synchronised when this returns.
     *
     * @param room goes into the address as it is, as the provider does it
     */
    static YjsPeer join(URI server, String room, Option... options) {
        var command = new ArrayList<>(List.of("node", "peer.mjs", server.toString(), room));
        for (var option : options) {
            command.addAll(option.arguments());
        }
        var folder = NodeClients.folder();
        try {
            var log = Files.createTempFile(NodeClients.logs(), "peer-", ".log");
            var process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(log.toFile())
                    .start();
            var peer = new YjsPeer(process, log);
            peer.reader.start();
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a client differs from one with a random number, an empty presence and no credentials. */
    record Option(List<String> arguments) {

        static Option clientId(long number) {
            return new Option(List.of("--client-id", Long.toString(number)));
        }

        static Option param(String name, String value) {
            return new Option(List.of("--param", name + "=" + value));
        }

        static Option protocol(String name) {
            return new Option(List.of("--protocol", name));
        }

        static Option header(String name, String value) {
            return new Option(List.of("--header", name + "=" + value));
        }

        /** Has no presence, so it never hears the echo of its own. */
        static Option withoutAwareness() {
            return new Option(List.of("--no-awareness"));
        }

        /** Waits for {@link YjsPeer#connect}. */
        static Option offline() {
            return new Option(List.of("--offline"));
        }
    }

    /**
     * What a client has been through.
     *
     * @param closeCodes of connections that had been open and that the client did not close, in order
     * @param failedAttempts to connect; their reasons are the first of the {@code connectionErrors}
     * @param updatesReceived those that changed the document
     * @param finalClose the code after which the client gave up until told to connect
     * @param complaints of the Yjs libraries about what they received; empty if the server is right
     */
    record Stats(
            int connects,
            int disconnects,
            List<Integer> closeCodes,
            int failedAttempts,
            int updatesReceived,
            int framesReceived,
            @Nullable Integer finalClose,
            List<String> connectionErrors,
            List<String> complaints,
            boolean connected,
            boolean synced) {}

    long clientId() {
        return reply("the start", greeting, PATIENCE).path("client").asLong();
    }

    /** Positions count UTF-16 units, as Java's do. */
    void insert(int at, String text) {
        ask(command("insert").put("at", at).put("text", text));
    }

    void append(String text) {
        ask(command("append").put("text", text));
    }

    void delete(int at, int length) {
        ask(command("delete").put("at", at).put("length", length));
    }

    String text() {
        return ask(command("text")).path("text").asText();
    }

    void awaitText(String text) {
        await(command("await-text").put("text", text));
    }

    void awaitContains(String part) {
        await(command("await-contains").put("text", part));
    }

    void awaitSynced() {
        await(command("await-synced"));
    }

    /** The whole document as an update. */
    byte[] state() {
        return Base64.getDecoder().decode(ask(command("state")).path("state").asText());
    }

    void connect() {
        ask(command("connect"));
    }

    /** Says goodbye and stays away until {@link #connect}; edits go on. */
    void disconnect() {
        ask(command("disconnect"));
    }

    /** The socket breaks without a farewell; the client comes back by itself. */
    void cut() {
        ask(command("cut"));
    }

    void awaitDisconnected() {
        await(command("await-disconnected"));
    }

    /** Connected for at least the {@code count}th time. */
    void awaitConnects(int count) {
        await(command("await-connects").put("count", count));
    }

    /** The server closed with a code that tells the client not to come back. */
    void awaitFinalClose(int code) {
        await(command("await-final-close").put("code", code));
    }

    /** For refused upgrades: {@code "401"}. */
    void awaitConnectionError(String part) {
        await(command("await-connection-error").put("text", part));
    }

    /** For permissions denied, which the provider only prints. */
    void awaitComplaint(String part) {
        await(command("await-complaint").put("text", part));
    }

    /**
     * The first presence that others see: before it, a client has the empty one at clock 0, which nobody takes until the client
     * renews it 15 s later.
     */
    void presence(Map<String, ?> state) {
        ask(command("presence").set("state", JSON.valueToTree(state)));
    }

    void withdrawPresence() {
        ask(command("presence").putNull("state"));
    }

    void awaitPresence(long client, Map<String, ?> state) {
        await(command("await-presence").put("client", client).set("state", JSON.valueToTree(state)));
    }

    void awaitAbsence(long client) {
        await(command("await-presence").put("client", client).putNull("state"));
    }

    /** As many with a presence that this client knows, itself included; see {@link #presence} for when others appear. */
    void awaitPeople(int count) {
        await(command("await-people").put("count", count));
    }

    /** The presences this client knows, by client number. */
    JsonNode people() {
        return ask(command("people")).path("people");
    }

    Stats stats() {
        try {
            return JSON.treeToValue(ask(command("stats")).path("stats"), Stats.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError("peer.mjs and YjsPeer disagree about the statistics", e);
        }
    }

    /** Ends the process without a farewell, as a crash does. */
    void kill() {
        killed = true;
        process.destroyForcibly();
        close();
    }

    /** The client says goodbye and leaves. */
    @Override
    public void close() {
        try {
            commands.close();
        } catch (IOException e) {
            // It has ended before us; its exit code tells whether it should have.
        }
        try {
            if (!process.waitFor(GRACE.toMillis(), MILLISECONDS)) {
                throw failure("did not leave within " + GRACE, null);
            }
            reader.join(GRACE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("had not left when the test was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        if (!killed && process.exitValue() != 0) {
            throw failure("ended by itself with " + process.exitValue(), null);
        }
    }

    private static ObjectNode command(String name) {
        return JSON.createObjectNode().put("do", name);
    }

    private JsonNode await(ObjectNode command) {
        // The peer gives up first, because it can say what it saw.
        return send(command.put("within", PATIENCE.toMillis()), PATIENCE.plus(GRACE));
    }

    private JsonNode ask(ObjectNode command) {
        return send(command, PATIENCE);
    }

    private JsonNode send(ObjectNode command, Duration limit) {
        var id = lastId.incrementAndGet();
        var reply = new CompletableFuture<JsonNode>();
        pending.put(id, reply);
        try {
            write(command.put("id", id).toString());
        } catch (IOException e) {
            throw failure("no longer takes commands, such as " + command, e);
        }
        // Looked at after the reply is registered: whichever comes second, we or the reader, sees the other.
        if (ended) {
            failPending();
        }
        return reply(command.toString(), reply, limit);
    }

    private synchronized void write(String line) throws IOException {
        commands.write(line);
        commands.write('\n');
        commands.flush();
    }

    private JsonNode reply(String command, CompletableFuture<JsonNode> future, Duration limit) {
        try {
            var reply = future.get(limit.toMillis(), MILLISECONDS);
            if (reply.has("error")) {
                throw failure(
                        "answered %s with: %s"
                                .formatted(command, reply.path("error").asText()),
                        null);
            }
            return reply;
        } catch (TimeoutException e) {
            throw failure("did not answer %s within %s".formatted(command, limit), e);
        } catch (ExecutionException e) {
            throw failure("ended before it answered " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("had not answered %s when the test was interrupted".formatted(command), e);
        }
    }

    private void readReplies() {
        try (var replies = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = replies.readLine(); line != null; line = replies.readLine()) {
                var reply = JSON.readTree(line);
                var asked = pending.remove(reply.path("id").asLong(-1));
                if (asked != null) {
                    asked.complete(reply);
                }
            }
        } catch (IOException e) {
            unreadable = e;
        } finally {
            ended = true;
            failPending();
        }
    }

    private void failPending() {
        pending.forEach((id, reply) -> reply.completeExceptionally(new IOException("no more replies", unreadable)));
    }

    private AssertionError failure(String what, @Nullable Throwable cause) {
        return new AssertionError(
                "Peer of process %d %s. Its log %s ends with:%n%s"
                        .formatted(process.pid(), what, log, NodeClients.tail(log)),
                cause);
    }
}
