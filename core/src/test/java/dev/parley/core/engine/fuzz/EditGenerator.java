package dev.parley.core.engine.fuzz;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.engine.type.SharedArray;
import dev.parley.core.engine.type.SharedMap;
import dev.parley.core.engine.type.SharedText;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.engine.type.XmlElement;
import dev.parley.core.engine.type.XmlFragment;
import org.jspecify.annotations.Nullable;

/** A random edit of one of the types that a document shows. */
final class EditGenerator {
    private final Values values;
    private final Features features;

    EditGenerator(Values values, Features features) {
        this.values = values;
        this.features = features;
    }

    /** Null if the document has no type to edit. */
    @Nullable
    ObjectNode next(Replica replica) {
        var types = Types.of(replica);
        if (types.isEmpty()) {
            return null;
        }
        // Rather a nested one than a root, if there are any.
        var one = types.get(Math.max(values.below(types.size()), values.below(types.size())));
        var op = JsonNodeFactory.instance.objectNode();
        switch (one.type()) {
            case SharedText text -> inText(op, text);
            case SharedArray array -> inArray(op, array);
            case SharedMap map -> inMap(op);
            case XmlFragment xml -> inXml(op, xml);
        }
        op.set("at", one.path());
        return op;
    }

    private void inText(ObjectNode op, SharedText text) {
        int kind = values.below(20);
        if (kind >= 18 && features.attributes()) {
            attribute(op, "text");
        } else if (kind >= 14 && features.formats()) {
            op.put("op", "text.format");
            place(op, text);
            op.put("length", length());
            op.set("attributes", values.formats());
        } else if (kind >= 12 && features.embeds()) {
            op.put("op", "text.embed");
            place(op, text);
            op.set("embed", features.nested() && values.chance(30) ? values.embeddedType(2) : values.embed());
            maybeFormats(op);
        } else if (kind == 11) {
            op.put("op", "text.delta").set("delta", values.changes());
        } else if (kind >= 7 && text.length() > 0) {
            op.put("op", "text.delete");
            place(op, text);
            op.put("length", length());
        } else {
            op.put("op", "text.insert");
            place(op, text);
            op.put("text", values.text());
            maybeFormats(op);
        }
    }

    private void maybeFormats(ObjectNode op) {
        if (features.formats() && values.chance(30)) {
            op.set("attributes", values.formats());
        }
    }

    /** The ends are more interesting than what lies between. */
    private void place(ObjectNode op, SharedType type) {
        int length = Fitting.length(type);
        op.put(
                "index",
                switch (values.below(6)) {
                    case 0 -> 0;
                    case 1 -> length;
                    case 2 -> Math.min(length, values.below(3));
                    default -> values.below(length + 1);
                });
    }

    private int length() {
        return values.chance(20) ? 1 + values.below(30) : 1 + values.below(4);
    }

    private void inArray(ObjectNode op, SharedArray array) {
        int kind = values.below(10);
        if (kind < 4 && array.length() > 0) {
            op.put("op", "array.delete");
            place(op, array);
            op.put("length", length());
        } else if (kind < 6) {
            op.put("op", "array.push").set("values", values.items());
        } else {
            op.put("op", "array.insert");
            place(op, array);
            op.set("values", values.items());
        }
    }

    private void inMap(ObjectNode op) {
        int kind = values.below(20);
        if (kind == 0) {
            op.put("op", "map.clear");
        } else if (kind < 6) {
            op.put("op", "map.delete").put("key", values.key());
        } else {
            op.put("op", "map.set").put("key", values.key()).set("value", values.entryOrType(2));
        }
    }

    private void inXml(ObjectNode op, XmlFragment xml) {
        if (xml instanceof XmlElement && values.chance(40)) {
            attribute(op, "xml");
        } else if (values.chance(40) && xml.length() > 0) {
            op.put("op", "xml.delete");
            place(op, xml);
            op.put("length", length());
        } else {
            op.put("op", "xml.insert");
            place(op, xml);
            op.putArray("nodes").add(values.node(2));
        }
    }

    private void attribute(ObjectNode op, String family) {
        if (values.chance(30)) {
            op.put("op", family + ".removeAttribute").put("key", values.key());
        } else {
            op.put("op", family + ".setAttribute").put("key", values.key()).set("value", values.attribute());
        }
    }
}
