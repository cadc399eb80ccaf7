package dev.parley.core.engine.struct;

import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.TextCache;
import dev.parley.core.engine.update.UpdateReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An update that was read whole and checked, and is not applied yet. */
public final class Incoming {
    /** The structs of one client, and how many of them were taken already. */
    static final class Block {
        private static final Struct[] NONE = {};

        final Client client;
        private Struct[] structs = NONE;
        private int size;
        private int taken;

        Block(Client client) {
            this.client = client;
        }

        void add(Struct struct) {
            if (size == structs.length) {
                structs = Arrays.copyOf(structs, size + (size >> 1) + 1);
            }
            structs[size++] = struct;
        }

        boolean isEmpty() {
            return taken == size;
        }

        Struct take() {
            return structs[taken++];
        }

        /** Everything from this struct on, which was taken already. */
        List<Struct> from(Struct struct) {
            int from = taken;
            while (from > 0 && structs[from - 1].clock >= struct.clock) {
                from--;
            }
            taken = size;
            return Arrays.asList(structs).subList(from, size);
        }

        List<Struct> all() {
            return Arrays.asList(structs).subList(0, size);
        }
    }

    private static final Comparator<Block> HIGHEST_FIRST = (one, other) -> Long.compare(other.client.id, one.client.id);

    private static final int SEARCHED = 8;

    /** Highest client first. */
    private final List<Block> blocks;

    private final Deletions deletions;
    private @Nullable Map<Client, Block> byClient;

    private Incoming(List<Block> blocks, Deletions deletions) {
        this.blocks = blocks;
        this.deletions = deletions;
    }

    /** Reads an update for a document with these clients; {@code roots} finds or makes what it names as roots. */
    public static Incoming read(
            byte[] update,
            UpdateFormat format,
            Clients known,
            Function<String, Parent> roots,
            TextCache names,
            Limits limits)
            throws MalformedInput {
        var in = UpdateReader.of(update, format);
        var structs = new StructReader(in, new Spoken(known), roots, names, limits, update.length);
        var blocks = new ArrayList<Block>(1);
        int newClients = 0;
        long count = in.number();
        for (long i = 0; i < count; i++) {
            var block = readBlock(in, structs);
            if (block.isEmpty()) {
                continue;
            }
            if (!block.client.known && ++newClients > limits.newClients()) {
                throw new MalformedInput("more than " + limits.newClients() + " new clients in one update");
            }
            blocks.add(block);
        }
        var deletions = structs.deletions();
        if (in.rest().hasMore()) {
            throw new MalformedInput("expected the end of an update of format " + format + ", found more at byte "
                    + in.rest().position());
        }
        return new Incoming(inOrder(blocks), deletions);
    }

    private static Block readBlock(UpdateReader in, StructReader structs) throws MalformedInput {
        long count = in.number();
        var client = structs.client();
        long clock = in.number();
        var block = new Block(client);
        for (long i = 0; i < count; i++) {
            var struct = structs.next(client, clock);
            block.add(struct);
            clock = struct.end();
        }
        return block;
    }

    /** Highest client first; if a client comes twice only its last block counts, as in Yjs. */
    private static List<Block> inOrder(List<Block> blocks) {
        boolean ordered = true;
        for (int i = 1; i < blocks.size(); i++) {
            ordered &= blocks.get(i - 1).client.id > blocks.get(i).client.id;
        }
        if (ordered) {
            return blocks;
        }
        Map<Client, Block> last = new HashMap<>();
        for (var block : blocks) {
            last.put(block.client, block);
        }
        var sorted = new ArrayList<>(last.values());
        sorted.sort(HIGHEST_FIRST);
        return sorted;
    }

    List<Block> blocks() {
        return blocks;
    }

    Deletions deletions() {
        return deletions;
    }

    @Nullable
    Block blockOf(Client client) {
        if (blocks.size() <= SEARCHED) {
            for (var block : blocks) {
                if (block.client == client) {
                    return block;
                }
            }
            return null;
        }
        if (byClient == null) {
            byClient = new HashMap<>();
            for (var block : blocks) {
                byClient.put(block.client, block);
            }
        }
        return byClient.get(client);
    }
}
