package dev.parley.core.engine.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random values in the notation of the test vectors.
 *
 * <p>Left out, because Yjs doesn't mean what it does there: keys like {@code __proto__} and {@code constructor}, which JavaScript
 * finds in every object; undefined and bigints where Yjs throws (lists, embeds, formats); names of entries and formats that look
 * like indexes, whose order JavaScript changes before Yjs sees it; halves of surrogate pairs outside of texts, which Yjs shows to
 * their author alone, while with us everybody sees the replacement at once.
 */
final class Values {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> WORDS = List.of(
            "a",
            "b",
            "xy",
            "Hello",
            " ",
            "\n",
            "world ",
            "0123456789",
            "ä",
            "漢字",
            "A longer run of text, to be cut. ",
            "é",
            "\u2028",
            "<&>");
    private static final List<String> BEYOND = List.of("😀", "𝒳", "👨‍👩‍👧", "a😀b", "😀😀😀", "\uFFFD");
    private static final List<String> HALVES = List.of("\uD83D", "\uDE00", "\uDE00\uD83D", "x\uD83D");
    private static final List<String> KEYS = List.of("a", "b", "c", "key", "", "ключ", "😀");
    private static final List<String> INDEX_KEYS = List.of("0", "1", "10", "9", "01", "-1", "4294967294", "4294967295");
    private static final List<String> FORMATS = List.of("bold", "em", "link", "b");

    private final SplittableRandom random;
    private final Features features;

