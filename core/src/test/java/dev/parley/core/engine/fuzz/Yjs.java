package dev.parley.core.engine.fuzz;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Real Yjs in a process of Node, that does what it is told; the language is explained in {@code peer.mjs}. */
final class Yjs implements AutoCloseable {
    /** A session takes milliseconds; a machine that does ten other things may need a while. */
    private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(1);

    /** Halves of surrogate pairs only survive as escapes. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .build());
    }

    private final Process process;
    private final Path log;
    private final BufferedWriter requests;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private Yjs(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.requests = new BufferedWriter(
                new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII), 1 << 16);
        var reader = new Thread(this::readAnswers, "answers of Yjs");
        reader.setDaemon(true);
        reader.start();
    }

    static Yjs start() {
        try {
            var folder = NodePeer.folder();
            var log = Files.createTempFile("yjs", ".log");
            log.toFile().deleteOnExit();
            var process = new ProcessBuilder("node", folder.resolve("peer.mjs").toString())
                    .redirectError(log.toFile())
                    .start();
            return new Yjs(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a thread of its own: neither side may wait for the other while its pipe is full. */
    private void readAnswers() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            // The process was ended; whoever waits for an answer will say so.
        }
    }

    /** The answers to some commands, given to an empty peer. */
    ArrayNode ask(ArrayNode commands) {
        send(commands);
        return receive();
    }

    /** Asks without waiting; the answers come in the order of the questions. */
    void send(ArrayNode commands) {
        try {
            requests.write(JSON.writeValueAsString(withReset(commands)));
            requests.write('\n');
            requests.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(problem("takes no commands"), e);
        }
    }

    /** As JSON that survives everything. */
    static String written(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArrayNode withReset(ArrayNode commands) {
        var all = commands.arrayNode();
        all.addObject().put("do", "reset");
        return all.addAll(commands);
    }

    ArrayNode receive() {
        try {
            var line = answers.poll(TIME_TO_ANSWER.toMillis(), MILLISECONDS);
            if (line == null) {
                throw new IllegalStateException(problem("gave no answer within " + TIME_TO_ANSWER));
            }
            JsonNode answer = JSON.readTree(line);
            if (!(answer instanceof ArrayNode list)) {
                throw new IllegalStateException(problem("answered " + answer));
            }
            list.remove(0);
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(problem("answered nonsense"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(problem("was not waited for"), e);
        }
    }

    private String problem(String what) {
        try {
            return "Yjs " + what + ". " + Files.readString(log).strip();
        } catch (IOException e) {
            return "Yjs " + what + ", and its log cannot be read: " + e;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
