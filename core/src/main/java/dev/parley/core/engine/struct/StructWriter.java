package dev.parley.core.engine.struct;

import dev.parley.core.engine.update.UpdateWriter;
import org.jspecify.annotations.Nullable;

/** Writes structs as they stand in updates. */
public final class StructWriter {
    private static final int HAS_ORIGIN = 0x80;
    private static final int HAS_RIGHT_ORIGIN = 0x40;
    private static final int HAS_KEY = 0x20;
    private static final int GC = 0;
    private static final int SKIP = 10;

    private StructWriter() {}

    /** Writes a struct without its first {@code offset} units. */
    public static void write(UpdateWriter out, Struct struct, long offset) {
        switch (struct) {
            case Item item -> write(out, item, (int) offset);
            case Gc gc -> {
                out.info(GC);
                out.length(gc.length - offset);
            }
            case Skip skip -> {
                out.info(SKIP);
                out.number(skip.length() - offset);
            }
        }
    }

    private static void write(UpdateWriter out, Item item, int offset) {
        var origin = offset > 0 ? item.client : item.originClient;
        var rightOrigin = item.rightOriginClient;
        out.info(item.content.reference()
                | (origin == null ? 0 : HAS_ORIGIN)
                | (rightOrigin == null ? 0 : HAS_RIGHT_ORIGIN)
                | (item.key == null ? 0 : HAS_KEY));
        if (origin != null) {
            out.leftId(origin.id, offset > 0 ? item.clock + offset - 1 : item.originClock);
        }
        if (rightOrigin != null) {
            out.rightId(rightOrigin.id, item.rightOriginClock);
        }
        if (origin == null && rightOrigin == null) {
            writeParent(out, item);
        }
        item.content.write(out, offset, item.length);
    }

    private static void writeParent(UpdateWriter out, Item item) {
        switch (item.parent) {
            case Branch branch -> writeParent(out, branch);
            case Run run -> writeParent(out, run.branch);
            case Parent.Root root -> {
                out.parentIsRoot(true);
                out.string(root.name());
            }
            case Parent.Held held -> {
                out.parentIsRoot(false);
                out.leftId(held.client().id, held.clock());
            }
            case null -> throw new IllegalStateException("neither neighbours nor a parent: " + item);
        }
        if (item.key != null) {
            out.string(item.key);
        }
    }

    private static void writeParent(UpdateWriter out, Branch branch) {
        var holder = branch.item;
        out.parentIsRoot(holder == null);
        if (holder == null) {
            out.string(branch.name());
        } else {
            out.leftId(holder.client.id, holder.clock);
        }
    }

    /** Writes everything that a client has from this clock on, of which there must be something, and notes what of it is deleted. */
    static void writeFrom(UpdateWriter out, Client client, long from, @Nullable Deletions deleted) {
        int place = client.find(from);
        out.number(client.countFrom(place));
        out.client(client.id);
        out.number(from);
        long offset = from - client.get(place).clock;
        for (int next = place; next != Client.NOWHERE; next = client.next(next)) {
            var struct = client.get(next);
            write(out, struct, offset);
            offset = 0;
            if (deleted != null && struct.isDeleted()) {
                deleted.add(client, struct.clock, struct.length());
            }
        }
    }
}
