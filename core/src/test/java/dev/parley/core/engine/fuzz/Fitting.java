package dev.parley.core.engine.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.engine.type.SharedArray;
import dev.parley.core.engine.type.SharedMap;
import dev.parley.core.engine.type.SharedText;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.engine.type.XmlElement;
import dev.parley.core.engine.type.XmlFragment;
import org.jspecify.annotations.Nullable;

/** Brings the places that a step names into what a document holds at this moment: what lies beyond is counted round. */
final class Fitting {
    private Fitting() {}

    /** Answers false if the command makes no sense there. */
    static boolean fits(ObjectNode command, Replica replica) {
        return switch (command.required("do").asText()) {
            case "undo", "redo", "undoClear", "undoStop", "undoClose" -> replica.managed();
            case "restore" -> !replica.doc().options().gc();
            case "delta" ->
                !replica.doc().options().gc() && typeAt(command.required("at"), replica) instanceof SharedText;
            case "undoOpen" ->
                !replica.roots().isEmpty()
                        && command.path("scope").valueStream().allMatch(at -> typeAt(at, replica) != null);
            case "position" -> {
                var type = typeAt(command.required("at"), replica);
                yield type != null && length(type) >= 0 && index(command, length(type) + 1);
            }
            default -> true;
        };
    }

    /** Answers false if there is nothing to be done. */
    static boolean fitsOp(ObjectNode op, Replica replica) {
        var type = typeAt(op.required("at"), replica);
        return switch (op.required("op").asText()) {
            case "text.insert", "text.embed", "text.format" ->
                type instanceof SharedText text && index(op, text.length() + 1);
            case "text.delete" -> type instanceof SharedText text && range(op, text.length());
            case "text.delta" -> type instanceof SharedText text && changes(op, text);
            case "text.setAttribute", "text.removeAttribute" -> type instanceof SharedText;
            case "array.insert" -> type instanceof SharedArray array && index(op, array.length() + 1);
            case "array.push" -> type instanceof SharedArray;
            case "array.delete" -> type instanceof SharedArray array && range(op, array.length());
            case "map.set", "map.delete", "map.clear" -> type instanceof SharedMap;
            case "xml.insert" -> type instanceof XmlFragment xml && index(op, xml.length() + 1);
            case "xml.delete" -> type instanceof XmlFragment xml && range(op, xml.length());
            case "xml.setAttribute", "xml.removeAttribute" -> type instanceof XmlElement;
            default -> throw new IllegalArgumentException("unknown edit: " + op);
        };
    }

    private static @Nullable SharedType typeAt(JsonNode path, Replica replica) {
        try {
            return replica.typeAt(path);
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** -1 if it has none. */
    static int length(SharedType type) {
        return switch (type) {
            case SharedText text -> text.length();
            case SharedArray array -> array.length();
            case XmlFragment xml -> xml.length();
            case SharedMap map -> -1;
        };
    }

    /** Yjs throws where something is to be deleted in a text that never held anything. */
    private static boolean changes(ObjectNode op, SharedText text) {
        var delta = op.withArray("delta");
        while (text.isEmpty() && delta.path(0).has("delete")) {
            delta.remove(0);
        }
        return !delta.isEmpty();
    }

    private static boolean index(ObjectNode op, int bound) {
        op.put("index", op.required("index").intValue() % bound);
        return true;
    }

    private static boolean range(ObjectNode op, int length) {
        if (length == 0) {
            return false;
        }
        index(op, length);
        op.put(
                "length",
                Math.clamp(
                        op.required("length").intValue(),
                        1,
                        length - op.get("index").intValue()));
        return true;
    }
}
