package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** {@code positions.json}: positions that stay with what they stand at. */
final class PositionVectors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PositionVectors() {}

    static void check(VectorCase vector) throws Exception {
        var doc = Receivers.passive();
        Roots.define(doc, vector.roots());
        Receivers.applied(doc, vector.allBytes(vector.get("before")));
        var positions = new ArrayList<Position>();
        for (var expected : vector.get("positions")) {
            vector.step("position " + expected);
            positions.add(position(vector, expected, doc));
        }
        for (var position : positions) {
            vector.step("now, position " + position.expected);
            position.resolves("resolvesTo", doc);
        }
        if (vector.has("after")) {
            Receivers.applied(doc, vector.allBytes(vector.get("after")));
            for (var position : positions) {
                vector.step("later, position " + position.expected);
                position.resolves("laterTo", doc);
            }
        }
    }

    /** Made from an index, or only read. */
    private static Position position(VectorCase vector, JsonNode expected, Doc doc) throws Exception {
        var read = RelativePosition.decode(vector.bytes(expected.required("bytes")));
        var parsed = RelativePosition.fromJson(expected.required("json").toString());
        vector.sameJson("json read and written again", expected.required("json"), JSON.readTree(parsed.toJson()));
        if (!expected.has("index")) {
            vector.sameJson("json", expected.required("json"), JSON.readTree(read.toJson()));
            return new Position(vector, expected, List.of(read, parsed));
        }
        var name = vector.get("root").textValue();
        var type = Roots.get(doc, name, vector.roots().required(name).asText());
        var made = RelativePosition.of(
                type, expected.get("index").intValue(), expected.get("assoc").intValue());
        vector.sameBytes("bytes", expected.get("bytes"), made.encode());
        vector.sameBytes("bytes read and written again", expected.get("bytes"), read.encode());
        vector.sameJson("json", expected.required("json"), JSON.readTree(made.toJson()));
        return new Position(vector, expected, List.of(made, read, parsed));
    }

    private record Position(VectorCase vector, JsonNode expected, List<RelativePosition> forms) {
        void resolves(String field, Doc doc) {
            var index = expected.required(field);
            for (var form : forms) {
                var resolved = form.resolve(doc);
                if (resolved == null) {
                    vector.same(field, index.asText(), "null");
                } else {
                    vector.same(field, index.asText(), Integer.toString(resolved.index()));
                    vector.same(
                            "association",
                            expected.required("json").get("assoc").intValue(),
                            resolved.assoc());
                }
            }
        }
    }
}
