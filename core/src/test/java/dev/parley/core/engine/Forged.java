package dev.parley.core.engine;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.struct.TextContent;
import dev.parley.core.engine.update.UpdateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Updates that no honest client writes, struct by struct as the bytes have them. What comes next stands where {@link #behind},
 * {@link #before}, {@link #in} or {@link #inside} said last.
 */
final class Forged {
    private static final int ORIGIN = 0x80;
    private static final int RIGHT_ORIGIN = 0x40;
    private static final int KEY = 0x20;

    private record Block(long client, long clock, List<Consumer<UpdateWriter>> structs) {}

    private record Deletion(long client, long clock, long length) {}

    private final List<Block> blocks = new ArrayList<>();
    private final List<Deletion> deletions = new ArrayList<>();
    private long clock;

    private @Nullable Id origin;
    private @Nullable Id rightOrigin;
    private @Nullable Id parent;
    private String root = "text";
    private @Nullable String key;

    static Forged by(long client) {
        return new Forged().and(client, 0);
    }

    static Forged by(long client, long clock) {
        return new Forged().and(client, clock);
    }

    static Forged deleting(long client, long clock, long length) {
        return new Forged().delete(client, clock, length);
    }

    Forged and(long client, long clock) {
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
    Forged in(String root) {
        nowhere().root = root;
        return this;
    }

    /** From here on at the start of the type that this item holds. */
    Forged inside(long client, long clock) {
        nowhere().parent = new Id(client, clock);
        return this;
    }

    Forged behind(long client, long clock) {
        nowhere().origin = new Id(client, clock);
        return this;
    }

    Forged before(long client, long clock) {
        nowhere().rightOrigin = new Id(client, clock);
        return this;
    }

    Forged between(long client, long clock, long rightClient, long rightClock) {
        nowhere().origin = new Id(client, clock);
        rightOrigin = new Id(rightClient, rightClock);
        return this;
    }

    Forged under(String key) {
        this.key = key;
        return this;
    }

    long clock() {
        return clock;
    }

    Forged text(String text) {
        return item(4, text.length(), out -> TextContent.of(text).write(out, 0, text.length()));
    }

    Forged values(Any... values) {
        return item(8, values.length, out -> {
            out.length(values.length);
            for (var value : values) {
                out.any(value);
            }
        });
    }

    /** Values in the form that old documents hold. */
    Forged jsons(String... texts) {
        return item(2, texts.length, out -> {
            out.length(texts.length);
            for (var text : texts) {
                out.string(text);
            }
        });
    }

    Forged array() {
        return item(7, 1, out -> out.typeReference(0));
    }

    Forged deleted(long length) {
        return item(1, length, out -> out.length(length));
    }

    Forged embed(Any value) {
        return item(5, 1, out -> out.json(value));
    }

    Forged format(String name, Any value) {
        return item(6, 1, out -> {
            out.key(name);
            out.json(value);
        });
    }

    Forged doc(String guid, Any options) {
        return item(9, 1, out -> {
            out.string(guid);
            out.any(options);
        });
    }

    Forged gc(long length) {
        return add(length, out -> {
            out.info(0);
            out.length(length);
        });
    }

    Forged skip(long length) {
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

    Forged delete(long client, long clock, long length) {
        deletions.add(new Deletion(client, clock, length));
        return this;
    }

    byte[] v1() {
        return in(UpdateFormat.V1);
    }

    byte[] in(UpdateFormat format) {
        var out = UpdateWriter.of(format);
        out.number(blocks.size());
        for (var block : blocks) {
            out.number(block.structs.size());
            out.client(block.client);
            out.number(block.clock);
            block.structs.forEach(struct -> struct.accept(out));
        }
        out.number(deletions.size());
        for (var deletion : deletions) {
            out.deletingClient(deletion.client, 1);
            out.range(deletion.clock, deletion.length);
        }
        return out.toBytes();
    }
}
