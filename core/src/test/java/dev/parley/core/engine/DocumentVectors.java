package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.core.engine.update.Updates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code documents.json}: small documents, made by edits of several clients and then received by others. */
final class DocumentVectors {
    private DocumentVectors() {}

    static void check(VectorCase vector) throws MalformedInput {
        new Editing(vector).run();
        var v1 = updates(vector, "v1", "update");
        var v2 = updates(vector, "v2", "updateV2");

        vector.step("received in format 1");
        var receiver = Receivers.applied(Receivers.passive(), v1);
        ends(vector, vector.node(), receiver);
        if (vector.has("structsOfUpdate")) {
            var update = ReadableUpdate.of(v1.getLast());
            vector.sameJson("structs of the update", vector.get("structsOfUpdate"), update.structs());
        }
        PendingShown.check(vector, vector.node().path("pending"), receiver);
        if (vector.has("then")) {
            vector.step("received what was missing");
            var then = vector.get("then");
            receiver.apply(vector.bytes(then.required("update")));
            ends(vector, then, receiver);
            PendingShown.checkNothing(vector, receiver);
        }

        vector.step("received in format 2");
        ends(vector, vector.node(), Receivers.applied(Receivers.passive(), v2, UpdateFormat.V2));

        vector.step("received without gc");
        var keeping = vector.has("withoutGc") ? vector.get("withoutGc") : vector.node();
        ends(vector, keeping, Receivers.applied(Receivers.withoutGc(), v1));
        ends(vector, keeping, Receivers.applied(Receivers.withoutGc(), v2, UpdateFormat.V2));
    }

    /** Compares with what is given; a receiver without gc gives only what differs, and shows the same. */
    private static void ends(VectorCase vector, JsonNode expected, Doc doc) throws MalformedInput {
        var v1 = doc.encode(UpdateFormat.V1);
        var v2 = doc.encode(UpdateFormat.V2);
        vector.sameUpdate("stateV1", UpdateFormat.V1, expected.required("stateV1"), v1);
        vector.sameUpdate("stateV2", UpdateFormat.V2, expected.required("stateV2"), v2);
        var all = expected.has("json") ? expected : vector.node();
        vector.sameBytes(
                "stateVector", all.required("stateVector"), doc.stateVector().encode());
        vector.sameJson(
                "clocks", all.required("clocks"), clocks(doc.stateVector().asMap()));
        vector.sameBytes(
                "snapshotV1", all.required("snapshotV1"), doc.snapshot().encode(UpdateFormat.V1));
        vector.sameBytes(
                "snapshotV2", all.required("snapshotV2"), doc.snapshot().encode(UpdateFormat.V2));
        var converted = Updates.convert(v2, UpdateFormat.V2, UpdateFormat.V1);
        for (var readable : List.of(ReadableUpdate.of(v1), ReadableUpdate.of(converted))) {
            vector.sameJson("structs", expected.required("structs"), readable.structs());
            vector.sameJson("deletes", all.required("deletes"), readable.deletes());
        }
        vector.sameContent(all.required("json"), doc);
        vector.sameTree(all.required("tree"), doc);
    }

    static ArrayNode clocks(Map<Long, Long> clocks) {
        var shown = JsonNodeFactory.instance.arrayNode();
        clocks.forEach((client, clock) -> shown.addArray().add(client).add(clock));
        return shown;
    }

    private static List<byte[]> updates(VectorCase vector, String emitted, String given) {
        var updates = new ArrayList<byte[]>();
        for (var step : vector.get("steps")) {
            if (step.has("ops")) {
                step.get("emitted").forEach(pair -> updates.add(vector.bytes(pair.get(emitted))));
            } else {
                updates.add(vector.bytes(step.get(given)));
            }
        }
        return updates;
    }

    /** The clients at work: each step goes to all others at once, or, if concurrent, after the last concurrent step. */
    private static final class Editing {
        private final VectorCase vector;
        private final Map<Long, Doc> clients = new LinkedHashMap<>();
        private final List<Step> held = new ArrayList<>();

        private record Step(long author, byte[] update) {}

        Editing(VectorCase vector) {
            this.vector = vector;
            for (var step : vector.get("steps")) {
                if (step.has("client")) {
                    clients.computeIfAbsent(
                            step.get("client").longValue(), client -> new Doc(Receivers.options(client)));
                }
            }
        }

        void run() throws MalformedInput {
            int index = 0;
            for (var step : vector.get("steps")) {
                vector.step("step " + index++);
                boolean concurrent = step.path("concurrent").asBoolean();
                if (!concurrent) {
                    deliver();
                }
                if (step.has("ops")) {
                    edit(step);
                } else {
                    held.add(new Step(-1, vector.bytes(step.get("update"))));
                }
                if (!concurrent) {
                    deliver();
                }
            }
            deliver();
        }

        private void edit(JsonNode step) {
            long author = step.get("client").longValue();
            var doc = Objects.requireNonNull(clients.get(author));
            var emitted = Emitted.by(doc);
            var edits = new Edits(doc, vector.roots());
            doc.transact(transaction -> edits.runAll(step.get("ops")));
            vector.sameEmitted(step.get("emitted"), emitted);
            for (var pair : step.get("emitted")) {
                held.add(new Step(author, vector.bytes(pair.get("v1"))));
            }
        }

        private void deliver() throws MalformedInput {
            for (var step : held) {
                for (var client : clients.entrySet()) {
                    if (client.getKey() != step.author) {
                        client.getValue().apply(step.update);
                    }
                }
            }
            held.clear();
        }
    }
}
