package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.engine.update.Updates;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code sessions-*.json}: what several clients did at once, delivered in several orders, piece by piece and in bulk. */
final class SessionVectors {
    private final VectorCase vector;
    private final JsonNode expected;
    private final List<byte[]> updates;
    private final @Nullable VectorFile asked;

    private SessionVectors(VectorCase vector) {
        this.vector = vector;
        this.expected = vector.get("expected");
        this.updates = vector.allBytes(vector.get("updates"));
        this.asked = vector.file().beside("orders-without-gc.json");
    }

    static void check(VectorCase vector) throws MalformedInput {
        var session = new SessionVectors(vector);
        for (var order : vector.get("orders")) {
            session.delivered(order);
        }
        session.inFormat2();
        session.atOnce();
        session.restAtOnce();
        session.tidied("untyped");
        session.tidied("typed");
    }

    private void delivered(JsonNode order) throws MalformedInput {
        var name = order.required("name").asText();
        vector.step("order " + name);
        ends(order, Receivers.applied(Receivers.passive(), inOrder(updates, order)));

        vector.step("order " + name + " without gc");
        var keeping = Receivers.applied(Receivers.withoutGc(), inOrder(updates, order));
        vector.sameTree(order.path("tree").isObject() ? order.get("tree") : expected.required("tree"), keeping);
        kept(name, keeping);
    }

    /**
     * The vectors tell what is kept after the order {@code created}. In Yjs, other orders give the same, but for pairs of surrogates
     * in deleted text: what comes between their halves damages them only if it comes before the deletion. For the sessions in our
     * own folder, Yjs was asked for the bytes.
     */
    private void kept(String order, Doc keeping) throws MalformedInput {
        if (asked == null) {
            vector.sameStateButForPairsInDeletedText(keepingState(), keeping);
            return;
        }
        var state = asked.content().required("states").path(vector.name()).path(order);
        vector.sameState(state.isTextual() ? state : keepingState(), keeping);
    }

    private void inFormat2() throws MalformedInput {
        if (!vector.has("updatesV2")) {
            return;
        }
        var updatesV2 = vector.allBytes(vector.get("updatesV2"));
        for (var order : vector.get("orders")) {
            vector.step("format 2, order " + order.required("name").asText());
            ends(order, Receivers.applied(Receivers.passive(), inOrder(updatesV2, order), UpdateFormat.V2));
        }
    }

    private void atOnce() throws MalformedInput {
        vector.step("all at once");
        var all = vector.get("bulk").required("all");
        var merged = Updates.merge(updates, UpdateFormat.V1);
        vector.sameUpdate("merged updates", UpdateFormat.V1, all.required("v1"), merged);
        var mergedV2 = Updates.merge(updatesInFormat2(), UpdateFormat.V2);
        vector.sameUpdate("merged updates", UpdateFormat.V2, all.required("v2"), mergedV2);
        ends(all, Receivers.applied(Receivers.passive(), List.of(merged)));
        ends(all, Receivers.applied(Receivers.passive(), List.of(mergedV2), UpdateFormat.V2));
    }

    private List<byte[]> updatesInFormat2() throws MalformedInput {
        if (vector.has("updatesV2")) {
            return vector.allBytes(vector.get("updatesV2"));
        }
        var converted = new ArrayList<byte[]>();
        for (var update : updates) {
            converted.add(Updates.convert(update, UpdateFormat.V1, UpdateFormat.V2));
        }
        return converted;
    }

    private void restAtOnce() throws MalformedInput {
        vector.step("the rest at once");
        var bulk = vector.get("bulk");
        int cut = bulk.required("cut").intValue();
        var rest = Updates.merge(updates.subList(cut, updates.size()), UpdateFormat.V1);
        vector.sameUpdate("merged rest", UpdateFormat.V1, bulk.required("rest"), rest);

        var observed = Receivers.applied(Receivers.passive(), updates.subList(0, cut));
        var events = EventsShown.of(observed, vector.roots());
        observed.apply(rest);
        vector.sameJson("events", EventsShown.sorted(bulk.required("events")), EventsShown.sorted(events.take()));
        ends(bulk, observed);
    }

    /** A receiver that tidies up: knowing the roots' kinds beforehand, as a client does, or not, as Yjs's own servers. */
    private void tidied(String mode) throws MalformedInput {
        vector.step("tidying up, " + mode);
        var doc = Receivers.tidying();
        if (mode.equals("typed")) {
            Roots.define(doc, vector.roots());
        }
        Receivers.applied(doc, updates);
        var own = vector.node().path("modes").path(mode);
        vector.sameState(own.isTextual() || own.has("v1") ? own : stateOf(own), doc);
        vector.sameTree(own.has("tree") ? own.get("tree") : expected.required("tree"), doc);
    }

    /** As expected, unless {@code own} says otherwise of the state or the tree. */
    private void ends(JsonNode own, Doc doc) {
        vector.sameState(stateOf(own), doc);
        vector.sameBytes(
                "stateVector",
                expected.required("stateVector"),
                doc.stateVector().encode());
        vector.sameTree(own.path("tree").isObject() ? own.get("tree") : expected.required("tree"), doc);
        if (!own.has("tree")) {
            vector.sameContent(own.path("json").isObject() ? own.get("json") : expected.required("json"), doc);
        }
        if (!own.has("state")) {
            vector.sameBytes(
                    "snapshot", expected.required("snapshot"), doc.snapshot().encode(UpdateFormat.V1));
        }
    }

    private JsonNode stateOf(JsonNode own) {
        return own.has("state") ? own.get("state") : expected.required("state");
    }

    private JsonNode keepingState() {
        return expected.has("withoutGc") ? expected.get("withoutGc") : expected.required("state");
    }

    private static List<byte[]> inOrder(List<byte[]> updates, JsonNode order) {
        var ordered = new ArrayList<byte[]>();
        order.required("order").forEach(index -> ordered.add(updates.get(index.intValue())));
        return ordered;
    }
}
