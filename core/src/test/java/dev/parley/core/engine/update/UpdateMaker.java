package dev.parley.core.engine.update;

import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.struct.Client;
import dev.parley.core.engine.struct.Deletions;
import dev.parley.core.engine.struct.TextContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Updates written by hand, struct by struct, as the bytes have them. A struct stands behind the one before it in the same block;
 * its origin is the unit before its first one, or the root "t" if there is none.
 */
final class UpdateMaker {
    private static final int TEXT = 4;
    private static final int ORIGIN = 0x80;
    private static final int RIGHT_ORIGIN = 0x40;
    private static final int KEY = 0x20;

    private record Block(long client, long clock, List<Consumer<UpdateWriter>> structs) {}

    private final List<Block> blocks = new ArrayList<>();
    private final Deletions deletions = new Deletions();
    private final Map<Long, Client> clients = new LinkedHashMap<>();
    private long clock;

    static byte[] empty(UpdateFormat format) {
        return new UpdateMaker().in(format);
    }

    static UpdateMaker block(long client, long clock) {
        return new UpdateMaker().andBlock(client, clock);
    }

    static UpdateMaker deleting(long client, long clock, long length) {
        return new UpdateMaker().delete(client, clock, length);
    }

    UpdateMaker andBlock(long client, long clock) {
        blocks.add(new Block(client, clock, new ArrayList<>()));
        this.clock = clock;
        return this;
    }

    UpdateMaker text(String text) {
        return text(text, 0);
    }

    /** As Yjs writes an item under a key that a neighbour knows. */
    UpdateMaker keyed(String text) {
        return text(text, KEY);
    }

    private UpdateMaker text(String text, int flags) {
        long client = block().client;
        long before = clock - 1;
        return add(text.length(), out -> {
            out.info(TEXT | flags | (before < 0 ? 0 : ORIGIN));
            if (before < 0) {
                out.parentIsRoot(true);
                out.string("t");
            } else {
                out.leftId(client, before);
            }
            TextContent.of(text).write(out, 0, text.length());
        });
    }

    /** A text that stands to the left of somebody's unit. */
    UpdateMaker textBefore(String text, long rightClient, long rightClock) {
        return add(text.length(), out -> {
            out.info(TEXT | RIGHT_ORIGIN);
            out.rightId(rightClient, rightClock);
            TextContent.of(text).write(out, 0, text.length());
        });
    }

    UpdateMaker gc(long length) {
        return add(length, out -> {
            out.info(0);
            out.length(length);
        });
    }

    UpdateMaker skip(long length) {
        return add(length, out -> {
            out.info(10);
            out.number(length);
        });
    }

    private UpdateMaker add(long length, Consumer<UpdateWriter> struct) {
        block().structs.add(struct);
        clock += length;
        return this;
    }

    private Block block() {
        return blocks.get(blocks.size() - 1);
    }

    UpdateMaker delete(long client, long clock, long length) {
        deletions.add(clients.computeIfAbsent(client, Client::new), clock, length);
        return this;
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
        deletions.write(out);
        return out.toBytes();
    }
}
