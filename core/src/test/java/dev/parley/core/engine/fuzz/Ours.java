package dev.parley.core.engine.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.engine.AbsolutePosition;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.EventsShown;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.ReadableUpdate;
import dev.parley.core.engine.Receivers;
import dev.parley.core.engine.RelativePosition;
import dev.parley.core.engine.Roots;
import dev.parley.core.engine.Shown;
import dev.parley.core.engine.Snapshot;
import dev.parley.core.engine.StateVector;
import dev.parley.core.engine.Tagged;
import dev.parley.core.engine.UndoManager;
import dev.parley.core.engine.UndoOptions;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.type.SharedText;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.engine.update.Updates;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Our engine, which does what the Node peer is told, and answers as that does; the language is explained in {@code peer.mjs}. */
final class Ours {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> CHANGING = Set.of("edit", "apply", "undo", "redo", "undoClear");

    private final Map<String, Replica> replicas = new LinkedHashMap<>();
    private Instant now = Instant.EPOCH;

    /** The documents that are open, in the order in which they came. */
    List<String> names() {
        return List.copyOf(replicas.keySet());
    }

    private Replica replica(JsonNode command) {
        return replica(command.required("doc").asText());
    }

    Replica replica(String name) {
        return Objects.requireNonNull(replicas.get(name), () -> "no document " + name);
    }

    ObjectNode execute(JsonNode command) {
        return execute(command, command.path("ops").iterator());
    }

    /** The same with edits that are made up as they are asked for. */
    ObjectNode execute(JsonNode command, Iterator<JsonNode> ops) {
        var answer = NODES.objectNode();
        try {
            run(command, ops, answer);
        } catch (MalformedInput | JsonProcessingException | RuntimeException | StackOverflowError e) {
            var trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            answer.put("error", trace.toString());
        }
        var name = command.path("doc").asText();
        if (CHANGING.contains(command.required("do").asText()) && replicas.containsKey(name)) {
            answer.setAll(replica(command).take());
        }
        return answer;
    }

    private void run(JsonNode command, Iterator<JsonNode> ops, ObjectNode answer)
            throws MalformedInput, JsonProcessingException {
        switch (command.required("do").asText()) {
            case "reset" -> replicas.clear();
            case "open" -> open(command);
            case "roots" -> replica(command).define(command.required("roots"));
            case "close" -> replicas.remove(command.required("doc").asText());
            case "edit" -> edit(command, ops);
            case "apply" -> replica(command).doc().apply(bytes(command, "update"), format(command), origin(command));
            case "events" -> watch(command);
            case "state" -> answer.setAll(state(command));
            case "diff" -> diff(command, answer);
            case "snapshot" -> snapshot(command, answer);
            case "restore" -> restore(command);
            case "delta" -> delta(command, answer);
            case "position" -> position(command, answer);
            case "resolve" -> resolve(command, answer);
            case "undoOpen" -> undoOpen(command);
            case "undo" -> answer.put("did", replica(command).manager().undo());
            case "redo" -> answer.put("did", replica(command).manager().redo());
            case "undoClear" -> replica(command).manager().clear();
            case "undoStop" -> replica(command).manager().stopCapturing();
            case "undoClose" -> replica(command).closeManager();
            case "clock" -> now = now.plusMillis(command.required("advance").longValue());
            default -> withoutDocument(command, answer);
        }
    }

