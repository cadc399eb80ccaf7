package dev.parley.core.engine;

/** {@code cleanup.json}: receivers that tidy formats up after changes from elsewhere, and others that do not. */
final class CleanupVectors {
    private CleanupVectors() {}

    static void check(VectorCase vector) throws MalformedInput {
        var tidying = Receivers.tidying();
        var passive = Receivers.passive();
        Roots.define(tidying, vector.roots());
        Roots.define(passive, vector.roots());
        var emitted = Emitted.by(tidying);
        int index = 0;
        for (var step : vector.get("steps")) {
            vector.step("step " + index++);
            var update = step.required("update");
            emitted.clear();
            tidying.apply(vector.bytes(update));
            passive.apply(vector.bytes(update));
            vector.sameEmitted(step.has("emitted") ? step.get("emitted") : EventVectors.listOf(update), emitted);
        }
        var expected = vector.get("expected");
        vector.step("the end, tidied up");
        vector.sameState(expected.required("state"), tidying);
        vector.sameTree(expected.required("tree"), tidying);

        var untouched = vector.get("passive");
        vector.step("the end, passive");
        vector.sameState(untouched.required("state"), passive);
        vector.sameTree(untouched.has("tree") ? untouched.get("tree") : expected.required("tree"), passive);
    }
}
