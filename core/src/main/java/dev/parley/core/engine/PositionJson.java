package dev.parley.core.engine;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Relative positions as the JSON that clients of Yjs send each other. */
final class PositionJson {
    private static final String TYPE = "type";
    private static final String ROOT = "tname";
    private static final String ITEM = "item";
    private static final String ASSOC = "assoc";
    private static final String CLIENT = "client";
    private static final String CLOCK = "clock";

    /** A position needs two levels; what others add to it may be somewhat deeper. */
    private static final int MAX_DEPTH = 16;

    private PositionJson() {}

    static String print(RelativePosition position) {
        Map<String, Any> members = new LinkedHashMap<>();
        if (position.type() != null) {
            members.put(TYPE, json(position.type()));
        }
        if (position.rootName() != null) {
            members.put(ROOT, new Any.Str(position.rootName()));
        }
        if (position.item() != null) {
            members.put(ITEM, json(position.item()));
        }
        members.put(ASSOC, new Any.Num(position.assoc()));
        return Json.print(new Any.Obj(members));
    }

    private static Any json(Id id) {
        Map<String, Any> members = new LinkedHashMap<>();
        members.put(CLIENT, new Any.Num(id.client()));
        members.put(CLOCK, new Any.Num(id.clock()));
        return new Any.Obj(members);
    }

    static RelativePosition parse(String json) throws MalformedInput {
        if (!(Json.parse(json, MAX_DEPTH) instanceof Any.Obj position)) {
            throw new MalformedInput("expected a position as an object of JSON, found something else");
        }
        var type = id(position, TYPE);
        var root = root(position);
        var item = id(position, ITEM);
        if (type == null && root == null && item == null) {
            throw new MalformedInput("expected a position with a type, a tname or an item, found none of them");
        }
        return new RelativePosition(type, root, item, assoc(position));
    }

    private static Any member(Any.Obj object, String name) {
        return object.members().getOrDefault(name, Any.NULL);
    }

    private static @Nullable String root(Any.Obj position) throws MalformedInput {
        return switch (member(position, ROOT)) {
            case Any.Str name -> name.value();
            case Any.Null none -> null;
            default -> throw new MalformedInput("expected a text as tname, found something else");
        };
    }

    private static @Nullable Id id(Any.Obj position, String name) throws MalformedInput {
        return switch (member(position, name)) {
            case Any.Obj id -> new Id(number(id, CLIENT), number(id, CLOCK));
            case Any.Null none -> null;
            default -> throw new MalformedInput("expected client and clock as " + name + ", found something else");
        };
    }

    private static long number(Any.Obj id, String name) throws MalformedInput {
        return whole(member(id, name), name, 0, Decoder.MAX_VAR_UINT);
    }

    private static int assoc(Any.Obj position) throws MalformedInput {
        var assoc = member(position, ASSOC);
        return assoc instanceof Any.Null ? 0 : (int) whole(assoc, ASSOC, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static long whole(Any value, String name, long min, long max) throws MalformedInput {
        if (value instanceof Any.Num(double number) && number >= min && number <= max && number == Math.rint(number)) {
            return (long) number;
        }
        throw new MalformedInput("expected a whole number from " + min + " to " + max + " as " + name);
    }
}
