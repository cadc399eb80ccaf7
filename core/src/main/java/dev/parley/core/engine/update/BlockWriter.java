package dev.parley.core.engine.update;

import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.struct.Client;
import dev.parley.core.engine.struct.Deletions;
import dev.parley.core.engine.struct.Struct;
import dev.parley.core.engine.struct.StructWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes structs that come one by one as an update. What follows on the struct before is in one block with it. How many blocks
 * there are, and structs in each, stands in front of them and is known last.
 */
public final class BlockWriter {
    private final UpdateWriter out;
    private int[] starts = new int[4];
    private long[] counts = new long[4];
    private int blocks;
    private @Nullable Client client;

    /** The clock behind what was written last. */
    private long end;

    public BlockWriter(UpdateFormat format) {
        out = UpdateWriter.of(format);
    }

    public void write(Struct struct) {
        write(struct, 0);
    }

    /** Writes a struct without its first {@code offset} units. */
    void write(Struct struct, long offset) {
        long from = struct.clock + offset;
        if (struct.client != client || from != end) {
            startBlock(struct.client, from);
        }
        StructWriter.write(out, struct, offset);
        counts[blocks - 1]++;
        end = struct.end();
    }

    private void startBlock(Client client, long clock) {
        if (blocks == starts.length) {
            starts = Arrays.copyOf(starts, blocks * 2);
            counts = Arrays.copyOf(counts, blocks * 2);
        }
        starts[blocks++] = out.plainSize();
        this.client = client;
        out.client(client.id);
        out.number(clock);
    }

    /** The update, with these deletions, which are in order. */
    public byte[] finish(Deletions deletions) {
        out.insertCounts(Arrays.copyOf(starts, blocks), counts);
        deletions.write(out);
        return out.toBytes();
    }
}
