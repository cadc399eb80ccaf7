package dev.parley.core.engine.struct;

import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.update.UpdateWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What an update left over, because something isn't there yet.
 *
 * @param update all of it, as an update of format 2 without deletions
 * @param pieces the same in pieces that can be tried apart
 */
record Rest(byte[] update, List<Piece> pieces) {
    private static final byte[] NO_BYTES = {};

    static final Rest NOTHING = new Rest(NO_BYTES, List.of());

    /** Of these structs, the highest client first. */
    static Rest of(List<List<Struct>> clients) {
        var out = UpdateWriter.of(UpdateFormat.V2);
        var pieces = new ArrayList<Piece>();
        out.number(clients.size());
        for (var structs : clients) {
            var first = structs.get(0);
            out.number(structs.size());
            out.client(first.client.id);
            out.number(first.clock);
            structs.forEach(struct -> StructWriter.write(out, struct, 0));
            Piece.cut(structs, pieces);
        }
        out.number(0);
        return new Rest(out.toBytes(), pieces);
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }
}
