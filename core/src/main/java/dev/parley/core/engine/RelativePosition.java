package dev.parley.core.engine;

import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.engine.struct.Positions;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.engine.type.Views;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list or text that stays with what it stands at, whatever is inserted and deleted before it: a cursor, a comment.
 *
 * <pre>{@code
 * var cursor = RelativePosition.of(text, 5, 0);
 * text.insert(0, "Well, ");
 * cursor.resolve(doc).index(); // 11
 * }</pre>
 *
 * @param type the item of the type that it is in, unless that is a root; null after reading if {@code item} is there
 * @param rootName the name of the root that it is in; null after reading if {@code item} is there
 * @param item the unit that it stands at; null for the end, or the start, of its type
 * @param assoc from 0 on: it stands before that unit; below: behind it
 */
public record RelativePosition(
        @Nullable Id type,
        @Nullable String rootName,
        @Nullable Id item,
        int assoc) {
    private static final int ITEM = 0;
    private static final int ROOT = 1;
    private static final int TYPE = 2;

    public RelativePosition {
        if (type == null && rootName == null && item == null) {
            throw new IllegalArgumentException("a position needs something to stand at");
        }
    }

    /** A position in a list or text; below 0, {@code assoc} means the unit before the index, else the one behind it. */
    public static RelativePosition of(SharedType type, int index, int assoc) {
        var item = Positions.unit(type.branch(), index, assoc);
        return new RelativePosition(type.id(), type.rootName(), item, assoc);
    }

    public byte[] encode() {
        var out = new Encoder();
        if (item != null) {
            out.writeVarUint(ITEM);
            write(out, item);
        } else if (rootName != null) {
            out.writeVarUint(ROOT);
            out.writeVarString(rootName);
        } else if (type != null) {
            out.writeVarUint(TYPE);
            write(out, type);
        }
        out.writeVarInt(assoc);
        return out.toBytes();
    }

    private static void write(Encoder out, Id id) {
        out.writeVarUint(id.client());
        out.writeVarUint(id.clock());
    }

    public static RelativePosition decode(byte[] bytes) throws MalformedInput {
        var in = new Decoder(bytes);
        long kind = in.readVarUint();
        if (kind == ITEM) {
            return new RelativePosition(null, null, id(in), assoc(in));
        }
        if (kind == ROOT) {
            return new RelativePosition(null, in.readVarString(), null, assoc(in));
        }
        if (kind == TYPE) {
            return new RelativePosition(id(in), null, null, assoc(in));
        }
        throw new MalformedInput("expected a position of kind 0 to 2, found " + kind);
    }

    private static Id id(Decoder in) throws MalformedInput {
        long client = in.readVarUint();
        return new Id(client, in.readVarUint());
    }

    private static int assoc(Decoder in) throws MalformedInput {
        if (!in.hasMore()) {
            return 0;
        }
        long assoc = in.readVarInt();
        if (assoc == Decoder.NEGATIVE_ZERO) {
            return 0;
        }
        return Math.clamp(assoc, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** As {@code relativePositionToJSON} of Yjs gives it: what it doesn't have isn't mentioned. */
    public String toJson() {
        return PositionJson.print(this);
    }

    /** Reads what {@code createRelativePositionFromJSON} of Yjs takes: what is missing may also be null. */
    public static RelativePosition fromJson(String json) throws MalformedInput {
        return PositionJson.parse(json);
    }

    /**
     * Where it is now; null if what it stands at isn't there, not yet or not any more, or is in a root of which nobody said yet
     * what it is.
     */
    public @Nullable AbsolutePosition resolve(Doc doc) {
        if (item == null && rootName != null && doc.store.knownRoot(rootName) == null) {
            // To look for a root there would make it.
            return null;
        }
        var found = Positions.resolve(doc.store, item, rootName, type, assoc);
        if (found == null || !found.branch().kindKnown()) {
            return null;
        }
        return new AbsolutePosition(Views.of(found.branch()), found.index(), assoc);
    }
}