    Values(SplittableRandom random, Features features) {
        this.random = random;
        this.features = features;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    String text() {
        var text = new StringBuilder(word());
        while (chance(25)) {
            text.append(features.beyond() && chance(20) ? oneOf(HALVES) : word());
        }
        return text.toString();
    }

    private String word() {
        return features.beyond() && chance(50) ? oneOf(BEYOND) : oneOf(WORDS);
    }

    String key() {
        if (features.large() && chance(60)) {
            return "k" + below(100);
        }
        return features.wild() && chance(25) ? oneOf(INDEX_KEYS) : oneOf(KEYS);
    }

    /** Attributes of a stretch of text; null takes one off. */
    ObjectNode formats() {
        var formats = NODES.objectNode();
        int count = 1 + (chance(25) ? 1 : 0);
        for (int i = 0; i < count; i++) {
            formats.set(oneOf(FORMATS), format());
        }
        return formats;
    }

    private JsonNode format() {
        return switch (below(8)) {
            case 0, 1 -> NODES.nullNode();
            case 2, 3 -> NODES.booleanNode(true);
            case 4 -> NODES.textNode(oneOf(List.of("x", "y", "")));
            case 5 -> NODES.numberNode(below(3));
            case 6 -> NODES.objectNode().put("href", below(2));
            default -> features.wild() ? jsonValue(2) : NODES.booleanNode(false);
        };
    }

    JsonNode embed() {
        return features.wild() && chance(30)
                ? jsonObject(2)
                : NODES.objectNode().put("image", word());
    }

    /** Something that a list can hold. */
    JsonNode item() {
        return chance(12) ? bytes() : plain(3);
    }

    /** Something that a map can hold. */
    JsonNode entry() {
        if (features.wild() && chance(15)) {
            return chance(50)
                    ? NODES.objectNode().put("$undefined", true)
                    : NODES.objectNode().put("$bigint", Long.toString(random.nextLong() >> below(64)));
        }
        return item();
    }

    private JsonNode bytes() {
        return NODES.objectNode().put("$bytes", oneOf(List.of("", "00", "ff80", "0102030405")));
    }

    private JsonNode plain(int depth) {
        return switch (below(depth > 0 ? 8 : 6)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(chance(50));
            case 2, 3 -> number();
            case 4, 5 -> NODES.textNode(word());
            case 6 -> list(depth);
            default -> object(depth);
        };
    }

    private ArrayNode list(int depth) {
        var list = NODES.arrayNode();
        for (int i = below(4); i > 0; i--) {
            list.add(inside(depth - 1));
        }
        return list;
    }

    private ObjectNode object(int depth) {
        var object = NODES.objectNode();
        for (int i = below(4); i > 0; i--) {
            object.set(key(), inside(depth - 1));
        }
        return object;
    }

    private JsonNode inside(int depth) {
        if (features.wild() && chance(10)) {
            return chance(50) ? bytes() : NODES.objectNode().put("$undefined", true);
        }
        return plain(depth);
    }

    /** What JSON can tell, since embeds and formats travel as JSON in format 1. */
    private JsonNode jsonValue(int depth) {
        return switch (below(depth > 0 ? 6 : 4)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(random.nextInt() / 8.0);
            case 2, 3 -> NODES.textNode(word());
            case 4 -> NODES.arrayNode().add(jsonValue(depth - 1)).add(jsonValue(depth - 1));
            default -> jsonObject(depth);
        };
    }

    private ObjectNode jsonObject(int depth) {
        var object = NODES.objectNode();
        for (int i = below(3); i > 0; i--) {
            object.set(key(), jsonValue(depth - 1));
        }
        return object;
    }

    private JsonNode number() {
        return switch (below(features.wild() ? 9 : 4)) {
            case 0, 1 -> NODES.numberNode(below(10));
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.numberNode(random.nextInt() / 8.0);
            case 4 -> NODES.numberNode(0.1 * below(100));
            case 5 -> NODES.numberNode((double) random.nextLong());
            case 6 -> NODES.numberNode(Double.longBitsToDouble(random.nextLong(0x7FF0000000000000L)));
            case 7 -> NODES.objectNode().put("$number", oneOf(List.of("-0", "NaN", "Infinity", "-Infinity")));
            default -> NODES.numberNode((double) (1L << (30 + below(4))) - below(3));
        };
    }

    ArrayNode items() {
        var items = NODES.arrayNode();
        items.add(valueOrType(2));
        while (chance(features.large() ? 90 : 35)) {
            items.add(valueOrType(2));
        }
        return items;
    }

    JsonNode valueOrType(int depth) {
        return features.nested() && chance(30) ? type(depth) : item();
    }

    JsonNode entryOrType(int depth) {
        return features.nested() && chance(30) ? type(depth) : entry();
    }

    /** A type, or a document. */
    JsonNode type(int depth) {
        return features.subdocs() && chance(12) ? document() : embeddedType(depth);
    }

    /** A type; as an embed of a text, Yjs would take a document for a value. */
    JsonNode embeddedType(int depth) {
        var made = NODES.objectNode();
        switch (below(7)) {
            case 0 -> {
                var items = made.put("$new", "array").putArray("items");
                for (int i = depth > 0 ? below(4) : 0; i > 0; i--) {
                    items.add(valueOrType(depth - 1));
                }
            }
            case 1, 2 -> made.put("$new", "map").set("entries", entries(depth));
            case 3, 4 -> made.put("$new", "text").set("delta", delta(depth));
            default -> {
                return node(depth);
            }
        }
        return made;
    }

    /** Guids of their own: what happens to two documents of one name is up to those who load them. */
    private JsonNode document() {
        var made = NODES.objectNode();
        var options = made.put("$new", "doc")
                .put("guid", "doc-" + random.nextLong(1L << 40))
                .putObject("opts");
        if (chance(30)) {
            options.put("gc", false);
        }
        if (chance(30)) {
            options.put("autoLoad", true);
        }
        if (chance(30)) {
            options.set("meta", plain(1));
        }
        return made;
    }

    private ObjectNode entries(int depth) {
        var entries = NODES.objectNode();
        for (int i = depth > 0 ? below(3) : 0; i > 0; i--) {
            entries.set(oneOf(KEYS), entryOrType(depth - 1));
        }
        return entries;
    }

    /** An XML node. */
    JsonNode node(int depth) {
        var made = NODES.objectNode();
        switch (below(7)) {
            case 0, 1, 2 -> {
                made.put("$new", "xmlElement").put("name", oneOf(List.of("p", "DIV", "h1", "")));
                made.set("attributes", attributes(depth));
                made.set("children", nodes(depth));
            }
            case 3, 4 -> made.put("$new", "xmlText").set("delta", delta(depth));
            case 5 -> made.put("$new", "xmlFragment").set("children", nodes(depth));
            default -> made.put("$new", "xmlHook").put("name", "hook").set("entries", entries(depth));
        }
        return made;
    }

    private ArrayNode nodes(int depth) {
        var nodes = NODES.arrayNode();
        for (int i = depth > 0 ? below(3) : 0; i > 0; i--) {
            nodes.add(node(depth - 1));
        }
        return nodes;
    }

    private ObjectNode attributes(int depth) {
        var attributes = NODES.objectNode();
        for (int i = depth > 0 ? below(3) : 0; i > 0; i--) {
            attributes.set(oneOf(KEYS), attribute());
        }
        return attributes;
    }

    JsonNode attribute() {
        return features.wild() && chance(40) ? valueOrType(1) : NODES.textNode(word());
    }

    private ArrayNode delta(int depth) {
        var delta = NODES.arrayNode();
        for (int i = depth > 0 ? below(4) : 0; i > 0; i--) {
            delta.add(insertion(depth));
        }
        return delta;
    }

    private ObjectNode insertion(int depth) {
        var op = NODES.objectNode();
        if (features.embeds() && chance(20)) {
            op.set("insert", features.nested() && chance(30) ? embeddedType(depth - 1) : embed());
        } else {
            op.put("insert", text());
        }
        if (features.formats() && chance(50)) {
            op.set("attributes", formats());
        }
        return op;
    }

    /** A description of changes. */
    ArrayNode changes() {
        var delta = NODES.arrayNode();
        for (int i = 1 + below(5); i > 0; i--) {
            switch (below(4)) {
                case 0 -> delta.addObject().put("delete", 1 + below(4));
                case 1, 2 -> {
                    var retain = delta.addObject().put("retain", 1 + below(6));
                    if (features.formats() && chance(50)) {
                        retain.set("attributes", formats());
                    }
                }
                default -> delta.add(insertion(2));
            }
        }
        return delta;
    }
}
