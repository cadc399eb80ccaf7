package dev.parley.core.engine.update;

import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.TextCache;
import dev.parley.core.engine.struct.Client;
import dev.parley.core.engine.struct.Clients;
import dev.parley.core.engine.struct.Deletions;
import dev.parley.core.engine.struct.Parent;
import dev.parley.core.engine.struct.Spoken;
import dev.parley.core.engine.struct.Struct;
import dev.parley.core.engine.struct.StructReader;
import org.jspecify.annotations.Nullable;

/**
 * The structs of an update, one by one in the order of its bytes, and then its deletions. There is no document: a parent is the
 * name of a root or an ID, and a key that isn't written isn't known.
 */
public final class StructStream {
    private final UpdateReader in;
    private final StructReader structs;
    private long blocksLeft;
    private long structsLeft;
    private @Nullable Client client;
    private long clock;

    public StructStream(byte[] update, UpdateFormat format, Limits limits) throws MalformedInput {
        this(update, format, limits, new Spoken(new Clients()));
    }

    /** For updates that are put together: all of them speak of the same clients. */
    StructStream(byte[] update, UpdateFormat format, Limits limits, Spoken clients) throws MalformedInput {
        in = UpdateReader.of(update, format);
        structs = new StructReader(in, clients, Parent.Root::new, new TextCache(), limits, update.length);
        blocksLeft = in.number();
    }

    /** Null behind the last one. */
    public @Nullable Struct next() throws MalformedInput {
        while (structsLeft == 0 && blocksLeft > 0) {
            blocksLeft--;
            structsLeft = in.number();
            client = structs.client();
            clock = in.number();
        }
        if (structsLeft == 0 || client == null) {
            return null;
        }
        structsLeft--;
        var struct = structs.next(client, clock);
        clock = struct.end();
        return struct;
    }

    /** To be asked once, when there are no more structs. */
    public Deletions deletions() throws MalformedInput {
        return structs.deletions();
    }
}
