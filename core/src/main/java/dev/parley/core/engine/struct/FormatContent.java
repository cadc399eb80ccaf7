package dev.parley.core.engine.struct;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.update.UpdateWriter;

/** From here on a text is formatted so; {@link Any#NULL} ends it. */
public final class FormatContent extends Content {
    static final int REFERENCE = 6;

    private final String name;
    private final Any value;

    public FormatContent(String name, Any value) {
        this.name = name;
        this.value = value;
    }

    public String name() {
        return name;
    }

    public Any value() {
        return value;
    }

    @Override
    public int reference() {
        return REFERENCE;
    }

    @Override
    boolean countable() {
        return false;
    }

    @Override
    public void write(UpdateWriter out, int from, int to) {
        out.key(name);
        out.json(value);
    }
}
