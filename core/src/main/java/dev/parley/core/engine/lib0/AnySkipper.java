package dev.parley.core.engine.lib0;

import dev.parley.core.engine.MalformedInput;
import java.util.Arrays;

/**
 * Goes over one array or object with everything in it, and notices whether it is in the form that lib0 writes. Of what it passes it
 * remembers only where the keys of the objects are that have not ended yet.
 */
final class AnySkipper {
    private static final int INITIAL_LEVELS = 4;

    /** Stands for the keys of an array. */
    private static final int NONE = -1;

    private final Decoder in;
    private final int maxDepth;
    private final KeyRanges keys;
    private boolean asWritten = true;

    /** For each open array or object: how many values are still to come, and which key is its first. */
    private int[] left = new int[INITIAL_LEVELS];

    private int[] firstKey = new int[INITIAL_LEVELS];
    private int depth;

    AnySkipper(Decoder in, int maxDepth) {
        this.in = in;
        this.maxDepth = maxDepth;
        this.keys = new KeyRanges(in.array());
    }

    /** Goes on behind the byte that says the kind. */
    boolean skip(int outermost) throws MalformedInput {
        open(outermost);
        while (depth > 0) {
            int innermost = depth - 1;
            if (left[innermost] > 0) {
                left[innermost]--;
                skipNext(firstKey[innermost] != NONE);
            } else {
                close(firstKey[innermost]);
            }
        }
        return asWritten;
    }

    private void skipNext(boolean inObject) throws MalformedInput {
        if (inObject) {
            skipKey();
        }
        int kind = in.readByte();
        if (AnyFormat.isNested(kind)) {
            open(kind);
        } else {
            asWritten &= AnyFormat.skipScalar(in, kind);
        }
    }

    private void skipKey() throws MalformedInput {
        int start = in.position();
        int length = in.readLength();
        asWritten &= AnyFormat.isMinimal(in, start);
        keys.add(in.position(), in.position() + length);
        AnyFormat.skipUtf8(in, length);
    }

    private void open(int kind) throws MalformedInput {
        if (depth == maxDepth) {
            throw AnyFormat.tooDeep(in, maxDepth);
        }
        if (depth == left.length) {
            left = Arrays.copyOf(left, 2 * depth);
            firstKey = Arrays.copyOf(firstKey, 2 * depth);
        }
        boolean object = kind == AnyFormat.OBJECT;
        int start = in.position();
        left[depth] = AnyFormat.readCount(in, object ? 2 : 1);
        asWritten &= AnyFormat.isMinimal(in, start);
        firstKey[depth] = object ? keys.count() : NONE;
        depth++;
    }

    private void close(int first) {
        depth--;
        if (first != NONE) {
            asWritten = asWritten && keys.areInOrder(first);
            keys.forget(first);
        }
    }
}
