package dev.parley.core.event;

import dev.parley.core.access.Right;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.AnyFormat;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The named fields of an event that is stored as an object, in the order in which they are added. */
final class Members {
    private static final int MAX_DEPTH = 100;

    private final Map<String, Any> values;

    Members() {
        this(new LinkedHashMap<>());
    }

    private Members(Map<String, Any> values) {
        this.values = values;
    }

    Members with(String name, String text) {
        return with(name, new Any.Str(text));
    }

    Members with(String name, long number) {
        return with(name, new Any.Num(number));
    }

    Members with(String name, byte[] bytes) {
        return with(name, new Any.Bytes(bytes));
    }

    Members with(String name, List<String> texts) {
        return with(name, Any.of(texts));
    }

    Members withGrants(String name, List<RoomEvent.Grant> grants) {
        return with(
                name,
                new Any.Arr(grants.stream()
                        .<Any>map(grant -> new Any.Arr(List.of(
                                new Any.Str(grant.who()),
                                new Any.Str(grant.right().name().toLowerCase(Locale.ROOT)))))
                        .toList()));
    }

    Members with(String name, Any value) {
        values.put(name, value);
        return this;
    }

    /** Refuses what could not be read again: an event that lies in a journal is there for good. */
    void write(Encoder out) {
        int from = out.size();
        AnyFormat.write(out, new Any.Obj(values));
        try {
            AnyFormat.skip(new Decoder(out.array(), from, out.size()), MAX_DEPTH);
        } catch (MalformedInput e) {
            throw new IllegalArgumentException("an event whose fields could not be read again", e);
        }
    }

    static Members read(Decoder in) throws MalformedInput {
        if (AnyFormat.read(in, MAX_DEPTH) instanceof Any.Obj(var members)) {
            return new Members(members);
        }
        throw new MalformedInput("an event whose fields are not an object");
    }

    String text(String name) throws MalformedInput {
        if (values.get(name) instanceof Any.Str(var text)) {
            return text;
        }
        throw missing(name);
    }

    long number(String name) throws MalformedInput {
        if (values.get(name) instanceof Any.Num(double number)
                && number >= 0
                && number <= Decoder.MAX_VAR_UINT
                && number == Math.rint(number)) {
            return (long) number;
        }
        throw missing(name);
    }

    byte[] bytes(String name) throws MalformedInput {
        if (values.get(name) instanceof Any.Bytes(var bytes)) {
            return bytes;
        }
        throw missing(name);
    }

    Any.Obj object(String name) throws MalformedInput {
        if (values.get(name) instanceof Any.Obj object) {
            return object;
        }
        throw missing(name);
    }

    List<String> texts(String name) throws MalformedInput {
        List<String> texts = new ArrayList<>();
        for (var item : items(name)) {
            if (!(item instanceof Any.Str(var text))) {
                throw missing(name);
            }
            texts.add(text);
        }
        return texts;
    }

    List<RoomEvent.Grant> grants(String name) throws MalformedInput {
        List<RoomEvent.Grant> grants = new ArrayList<>();
        for (var item : items(name)) {
            if (!(item instanceof Any.Arr(var pair)
                    && pair.size() == 2
                    && pair.get(0) instanceof Any.Str(var who)
                    && pair.get(1) instanceof Any.Str(var right))) {
                throw missing(name);
            }
            grants.add(new RoomEvent.Grant(who, right(right)));
        }
        return grants;
    }

    private static Right right(String name) throws MalformedInput {
        for (var right : Right.values()) {
            if (right.name().toLowerCase(Locale.ROOT).equals(name)) {
                return right;
            }
        }
        throw new MalformedInput("an event that grants a right which this release doesn't know");
    }

    private List<Any> items(String name) throws MalformedInput {
        if (values.get(name) instanceof Any.Arr(var items)) {
            return items;
        }
        throw missing(name);
    }

    private static MalformedInput missing(String name) {
        return new MalformedInput("an event without a good field '" + name + "'");
    }
}
