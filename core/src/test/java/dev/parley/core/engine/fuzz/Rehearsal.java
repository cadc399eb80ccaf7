package dev.parley.core.engine.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.engine.Doc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A session as our engine plays it. A step is a command of the Node peer with an {@code id}, in which {@code {"$from":
 * "7/emitted/0/v1"}} stands for a part of the answer to step 7, and whose places are fitted to what is there: so a step stays
 * meaningful when others are left out. What comes out are the commands as they can be given to anybody, and our answers.
 */
final class Rehearsal {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String REFERENCE = "$from";

    private final Ours ours = new Ours();
    private final Map<Integer, JsonNode> answersById = new HashMap<>();
    private final List<ObjectNode> steps = new ArrayList<>();
    private final ArrayNode commands = NODES.arrayNode();
    private final List<JsonNode> answers = new ArrayList<>();

    static Rehearsal of(List<ObjectNode> steps) {
        var rehearsal = new Rehearsal();
        steps.forEach(rehearsal::play);
        return rehearsal;
    }

    static ObjectNode from(int id, String path) {
        return NODES.objectNode().put(REFERENCE, id + "/" + path);
    }

    Ours ours() {
        return ours;
    }

    /** Those that were played, as they were fitted. */
    List<ObjectNode> steps() {
        return steps;
    }

    ArrayNode commands() {
        return commands;
    }

    List<JsonNode> answers() {
        return answers;
    }

    boolean failed() {
        return !answers.isEmpty() && answers.getLast().has("error");
    }

    /** Answers null if there is nothing left to be done in this step. After a failure nothing is. */
    @Nullable
    JsonNode play(ObjectNode step) {
        var ops = step.path("ops").iterator();
        return play(
                step, (replica, doc) -> ops.hasNext() ? (ObjectNode) ops.next().deepCopy() : null);
    }

    /** The same with edits that are made up in view of the document, until there are no more. */
    @Nullable
    JsonNode play(ObjectNode step, BiFunction<Replica, Doc, @Nullable ObjectNode> nextOp) {
        var command = resolved(step);
        if (failed() || !(command instanceof ObjectNode object) || !possible(object)) {
            return null;
        }
        object.remove("id");
        var kept = step.deepCopy();
        ObjectNode answer;
        if (object.path("do").asText().equals("edit")) {
            var done = NODES.arrayNode();
            answer = ours.execute(
                    object, new FittingOps(ours.replica(object.required("doc").asText()), nextOp, done));
            if (done.isEmpty() && !answer.has("error")) {
                return null;
            }
            object.set("ops", done);
            kept.set("ops", done.deepCopy());
        } else {
            answer = ours.execute(object);
        }
        steps.add(kept);
        commands.add(object);
        answers.add(answer);
        answersById.put(step.required("id").intValue(), answer);
        return answer;
    }

    private boolean possible(ObjectNode command) {
        if (command.has("doc") && !command.path("do").asText().equals("open")) {
            var name = command.get("doc").asText();
            return ours.names().contains(name) && Fitting.fits(command, ours.replica(name));
        }
        return true;
    }

    /** Null if it refers to something that isn't there; a list loses what isn't. */
    private @Nullable JsonNode resolved(JsonNode node) {
        if (node.has(REFERENCE)) {
            var reference = node.get(REFERENCE).textValue();
            int slash = reference.indexOf('/');
            var answer = answersById.get(Integer.valueOf(reference.substring(0, slash)));
            var found = answer == null ? NODES.missingNode() : answer.at(reference.substring(slash));
            return found.isMissingNode() ? null : found;
        }
        if (node instanceof ArrayNode list) {
            var kept = NODES.arrayNode();
            for (var item : list) {
                var resolved = resolved(item);
                if (resolved != null) {
                    kept.add(resolved);
                }
            }
            return kept.isEmpty() && !list.isEmpty() ? null : kept;
        }
        if (node instanceof ObjectNode object) {
            var kept = NODES.objectNode();
            for (var field : object.properties()) {
                var resolved = resolved(field.getValue());
                if (resolved == null) {
                    return null;
                }
                kept.set(field.getKey(), resolved);
            }
            return kept;
        }
        return node;
    }

    /** Edits, each fitted to what the document holds after the one before; those that have nothing to do are left out. */
    private static final class FittingOps implements Iterator<JsonNode> {
        private final Replica replica;
        private final BiFunction<Replica, Doc, @Nullable ObjectNode> source;
        private final ArrayNode done;
        private @Nullable ObjectNode next;

        FittingOps(Replica replica, BiFunction<Replica, Doc, @Nullable ObjectNode> source, ArrayNode done) {
            this.replica = replica;
            this.source = source;
            this.done = done;
        }

        @Override
        public boolean hasNext() {
            while (next == null) {
                var op = source.apply(replica, replica.doc());
                if (op == null) {
                    return false;
                }
                if (Fitting.fitsOp(op, replica)) {
                    next = op;
                }
            }
            return true;
        }

        @Override
        public JsonNode next() {
            var op = hasNext() ? next : null;
            if (op == null) {
                throw new NoSuchElementException();
            }
            next = null;
            done.add(op);
            return op;
        }
    }
}
