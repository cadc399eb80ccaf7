package dev.parley.core.engine;

import dev.parley.core.engine.type.SharedArray;
import dev.parley.core.engine.type.SharedMap;
import dev.parley.core.engine.type.SharedText;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.engine.type.XmlElement;
import dev.parley.core.engine.type.XmlFragment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Everything of a document that can be seen from outside: two documents with equal moments are as good as the same. */
public record Moment(
        long clientId,
        String v1,
        String v2,
        StateVector state,
        Snapshot snapshot,
        Set<String> rootNames,
        Map<Long, Long> missing,
        String waitingStructs,
        String waitingDeletions,
        Map<String, String> shown,
        List<String> places,
        Set<String> subdocs) {

    public static Moment of(Doc doc) {
        Map<String, String> shown = new LinkedHashMap<>();
        List<String> places = new ArrayList<>();
        doc.roots().forEach((name, type) -> {
            shown.put(name, Shown.tree(type).toString());
            places(type, places);
        });
        Set<String> subdocs = new TreeSet<>();
        doc.subdocs().forEach(subdoc -> subdocs.add(subdoc.guid()));
        var pending = doc.pending();
        return new Moment(
                doc.clientId(),
                hex(doc.encode(UpdateFormat.V1)),
                hex(doc.encode(UpdateFormat.V2)),
                doc.stateVector(),
                doc.snapshot(),
                doc.rootNames(),
                Map.copyOf(pending.missing()),
                hex(pending.structs()),
                hex(pending.deletions()),
                shown,
                places,
                subdocs);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Lengths, and of each index the unit that stands there and where that unit says that it is. */
    private static void places(SharedType type, List<String> places) {
        switch (type) {
            case SharedArray array -> {
                placesIn(array, array.length(), places);
                for (int i = 0; i < array.length(); i++) {
                    if (array.get(i) instanceof SharedType inner) {
                        places(inner, places);
                    }
                }
            }
            case SharedText text -> {
                placesIn(text, text.length(), places);
                text.attributes().values().forEach(value -> placesInValue(value, places));
            }
            case XmlFragment fragment -> {
                placesIn(fragment, fragment.length(), places);
                fragment.children().forEach(child -> placesInValue(child, places));
                if (fragment instanceof XmlElement element) {
                    element.attributes().values().forEach(value -> placesInValue(value, places));
                }
            }
            case SharedMap map -> map.asMap().values().forEach(value -> placesInValue(value, places));
        }
    }

    private static void placesInValue(Value value, List<String> places) {
        if (value instanceof SharedType inner) {
            places(inner, places);
        }
    }

    private static void placesIn(SharedType type, int length, List<String> places) {
        for (int i = 0; i <= length; i++) {
            var behind = RelativePosition.of(type, i, 0);
            var before = RelativePosition.of(type, i, -1);
            places.add(length + " " + behind + " " + behind.resolve(type.doc()) + " " + before.resolve(type.doc()));
        }
    }
}
