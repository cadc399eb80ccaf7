package dev.parley.core.engine.struct;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.AnyFormat;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.engine.update.UpdateWriter;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Values, kept as the bytes that stand for them in both formats: loading copies them, writing copies them, and only who reads a
 * value pays for it. They are known to be valid and in the form that Yjs writes.
 */
public final class AnyContent extends Content {
    static final int REFERENCE = 8;

    /** Every so many values the start of one is remembered, once somebody asked for one in the middle. */
    private static final int STRIDE = 16;

    private static final int[] NO_MARKS = {};

    /** Pieces up to this many bytes are copied when split: sharing would keep the whole array alive for them. */
    private static final int SHARED_FROM = 1024;

    private byte[] packed;
    private int from;
    private int to;

    /** Others use the same array, so that nothing can be appended in it. */
    private boolean shared;

    /** Where value number (i + 1) * STRIDE starts, for the first {@code marked} of them. */
    private int[] marks = NO_MARKS;

    private int marked;

    private AnyContent(byte[] packed, int from, int to) {
        this.packed = packed;
        this.from = from;
        this.to = to;
    }

    /** Of bytes that are valid and as Yjs writes them. */
    public static AnyContent ofPacked(byte[] packed) {
        return new AnyContent(packed, 0, packed.length);
    }

    public static AnyContent of(Iterable<? extends Any> values) {
        var packed = new Encoder();
        for (var value : values) {
            AnyFormat.write(packed, value);
        }
        return ofPacked(packed.toBytes());
    }

    public static AnyContent of(Any value) {
        var packed = new Encoder();
        AnyFormat.write(packed, value);
        return ofPacked(packed.toBytes());
    }

    public Any value(int index) {
        return read(decoderAt(index));
    }

    /** The values from one index to another, in one walk. */
    public void values(int from, int to, Consumer<? super Any> each) {
        if (from < to) {
            var decoder = decoderAt(from);
            for (int i = from; i < to; i++) {
                each.accept(read(decoder));
            }
        }
    }

    private static Any read(Decoder decoder) {
        try {
            return AnyFormat.read(decoder, Integer.MAX_VALUE);
        } catch (MalformedInput e) {
            throw new IllegalStateException("packed values were checked when they came in", e);
        }
    }

    private Decoder decoderAt(int index) {
        return new Decoder(packed, start(index), to);
    }

    private int start(int index) {
        try {
            int mark = Math.min(index / STRIDE, marked);
            var decoder = new Decoder(packed, mark == 0 ? from : marks[mark - 1], to);
            for (int i = mark * STRIDE; i < index; i++) {
                AnyFormat.skip(decoder, Integer.MAX_VALUE);
                if ((i + 1) % STRIDE == 0) {
                    mark(decoder.position());
                }
            }
            return decoder.position();
        } catch (MalformedInput e) {
            throw new IllegalStateException("packed values were checked when they came in", e);
        }
    }

    private void mark(int position) {
        if (marked == marks.length) {
            marks = Arrays.copyOf(marks, TextContent.grown(marked, marked + 1));
        }
        marks[marked++] = position;
    }

    @Override
    Content copy(int length) {
        return ofPacked(Arrays.copyOfRange(packed, from, to));
    }

    @Override
    public int reference() {
        return REFERENCE;
    }

    @Override
    public void write(UpdateWriter out, int from, int to) {
        out.length(to - from);
        int start = start(from);
        // Whoever writes an item writes it to its end.
        out.packedAny(packed, start, this.to - start);
    }

    @Override
    Content before(int at, int length) {
        int end = start(at);
        var piece = piece(from, end);
        if (piece.shared) {
            piece.marks = marks;
            piece.marked = Math.min(marked, at / STRIDE);
        }
        return piece;
    }

    @Override
    Content from(int at, int length) {
        return piece(start(at), to);
    }

    private AnyContent piece(int start, int end) {
        if (end - start <= SHARED_FROM) {
            return ofPacked(Arrays.copyOfRange(packed, start, end));
        }
        shared = true;
        var piece = new AnyContent(packed, start, end);
        piece.shared = true;
        return piece;
    }

    @Override
    boolean joins(Content next) {
        return next instanceof AnyContent;
    }

    @Override
    Content joined(int length, Content next, int nextLength, int expected) {
        var more = (AnyContent) next;
        int size = to - from;
        int needed = size + more.to - more.from;
        if (shared || packed.length - from < needed) {
            var larger = new byte[TextContent.grown(size, needed)];
            System.arraycopy(packed, from, larger, 0, size);
            moved(larger);
        }
        System.arraycopy(more.packed, more.from, packed, to, more.to - more.from);
        to = from + needed;
        return this;
    }

    private void moved(byte[] where) {
        for (int i = 0; i < marked; i++) {
            marks[i] -= from;
        }
        packed = where;
        to -= from;
        from = 0;
        shared = false;
    }
}
