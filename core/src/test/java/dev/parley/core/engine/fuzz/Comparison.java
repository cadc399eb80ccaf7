package dev.parley.core.engine.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.engine.Difference;
import dev.parley.core.engine.EventsShown;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.ReadableUpdate;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.update.Updates;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Our answers beside those of Yjs. All must be the same, but for the order of events and the texts of errors. */
final class Comparison {
    /** Fields that are updates, and their formats; that of {@code update} is told by the command. */
    private static final Map<String, UpdateFormat> UPDATES = Map.of(
            "v1", UpdateFormat.V1,
            "v2", UpdateFormat.V2,
            "updateV2", UpdateFormat.V2,
            "pendingDeletesV2", UpdateFormat.V2);

    /**
     * Where two sessions part.
     *
     * @param step the index of the command
     * @param kind what differs, in a word or two: the same for differences that are probably the same
     */
    record Parting(int step, String kind, String difference) {}

    private Comparison() {}

    static @Nullable Parting first(ArrayNode commands, List<JsonNode> ours, ArrayNode theirs) {
        for (int i = 0; i < ours.size(); i++) {
            var command = commands.get(i);
            var parting = ofAnswers(i, command, ours.get(i), theirs.path(i));
            if (parting != null || ours.get(i).has("error")) {
                return parting;
            }
        }
        return null;
    }

    private static @Nullable Parting ofAnswers(int step, JsonNode command, JsonNode ours, JsonNode theirs) {
        var what = command.required("do").asText();
        if (ours.has("error") || theirs.has("error")) {
            // What a failure leaves behind is everybody's own.
            return ours.has("error") && theirs.has("error")
                    ? null
                    : new Parting(step, what + " error", told(theirs.path("error"), ours.path("error")));
        }
        var fields = new TreeSet<String>();
        ours.fieldNames().forEachRemaining(fields::add);
        if (!what.equals("restore")) {
            theirs.fieldNames().forEachRemaining(fields::add);
        }
        for (var field : fields) {
            var difference = ofFields(field, theirs.path(field), ours.path(field));
            if (difference != null && !(what.equals("merge") && loose(command, theirs, ours))) {
                return new Parting(step, what + " " + field, field + " " + difference);
            }
        }
        return null;
    }

    private static String told(JsonNode theirs, JsonNode ours) {
        return "%n  expected %s%n       got %s"
                .formatted(
                        theirs.isMissingNode() ? "no error" : theirs.asText(),
                        ours.isMissingNode() ? "no error" : ours.asText());
    }

    private static @Nullable String ofFields(String field, JsonNode theirs, JsonNode ours) {
        if (field.equals("events") && theirs.isArray() && ours.isArray()) {
            return Difference.ofJson(EventsShown.sorted(theirs), EventsShown.sorted(ours));
        }
        if (field.equals("subdocs")) {
            return Difference.ofJson(withoutEchoes(theirs), ours);
        }
        var difference = Difference.ofJson(theirs, ours);
        if (difference == null) {
            return null;
        }
        return difference + explained(field, theirs, ours);
    }

    /** Where a GC and an item of the same clocks meet, it hangs on the sorting of the JavaScript engine which one stays. */
    private static boolean loose(JsonNode command, JsonNode theirs, JsonNode ours) {
        try {
            boolean collected = false;
            for (var update : command.required("updates")) {
                collected |= readable(command, update)
                        .structs()
                        .findValuesAsText("kind")
                        .contains("gc");
            }
            var wanted = readable(command, theirs.required("update"));
            var got = readable(command, ours.required("update"));
            return collected
                    && wanted.deletes().equals(got.deletes())
                    && covered(wanted).equals(covered(got));
        } catch (MalformedInput e) {
            return false;
        }
    }

    private static ReadableUpdate readable(JsonNode command, JsonNode update) throws MalformedInput {
        return ReadableUpdate.of(
                command.path("format").asInt(1) == 1
                        ? decoded(update)
                        : Updates.convert(decoded(update), UpdateFormat.V2, UpdateFormat.V1));
    }

    /** Where the structs of each client begin and end, those in a row as one. */
    private static List<List<Long>> covered(ReadableUpdate update) {
        var covered = new ArrayList<List<Long>>();
        for (var struct : update.structs()) {
            long client = struct.required("id").get(0).longValue();
            long clock = struct.get("id").get(1).longValue();
            long end = clock + struct.required("len").longValue();
            if (struct.required("kind").asText().equals("skip")) {
                continue;
            }
            var last = covered.isEmpty() ? List.<Long>of() : covered.getLast();
            if (!last.isEmpty() && last.get(0) == client && last.get(2) == clock) {
                covered.removeLast();
                clock = last.get(1);
            }
            covered.add(List.of(client, clock, end));
        }
        return covered;
    }

    /** Yjs tells a second time of documents that were removed, when it destroys them. */
    private static JsonNode withoutEchoes(JsonNode subdocs) {
        var told = JsonNodeFactory.instance.arrayNode();
        var removed = new HashSet<JsonNode>();
        for (var event : subdocs) {
            var kept = event.<ObjectNode>deepCopy();
            kept.withArray("removed").removeIf(guid -> !removed.add(guid));
            if (kept.valueStream().anyMatch(guids -> !guids.isEmpty())) {
                told.add(kept);
            }
        }
        return told.isEmpty() ? MissingNode.getInstance() : told;
    }

    /** What different updates mean, as far as they can be read. */
    private static String explained(String field, JsonNode theirs, JsonNode ours) {
        if (theirs instanceof ObjectNode || theirs instanceof ArrayNode) {
            var explained = new StringBuilder();
            theirs.forEachEntry((inner, value) -> explained.append(explained(inner, value, ours.path(inner))));
            for (int i = 0; theirs.isArray() && i < theirs.size(); i++) {
                explained.append(explained(field, theirs.get(i), ours.path(i)));
            }
            return explained.toString();
        }
        var format = UPDATES.get(field);
        if (format == null || !theirs.isTextual() || !ours.isTextual() || theirs.equals(ours)) {
            return "";
        }
        var told = Difference.ofUpdates(decoded(theirs), decoded(ours), format);
        return "\n  as updates " + told;
    }

    private static byte[] decoded(JsonNode text) {
        return Base64.getDecoder().decode(text.asText());
    }
}