    private static void withoutDocument(JsonNode command, ObjectNode answer) throws MalformedInput {
        var format = format(command);
        switch (command.required("do").asText()) {
            case "merge" -> {
                List<byte[]> updates = new ArrayList<>();
                command.required("updates").forEach(update -> updates.add(decoded(update)));
                put(answer, "update", Updates.merge(updates, format));
            }
            case "diffUpdate" -> {
                var known = StateVector.decode(bytes(command, "stateVector"));
                put(answer, "update", Updates.diff(bytes(command, "update"), known, format));
            }
            case "stateVectorFromUpdate" ->
                put(
                        answer,
                        "stateVector",
                        Updates.stateVectorOf(bytes(command, "update"), format).encode());
            case "convert" -> put(answer, "update", Updates.convert(bytes(command, "update"), format, other(format)));
            case "parse" -> parse(bytes(command, "update"), format, answer);
            case "contains" -> {
                var snapshot = Snapshot.decode(bytes(command, "snapshot"), UpdateFormat.V1);
                answer.put("contains", snapshot.contains(bytes(command, "update"), UpdateFormat.V1));
            }
            default -> throw new IllegalArgumentException("unknown command: " + command);
        }
    }

    private void open(JsonNode command) {
        var options = Receivers.options(command.required("client").longValue())
                .gc(command.path("gc").asBoolean(true))
                .tidyFormats(!command.path("passive").asBoolean(false));
        replicas.put(command.required("doc").asText(), new Replica(new Doc(options), command.path("roots")));
    }

    private void edit(JsonNode command, Iterator<JsonNode> ops) {
        var replica = replica(command);
        replica.doc().transact(origin(command), transaction -> {
            var edits = replica.edits();
            ops.forEachRemaining(edits::run);
        });
    }

    private static @Nullable String origin(JsonNode command) {
        return command.hasNonNull("origin") ? command.get("origin").textValue() : null;
    }

    private void watch(JsonNode command) {
        if (command.required("on").booleanValue()) {
            replica(command).watch();
        } else {
            replica(command).unwatch();
        }
    }

    private ObjectNode state(JsonNode command) {
        var replica = replica(command);
        var doc = replica.doc();
        var state = NODES.objectNode();
        put(state, "v1", doc.encode(UpdateFormat.V1));
        put(state, "v2", doc.encode(UpdateFormat.V2));
        put(state, "stateVector", doc.stateVector().encode());
        put(state, "snapshotV1", doc.snapshot().encode(UpdateFormat.V1));
        put(state, "snapshotV2", doc.snapshot().encode(UpdateFormat.V2));
        state.set("json", json(replica));
        state.set("tree", Shown.tree(doc, replica.roots()));
        state.put("client", doc.clientId());
        var pending = doc.pending();
        if (pending.structs().length > 0) {
            var structs = state.putObject("pendingStructs");
            structs.set("missing", byClient(pending.missing()));
            put(structs, "updateV2", pending.structs());
        }
        if (pending.deletions().length > 0) {
            put(state, "pendingDeletesV2", pending.deletions());
        }
        return command.has("only")
                ? state.retain(
                        command.get("only").valueStream().map(JsonNode::asText).toList())
                : state;
    }

    /** Through the types' own lists and maps, which must agree with what they say of themselves. */
    private static ObjectNode json(Replica replica) {
        var json = Shown.json(replica.doc(), replica.roots());
        if (json.findValue("$doc") == null) {
            replica.roots().forEachEntry((name, kind) -> {
                var told = Tagged.json(
                        Roots.get(replica.doc(), name, kind.asText()).toJson());
                if (!told.equals(json.get(name))) {
                    throw new IllegalStateException(
                            "toJson of " + name + " is " + told + ", but it shows " + json.get(name));
                }
            });
        }
        return json;
    }

    private void diff(JsonNode command, ObjectNode answer) throws MalformedInput {
        var known = StateVector.decode(bytes(command, "stateVector"));
        put(answer, "v1", replica(command).doc().encodeSince(known, UpdateFormat.V1));
        put(answer, "v2", replica(command).doc().encodeSince(known, UpdateFormat.V2));
    }

    private void snapshot(JsonNode command, ObjectNode answer) {
        var snapshot = replica(command).doc().snapshot();
        put(answer, "v1", snapshot.encode(UpdateFormat.V1));
        put(answer, "v2", snapshot.encode(UpdateFormat.V2));
    }

