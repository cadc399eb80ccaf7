package dev.parley.core.engine.struct;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.update.UpdateWriter;

/** A value that stands in a text like a letter: an image, a mention. */
public final class EmbedContent extends Content {
    static final int REFERENCE = 5;

    private final Any value;

    public EmbedContent(Any value) {
        this.value = value;
    }

    public Any value() {
        return value;
    }

    @Override
    public int reference() {
        return REFERENCE;
    }

    @Override
    public void write(UpdateWriter out, int from, int to) {
        out.json(value);
    }
}
