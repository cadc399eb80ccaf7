package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.AnyFormat;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Json;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An update of format 1 as the vectors write it down: its structs and its deletions, in the order of the bytes. A reader of its
 * own, so that the engine's reader and writer cannot be wrong together.
 */
public record ReadableUpdate(ArrayNode structs, ArrayNode deletes) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 100_000;
    private static final Pattern PAIR = Pattern.compile("[\\x{10000}-\\x{10ffff}]");
    private static final int GC = 0;
    private static final int SKIP = 10;
    private static final int HAS_ORIGIN = 0x80;
    private static final int HAS_RIGHT_ORIGIN = 0x40;
    private static final int HAS_KEY = 0x20;
    private static final List<String> KINDS =
            List.of("array", "map", "text", "xmlElement", "xmlFragment", "xmlHook", "xmlText");

    public static ReadableUpdate of(byte[] update) throws MalformedInput {
        var in = new Decoder(update);
        var structs = NODES.arrayNode();
        for (long clients = in.readVarUint(); clients > 0; clients--) {
            long count = in.readVarUint();
            long client = in.readVarUint();
            long clock = in.readVarUint();
            for (; count > 0; count--) {
                var struct = struct(in, client, clock);
                structs.add(struct);
                clock += struct.get("len").longValue();
            }
        }
        return new ReadableUpdate(structs, deletes(in));
    }

    ObjectNode asJson() {
        var json = NODES.objectNode();
        json.set("structs", structs);
        json.set("deletes", deletes);
        return json;
    }

    /** The same as if all pairs of surrogates in deleted text had been cut in two, and their halves been damaged. */
    ReadableUpdate withDeletedPairsCut() {
        var cut = structs.deepCopy();
        for (var struct : cut) {
            if (struct.at("/content/string").isTextual() && isDeleted(struct.get("id"))) {
                var content = (ObjectNode) struct.get("content");
                content.put(
                        "string",
                        PAIR.matcher(content.get("string").textValue()).replaceAll("\ufffd\ufffd"));
            }
        }
        return new ReadableUpdate(cut, deletes);
    }

    /** Whether a deletion covers this unit. */
    private boolean isDeleted(JsonNode id) {
        long clock = id.get(1).longValue();
        return deletes.valueStream()
                .filter(client -> client.get(0).equals(id.get(0)))
                .flatMap(client -> client.get(1).valueStream())
                .anyMatch(range -> range.get(0).longValue() <= clock
                        && clock < range.get(0).longValue() + range.get(1).longValue());
    }

    private static ObjectNode struct(Decoder in, long client, long clock) throws MalformedInput {
        int info = in.readByte();
        int reference = info & 0x1f;
        var struct = NODES.objectNode();
        struct.put("kind", reference == GC ? "gc" : reference == SKIP ? "skip" : "item");
        struct.set("id", pair(client, clock));
        if (reference == GC || reference == SKIP) {
            return struct.put("len", in.readVarUint());
        }
        boolean linked = (info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) != 0;
        struct.set("origin", (info & HAS_ORIGIN) != 0 ? id(in) : NODES.nullNode());
        struct.set("rightOrigin", (info & HAS_RIGHT_ORIGIN) != 0 ? id(in) : NODES.nullNode());
        if (!linked) {
            struct.set("parent", in.readVarUint() == 1 ? NODES.textNode(in.readVarString()) : id(in));
            if ((info & HAS_KEY) != 0) {
                struct.put("parentSub", in.readVarString());
            }
        }
        var content = NODES.objectNode();
        struct.put("len", content(in, reference, content));
        return struct.set("content", content);
    }

    /** Reads content into {@code shown} and gives its length. */
    private static long content(Decoder in, int reference, ObjectNode shown) throws MalformedInput {
        return switch (reference) {
            case 1 -> {
                long length = in.readVarUint();
                shown.put("deleted", length);
                yield length;
            }
            case 2 -> {
                var values = shown.putArray("json");
                for (long left = in.readVarUint(); left > 0; left--) {
                    var text = in.readVarString();
                    values.add(Tagged.json(text.equals("undefined") ? Any.UNDEFINED : Json.parse(text, MAX_DEPTH)));
                }
                yield values.size();
            }
            case 3 -> single(shown, "binary", Tagged.json(new Any.Bytes(in.readVarBytes())));
            case 4 -> {
                var text = in.readVarString();
                shown.put("string", text);
                yield text.length();
            }
            case 5 -> single(shown, "embed", json(in));
            case 6 -> {
                var format = NODES.arrayNode().add(in.readVarString());
                yield single(shown, "format", format.add(json(in)));
            }
            case 7 -> {
                var kind = KINDS.get((int) Math.min(in.readVarUint(), KINDS.size() - 1));
                if (kind.equals("xmlElement") || kind.equals("xmlHook")) {
                    shown.put("name", in.readVarString());
                }
                yield single(shown, "type", NODES.textNode(kind));
            }
            case 8 -> {
                var values = shown.putArray("any");
                for (long left = in.readVarUint(); left > 0; left--) {
                    values.add(any(in));
                }
                yield values.size();
            }
            case 9 -> {
                shown.put("doc", in.readVarString());
                yield single(shown, "opts", any(in));
            }
            default -> throw new MalformedInput("expected a kind of content, found " + reference);
        };
    }

    private static long single(ObjectNode shown, String name, JsonNode value) {
        shown.set(name, value);
        return 1;
    }

    private static ArrayNode deletes(Decoder in) throws MalformedInput {
        var deletes = NODES.arrayNode();
        for (long clients = in.readVarUint(); clients > 0; clients--) {
            var entry = deletes.addArray().add(in.readVarUint());
            var ranges = entry.addArray();
            for (long left = in.readVarUint(); left > 0; left--) {
                ranges.add(id(in));
            }
        }
        return deletes;
    }

    private static JsonNode json(Decoder in) throws MalformedInput {
        return Tagged.json(Json.parse(in.readVarString(), MAX_DEPTH));
    }

    private static JsonNode any(Decoder in) throws MalformedInput {
        return Tagged.json(AnyFormat.read(in, MAX_DEPTH));
    }

    private static ArrayNode id(Decoder in) throws MalformedInput {
        return pair(in.readVarUint(), in.readVarUint());
    }

    private static ArrayNode pair(long first, long second) {
        return NODES.arrayNode().add(first).add(second);
    }
}