    /** Without what the new document gave out meanwhile: nobody could listen yet. */
    private void restore(JsonNode command) throws MalformedInput {
        var snapshot = Snapshot.decode(bytes(command, "snapshot"), format(command));
        var options = Receivers.options(command.required("client").longValue()).tidyFormats(true);
        var restored = replica(command).doc().asOf(snapshot, options);
        replicas.put(command.required("as").asText(), new Replica(restored, command.path("roots")));
    }

    private void delta(JsonNode command, ObjectNode answer) throws MalformedInput {
        var text = (SharedText) replica(command).typeAt(command.required("at"));
        var then = Snapshot.decode(bytes(command, "snapshot"), format(command));
        var before = command.has("before") ? Snapshot.decode(bytes(command, "before"), format(command)) : null;
        answer.set("delta", Shown.delta(text.delta(then, before), Shown::tree));
    }

    private void position(JsonNode command, ObjectNode answer) throws JsonProcessingException {
        var type = replica(command).typeAt(command.required("at"));
        var position = RelativePosition.of(
                type,
                command.required("index").intValue(),
                command.path("assoc").intValue());
        put(answer, "bytes", position.encode());
        answer.set("json", JSON.readTree(position.toJson()));
    }

    private void resolve(JsonNode command, ObjectNode answer) throws MalformedInput {
        var found = RelativePosition.decode(bytes(command, "bytes"))
                .resolve(replica(command).doc());
        answer.set("position", found == null ? NODES.nullNode() : shown(found));
    }

    private static ObjectNode shown(AbsolutePosition position) {
        var shown = NODES.objectNode();
        shown.set("type", EventsShown.target(position.type()));
        return shown.put("index", position.index()).put("assoc", position.assoc());
    }

    private void undoOpen(JsonNode command) {
        var replica = replica(command);
        Set<Object> origins = new HashSet<>();
        command.required("origins").forEach(origin -> origins.add(origin.textValue()));
        List<SharedType> scope = command.has("scope")
                ? command.get("scope").valueStream().map(replica::typeAt).toList()
                : Roots.define(replica.doc(), replica.roots());
        var options = new UndoOptions(
                origins,
                Duration.ofMillis(command.path("captureTimeout").longValue()),
                command.path("ignoreRemoteMapChanges").asBoolean(false),
                () -> now);
        replica.manage(new UndoManager(scope, options));
    }

    private static void parse(byte[] update, UpdateFormat format, ObjectNode answer) throws MalformedInput {
        var v1 = format == UpdateFormat.V1 ? update : Updates.convert(update, format, UpdateFormat.V1);
        var readable = ReadableUpdate.of(v1);
        answer.set("structs", readable.structs());
        answer.set("deletes", readable.deletes());
        var span = Updates.spanOf(update, format);
        answer.set("from", byClient(span.from()));
        answer.set("to", byClient(span.to()));
    }

    /** From the highest client down. */
    private static ArrayNode byClient(Map<Long, Long> clocks) {
        var shown = NODES.arrayNode();
        new TreeMap<>(clocks)
                .descendingMap()
                .forEach((client, clock) -> shown.addArray().add(client).add(clock));
        return shown;
    }

    private static UpdateFormat format(JsonNode command) {
        return command.path("format").asInt(1) == 1 ? UpdateFormat.V1 : UpdateFormat.V2;
    }

    private static UpdateFormat other(UpdateFormat format) {
        return format == UpdateFormat.V1 ? UpdateFormat.V2 : UpdateFormat.V1;
    }

    private static void put(ObjectNode answer, String field, byte[] bytes) {
        answer.put(field, Replica.base64(bytes));
    }

    private static byte[] bytes(JsonNode command, String field) {
        return decoded(command.required(field));
    }

    private static byte[] decoded(JsonNode text) {
        return Base64.getDecoder().decode(text.textValue());
    }
}
