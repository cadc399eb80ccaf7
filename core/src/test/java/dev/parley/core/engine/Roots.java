package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.engine.type.SharedType;
import java.util.ArrayList;
import java.util.List;

/** Root types by the kinds that the vectors give them. */
public final class Roots {
    private Roots() {}

    public static SharedType get(Doc doc, String name, String kind) {
        return switch (kind) {
            case "text" -> doc.text(name);
            case "array" -> doc.array(name);
            case "map" -> doc.map(name);
            case "xml" -> doc.xml(name);
            case "xmlElement" -> doc.xmlElement(name);
            case "xmlText" -> doc.xmlText(name);
            default -> throw new IllegalArgumentException("no kind of root: " + kind);
        };
    }

    /** All of them, in the order given; from now on the document knows their kinds. */
    public static List<SharedType> define(Doc doc, JsonNode roots) {
        var defined = new ArrayList<SharedType>();
        roots.forEachEntry((name, kind) -> defined.add(get(doc, name, kind.asText())));
        return defined;
    }
}
