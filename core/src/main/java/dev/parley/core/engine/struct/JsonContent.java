package dev.parley.core.engine.struct;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.Json;
import dev.parley.core.engine.update.UpdateWriter;
import java.util.Arrays;

/** Values as JSON texts: a form that old documents hold and nobody makes any more. */
public final class JsonContent extends Content {
    static final int REFERENCE = 2;

    private Any[] values;
    private int offset;

    /** Others use the same array, so that nothing can be appended in it. */
    private boolean shared;

    public JsonContent(Any[] values) {
        this.values = values;
    }

    public Any value(int index) {
        return values[offset + index];
    }

    @Override
    public int reference() {
        return REFERENCE;
    }

    @Override
    public void write(UpdateWriter out, int from, int to) {
        out.length(to - from);
        for (int i = from; i < to; i++) {
            out.string(Json.print(value(i)));
        }
    }

    @Override
    Content before(int at, int length) {
        shared = true;
        return this;
    }

    @Override
    Content from(int at, int length) {
        var rest = new JsonContent(values);
        rest.offset = offset + at;
        rest.shared = true;
        return rest;
    }

    @Override
    boolean joins(Content next) {
        return next instanceof JsonContent;
    }

    @Override
    Content joined(int length, Content next, int nextLength, int expected) {
        var more = (JsonContent) next;
        int needed = length + nextLength;
        if (shared || values.length - offset < needed) {
            int room = expected > needed ? expected : TextContent.grown(length, needed);
            // The end of the range lies behind the end of the array: that much room is left.
            values = Arrays.copyOfRange(values, offset, offset + room);
            offset = 0;
            shared = false;
        }
        System.arraycopy(more.values, more.offset, values, offset + length, nextLength);
        return this;
    }
}
