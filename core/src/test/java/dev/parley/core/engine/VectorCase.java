package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One case of a file: its data, the step that it has come to, and comparisons whose messages say where they failed. */
final class VectorCase {
    private final VectorFile file;
    private final JsonNode node;
    private String step = "";

    VectorCase(VectorFile file, JsonNode node) {
        this.file = file;
        this.node = node;
    }

    String name() {
        return node.path("name").asText();
    }

    VectorFile file() {
        return file;
    }

    JsonNode node() {
        return node;
    }

    /** A member that must be there. */
    JsonNode get(String field) {
        return node.required(field);
    }

    boolean has(String field) {
        return node.has(field);
    }

    JsonNode roots() {
        return get("roots");
    }

    byte[] bytes(JsonNode text) {
        return file.bytes(text.textValue());
    }

    List<byte[]> allBytes(JsonNode texts) {
        var all = new ArrayList<byte[]>();
        texts.forEach(text -> all.add(bytes(text)));
        return all;
    }

    /** From here on, failures name this step. */
    void step(String what) {
        step = what;
    }

    String where() {
        return file.name() + ", " + name() + (step.isEmpty() ? "" : ", " + step);
    }

    void same(String what, @Nullable Object expected, @Nullable Object got) {
        if (!Objects.equals(expected, got)) {
            throw failure(what, "expected " + expected + "\n       got " + got);
        }
    }

    void sameJson(String what, JsonNode expected, JsonNode got) {
        var difference = Difference.ofJson(expected, got);
        if (difference != null) {
            throw failure(what, difference);
        }
    }

    void sameBytes(String what, JsonNode expected, byte[] got) {
        sameBytes(what, bytes(expected), got);
    }

    void sameBytes(String what, byte[] expected, byte[] got) {
        var difference = Difference.ofBytes(expected, got);
        if (difference != null) {
            throw failure(what, difference);
        }
    }

    void sameUpdate(String what, UpdateFormat format, JsonNode expected, byte[] got) {
        sameUpdate(what, format, bytes(expected), got);
    }

    /** The same bytes; the message also tells the first struct that differs. */
    void sameUpdate(String what, UpdateFormat format, byte[] expected, byte[] got) {
        var difference = Difference.ofUpdates(expected, got, format);
        if (difference != null) {
            throw failure(what + " (" + format + ")", difference);
        }
    }

    /** {@code expected} is a list of updates of format 1, or of pairs of both formats. */
    void sameEmitted(JsonNode expected, Emitted got) {
        same("number of updates emitted, these: " + got, expected.size(), got.size());
        for (int i = 0; i < expected.size(); i++) {
            var update = expected.get(i);
            if (update.isTextual()) {
                sameUpdate("emitted update " + i, UpdateFormat.V1, update, got.v1(i));
            } else {
                sameUpdate("emitted update " + i, UpdateFormat.V1, update.required("v1"), got.v1(i));
                sameUpdate("emitted update " + i, UpdateFormat.V2, update.required("v2"), got.v2(i));
            }
        }
    }

    /** {@code expected} is the state in format 1, or in both as {@code v1} and {@code v2}. */
    void sameState(JsonNode expected, Doc doc) {
        if (expected.isTextual()) {
            sameUpdate("state", UpdateFormat.V1, expected, doc.encode(UpdateFormat.V1));
            return;
        }
        sameUpdate("state", UpdateFormat.V1, expected.required("v1"), doc.encode(UpdateFormat.V1));
        if (expected.has("v2")) {
            sameUpdate("state", UpdateFormat.V2, expected.required("v2"), doc.encode(UpdateFormat.V2));
        }
    }

    void sameStateButForPairsInDeletedText(JsonNode expected, Doc doc) throws MalformedInput {
        var v1 = expected.isTextual() ? expected : expected.required("v1");
        sameJson(
                "state with cut pairs",
                ReadableUpdate.of(bytes(v1)).withDeletedPairsCut().asJson(),
                ReadableUpdate.of(doc.encode(UpdateFormat.V1))
                        .withDeletedPairsCut()
                        .asJson());
    }

    void sameTree(JsonNode expected, Doc doc) {
        sameJson("tree", expected, Shown.tree(doc, roots()));
    }

    /** What the types' own reading gives and, where no sub-document is inside, their {@code toJson} as well. */
    void sameContent(JsonNode expected, Doc doc) {
        sameJson("json", expected, Shown.json(doc, roots()));
        if (expected.findValue("$doc") == null) {
            var told = JsonNodeFactory.instance.objectNode();
            roots().forEachEntry((name, kind) -> told.set(
                    name, Tagged.json(Roots.get(doc, name, kind.asText()).toJson())));
            sameJson("toJson", expected, told);
        }
    }

    AssertionError failure(String what, String difference) {
        return new AssertionError(where() + ": " + what + " differs\n  " + difference);
    }
}
