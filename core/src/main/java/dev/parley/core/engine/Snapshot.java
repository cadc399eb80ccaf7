package dev.parley.core.engine;

import dev.parley.core.engine.update.StructStream;
import dev.parley.core.engine.update.UpdateReader;
import dev.parley.core.engine.update.UpdateWriter;

/**
 * A moment of a document: what was there, and what of it was deleted. It holds none of the content; a document that keeps what is
 * deleted can show itself as it was then.
 *
 * <pre>{@code
 * var before = doc.snapshot();
 * doc.text("body").insert(0, "news");
 * before.contains(doc.encode(UpdateFormat.V1), UpdateFormat.V1); // false
 * byte[] bytes = before.encode(UpdateFormat.V1);
 * }</pre>
 */
public record Snapshot(StateVector state, DeleteSet deleted) {
    /** The moment before everything. */
    public static final Snapshot EMPTY = new Snapshot(StateVector.EMPTY, DeleteSet.EMPTY);

    /** Reads a snapshot within the standard limits. */
    public static Snapshot decode(byte[] bytes, UpdateFormat format) throws MalformedInput {
        return decode(bytes, format, Limits.standard());
    }

    /** Reads a snapshot with as many clients, and as many deleted ranges, as an update may hold structs. */
    public static Snapshot decode(byte[] bytes, UpdateFormat format, Limits limits) throws MalformedInput {
        var in = UpdateReader.ofPlain(bytes, format);
        var deleted = DeleteSet.read(in, limits);
        return new Snapshot(StateVector.read(in, limits), deleted);
    }

    public byte[] encode(UpdateFormat format) {
        var out = UpdateWriter.of(format);
        deleted.write(out);
        state.write(out);
        return out.toPlainBytes();
    }

    /** Whether everything that an update inserts was there, and everything that it deletes was deleted. */
    public boolean contains(byte[] update, UpdateFormat format) throws MalformedInput {
        return contains(update, format, Limits.standard());
    }

    public boolean contains(byte[] update, UpdateFormat format, Limits limits) throws MalformedInput {
        var structs = new StructStream(update, format, limits);
        boolean contained = true;
        for (var struct = structs.next(); struct != null; struct = structs.next()) {
            contained &= struct.end() <= state.clock(struct.client.id);
        }
        return deleted.hasAll(structs.deletions()) && contained;
    }
}
