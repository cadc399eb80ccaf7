package dev.parley.core.engine;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.struct.TextContent;
import dev.parley.core.engine.update.UpdateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Updates written by hand, struct by struct as the bytes have them: those that no honest client writes, too. What comes next stands
 * where {@link #behind}, {@link #before}, {@link #in} or {@link #inside} said last; {@link #typed} goes on behind what is there.
 */
public final class Forged {
    private static final int ORIGIN = 0x80;
    private static final int RIGHT_ORIGIN = 0x40;
    private static final int KEY = 0x20;

    private record Block(long client, long clock, List<Consumer<UpdateWriter>> structs) {}

    private record Deletion(long clock, long length) {}

    /** Deletions of a client, as they are written under its number. */
    private record Deletions(long client, List<Deletion> ranges) {}

    private final List<Block> blocks = new ArrayList<>();
    private final List<Deletions> deletions = new ArrayList<>();
    private long clock;

    private @Nullable Id origin;
    private @Nullable Id rightOrigin;
    private @Nullable Id parent;
    private String root = "text";
    private @Nullable String key;

    public static byte[] nothing(UpdateFormat format) {
        return new Forged().in(format);
    }

    public static Forged by(long client) {
        return new Forged().and(client, 0);
    }

    public static Forged by(long client, long clock) {
        return new Forged().and(client, clock);
    }

    public static Forged deleting(long client, long clock, long length) {
        return new Forged().delete(client, clock, length);
    }

    public Forged and(long client, long clock) {
        blocks.add(new Block(client, clock, new ArrayList<>()));
        this.clock = clock;
        return this;
    }

    private Forged nowhere() {
        origin = null;
        rightOrigin = null;
        parent = null;
        key = null;
        return this;
    }

    /** From here on at the start of a root. */
    public Forged in(String root) {
        nowhere().root = root;
        return this;
    }

    /** From here on at the start of the type that this item holds. */
    public Forged inside(long client, long clock) {
        nowhere().parent = new Id(client, clock);
        return this;
    }

    public Forged behind(long client, long clock) {
        nowhere().origin = new Id(client, clock);
        return this;
    }

    public Forged before(long client, long clock) {
        nowhere().rightOrigin = new Id(client, clock);
        return this;
    }

    public Forged between(long client, long clock, long rightClient, long rightClock) {
        nowhere().origin = new Id(client, clock);
        rightOrigin = new Id(rightClient, rightClock);
        return this;
    }

    public Forged under(@Nullable String key) {
        this.key = key;
        return this;
    }

    public long clock() {
        return clock;
    }

    public Forged text(String text) {
        return item(4, text.length(), out -> TextContent.of(text).write(out, 0, text.length()));
    }

    /** A text right behind the unit before it in its block, or at the start of the root if it is the first one. */
    public Forged typed(String text) {
        var named = key;
        return (clock == 0 ? in(root) : behind(blocks.getLast().client, clock - 1))
                .under(named)
                .text(text);
    }

    public Forged values(Any... values) {
        return item(8, values.length, out -> {
            out.length(values.length);
            for (var value : values) {
                out.any(value);
            }
        });
    }

    /** Values in the form that old documents hold. */
    public Forged jsons(String... texts) {
        return item(2, texts.length, out -> {
            out.length(texts.length);
            for (var text : texts) {
                out.string(text);
            }
        });
    }

    public Forged array() {
        return item(7, 1, out -> out.typeReference(0));
    }

    public Forged deleted(long length) {
        return item(1, length, out -> out.length(length));
    }

    public Forged embed(Any value) {
        return item(5, 1, out -> out.json(value));
    }

    public Forged format(String name, Any value) {
        return item(6, 1, out -> {
            out.key(name);
            out.json(value);
        });
    }

    public Forged doc(String guid, Any options) {
        return item(9, 1, out -> {
            out.string(guid);
            out.any(options);
        });
    }

    public Forged gc(long length) {
        return add(length, out -> {
            out.info(0);
            out.length(length);
        });
    }

    public Forged skip(long length) {
        return add(length, out -> {
            out.info(10);
            out.number(length);
        });
    }

    private Forged item(int reference, long length, Consumer<UpdateWriter> content) {
        var left = origin;
        var right = rightOrigin;
        var holder = parent;
        var name = root;
        var named = key;
        return add(length, out -> {
            out.info(reference
                    | (left == null ? 0 : ORIGIN)
                    | (right == null ? 0 : RIGHT_ORIGIN)
                    | (named == null ? 0 : KEY));
            if (left != null) {
                out.leftId(left.client(), left.clock());
            }
            if (right != null) {
                out.rightId(right.client(), right.clock());
            }
            if (left == null && right == null) {
                out.parentIsRoot(holder == null);
                if (holder == null) {
                    out.string(name);
                } else {
                    out.leftId(holder.client(), holder.clock());
                }
                if (named != null) {
                    out.string(named);
                }
            }
            content.accept(out);
        });
    }

    private Forged add(long length, Consumer<UpdateWriter> struct) {
        blocks.getLast().structs.add(struct);
        clock += length;
        return this;
    }

    public Forged delete(long client, long clock, long length) {
        if (deletions.isEmpty() || deletions.getLast().client != client) {
            deletions.add(new Deletions(client, new ArrayList<>()));
        }
        deletions.getLast().ranges.add(new Deletion(clock, length));
        return this;
    }

    public byte[] v1() {
        return in(UpdateFormat.V1);
    }

    public byte[] in(UpdateFormat format) {
        var out = UpdateWriter.of(format);
        out.number(blocks.size());
        for (var block : blocks) {
            out.number(block.structs.size());
            out.client(block.client);
            out.number(block.clock);
            block.structs.forEach(struct -> struct.accept(out));
        }
        out.number(deletions.size());
        for (var deleted : deletions) {
            out.deletingClient(deleted.client, deleted.ranges.size());
            deleted.ranges.forEach(range -> out.range(range.clock, range.length));
        }
        return out.toBytes();
    }
}
