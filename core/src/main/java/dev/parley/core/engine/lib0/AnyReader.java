package dev.parley.core.engine.lib0;

import dev.parley.core.engine.MalformedInput;

/** Reads one array or object with everything in it. */
final class AnyReader {
    private final Decoder in;
    private final int maxDepth;
    private final Nesting nesting = new Nesting();

    AnyReader(Decoder in, int maxDepth) {
        this.in = in;
        this.maxDepth = maxDepth;
    }

    /** Reads on behind the byte that says the kind. */
    Any read(int outermost) throws MalformedInput {
        open(outermost);
        while (true) {
            if (nesting.takeAnnounced()) {
                readNext();
            } else {
                var done = close();
                if (nesting.isEmpty()) {
                    return done;
                }
                nesting.add(done);
            }
        }
    }

    private void readNext() throws MalformedInput {
        if (nesting.inObject()) {
            nesting.name(in.readVarString());
        }
        int kind = in.readByte();
        if (AnyFormat.isNested(kind)) {
            open(kind);
        } else {
            nesting.add(AnyFormat.readScalar(in, kind));
        }
    }

    private void open(int kind) throws MalformedInput {
        if (nesting.depth() == maxDepth) {
            throw AnyFormat.tooDeep(in, maxDepth);
        }
        if (kind == AnyFormat.ARRAY) {
            nesting.openArray(AnyFormat.readCount(in, 1));
        } else {
            nesting.openObject(AnyFormat.readCount(in, 2));
        }
    }

    private Any close() {
        if (nesting.inObject()) {
            nesting.remove(KeyOrder.PROTO);
        }
        return nesting.close();
    }
}
