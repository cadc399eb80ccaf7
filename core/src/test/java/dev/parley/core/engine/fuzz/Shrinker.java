package dev.parley.core.engine.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.core.engine.fuzz.Comparison.Parting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a session that shows a difference small: leaves out documents, steps, edits and text as long as it shows. */
final class Shrinker {
    /** Each takes some milliseconds. */
    private static final int MAX_RUNS = 3_000;

    private final Yjs yjs;
    private final String kind;
    private int runs;
    private Rehearsal smallest;
    private Parting parting;

    Shrinker(Yjs yjs, Rehearsal session, Parting parting) {
        this.yjs = yjs;
        this.kind = parting.kind();
        this.smallest = session;
        this.parting = parting;
    }

    static @Nullable Parting compare(Yjs yjs, Rehearsal session) {
        return Comparison.first(session.commands(), session.answers(), yjs.ask(session.commands()));
    }

    /** The smallest session that was found; where it parts, is {@link #parting()}. */
    Rehearsal shrink() {
        tried(smallest.steps().subList(0, parting.step() + 1));
        int before;
        do {
            before = size();
            withoutDocuments();
            withoutSteps();
            withoutEdits();
            withLess();
        } while (size() < before && runs < MAX_RUNS);
        return smallest;
    }

    Parting parting() {
        return parting;
    }

    private int size() {
        return smallest.steps().toString().length();
    }

    private boolean tried(List<ObjectNode> steps) {
        if (runs++ >= MAX_RUNS || steps.isEmpty()) {
            return false;
        }
        var session = Rehearsal.of(steps);
        var found = compare(yjs, session);
        if (found == null || !found.kind().equals(kind)) {
            return false;
        }
        smallest = session;
        parting = found;
        return true;
    }

    private void withoutDocuments() {
        var names = new LinkedHashSet<String>();
        smallest.steps().forEach(step -> names.add(step.path("doc").asText()));
        for (var name : names) {
            tried(smallest.steps().stream()
                    .filter(step -> !step.path("doc").asText().equals(name))
                    .toList());
        }
    }

    private void withoutSteps() {
        for (int length = smallest.steps().size() / 2; length > 0; length /= 2) {
            for (int from = smallest.steps().size() - length; from >= 0; from -= length) {
                if (from + length <= smallest.steps().size()) {
                    var fewer = new ArrayList<>(smallest.steps());
                    fewer.subList(from, from + length).clear();
                    tried(fewer);
                }
            }
        }
    }

    private void withoutEdits() {
        for (int i = smallest.steps().size() - 1; i >= 0; i--) {
            for (int length = Math.max(1, ops(i).size() / 2); length > 0; length /= 2) {
                for (int from = ops(i).size() - length; from >= 0 && ops(i).size() > length; from -= length) {
                    triedWithoutOps(i, Math.min(from, ops(i).size() - length), length);
                }
            }
        }
    }

    private void triedWithoutOps(int index, int from, int length) {
        var step = smallest.steps().get(index).deepCopy();
        var ops = step.withArray("ops");
        for (int i = 0; i < length; i++) {
            ops.remove(from);
        }
        triedWith(index, step);
    }

    private JsonNode ops(int step) {
        return step < smallest.steps().size() ? smallest.steps().get(step).path("ops") : TextNode.valueOf("");
    }

    /** Members of objects, items of lists, and halves of texts within the edits and options of a step. */
    private void withLess() {
        for (int i = 0; i < smallest.steps().size(); i++) {
            for (int choice = 0; i < smallest.steps().size(); choice++) {
                var step = smallest.steps().get(i).deepCopy();
                int[] left = {choice};
                for (var part : List.of("ops", "roots", "updates", "passive", "gc")) {
                    if (step.path(part).isBoolean()) {
                        if (left[0]-- == 0) {
                            step.remove(part);
                        }
                    } else if (step.has(part)) {
                        lessen(step.get(part), left);
                    }
                }
                if (left[0] >= 0) {
                    break;
                }
                if (triedWith(i, step)) {
                    choice--;
                }
            }
        }
    }

    /** Makes that of all possible changes to a node that {@code left} counts to. */
    private static void lessen(JsonNode node, int[] left) {
        if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size() && left[0] >= 0; i++) {
                lessen(list.get(i), left);
                if (left[0] >= 0 && list.size() > 1 && left[0]-- == 0) {
                    list.remove(i);
                }
            }
        } else if (node instanceof ObjectNode object) {
            var fields = new ArrayList<String>();
            object.fieldNames().forEachRemaining(fields::add);
            for (var field : fields) {
                if (left[0] < 0) {
                    return;
                }
                var value = object.get(field);
                var text = value.asText();
                if (field.equals("op") || field.equals("at") || field.startsWith("$")) {
                    continue;
                }
                if (value.isTextual() && text.length() > 1 && (field.equals("text") || field.equals("insert"))) {
                    if (left[0]-- == 0) {
                        object.put(field, text.substring(0, text.length() / 2));
                    } else if (left[0]-- == 0) {
                        object.put(field, text.substring(1));
                    }
                } else if (value.isInt() && value.intValue() > 1) {
                    if (left[0]-- == 0) {
                        object.put(field, value.intValue() / 2);
                    }
                } else if (value.isContainerNode()) {
                    lessen(value, left);
                    if (left[0] >= 0 && field.equals("attributes") && !object.has("$new") && left[0]-- == 0) {
                        object.remove(field);
                    }
                } else if (object.size() > 1 && !value.isTextual() && !value.isNumber() && left[0]-- == 0) {
                    object.remove(field);
                }
            }
        }
    }

    private boolean triedWith(int index, ObjectNode step) {
        var changed = new ArrayList<>(smallest.steps());
        changed.set(index, step);
        return tried(changed);
    }
}
