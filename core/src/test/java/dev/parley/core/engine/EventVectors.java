package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** {@code events.json}: what observers see, and what is passed on, update by update. */
final class EventVectors {
    private EventVectors() {}

    static void check(VectorCase vector) throws MalformedInput {
        // Two documents: in Yjs, observers that read a text's event can change the text.
        var observed = Receivers.passive();
        var events = EventsShown.of(observed, vector.roots());
        var passing = Receivers.passive();
        var emitted = Emitted.by(passing);
        int index = 0;
        for (var step : vector.get("steps")) {
            vector.step("step " + index++);
            var update = step.required("update");
            emitted.clear();
            passing.apply(vector.bytes(update));
            vector.sameEmitted(step.has("emitted") ? step.get("emitted") : listOf(update), emitted);

            observed.apply(vector.bytes(update));
            vector.sameJson("events", EventsShown.sorted(step.required("events")), EventsShown.sorted(events.take()));
        }
        shuffled(vector);
    }

    private static void shuffled(VectorCase vector) throws MalformedInput {
        var shuffled = vector.get("shuffled");
        var doc = Receivers.passive();
        var emitted = Emitted.by(doc);
        int index = 0;
        for (var place : shuffled.required("order")) {
            vector.step("shuffled, delivery " + index + " of update " + place);
            emitted.clear();
            doc.apply(vector.bytes(vector.get("steps").get(place.intValue()).get("update")));
            vector.sameEmitted(shuffled.required("emitted").get(index++), emitted);
        }
    }

    static JsonNode listOf(JsonNode node) {
        return JsonNodeFactory.instance.arrayNode().add(node);
    }
}
