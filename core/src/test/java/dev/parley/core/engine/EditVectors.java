package dev.parley.core.engine;

/** {@code edits.json}: one client's edits and what reaches it in between, and the bytes that it gives out each time. */
final class EditVectors {
    private EditVectors() {}

    static void check(VectorCase vector) throws MalformedInput {
        var options = Receivers.options(vector.get("client").longValue())
                .gc(vector.get("gc").booleanValue());
        var doc = new Doc(options);
        Roots.define(doc, vector.roots());
        var edits = new Edits(doc, vector.roots());
        var emitted = Emitted.by(doc);
        int index = 0;
        for (var step : vector.get("steps")) {
            emitted.clear();
            if (step.has("apply")) {
                vector.step("step " + index++ + ", an update");
                doc.apply(vector.bytes(step.get("apply")));
            } else {
                vector.step("step " + index++ + ", edits " + step.required("ops"));
                doc.transact(transaction -> edits.runAll(step.get("ops")));
            }
            vector.sameEmitted(step.required("emitted"), emitted);
        }

        vector.step("the end");
        var expected = vector.get("expected");
        vector.sameState(expected.required("state"), doc);
        vector.sameBytes(
                "stateVector",
                expected.required("stateVector"),
                doc.stateVector().encode());
        vector.sameContent(expected.required("json"), doc);
        vector.sameTree(expected.required("tree"), doc);
    }
}
