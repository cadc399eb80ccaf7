package dev.parley.core.engine.struct;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.update.UpdateWriter;
import org.jspecify.annotations.Nullable;

/** A document inside a document: only its name and options are here, its content travels separately. */
public final class DocContent extends Content {
    static final int REFERENCE = 9;

    private final String guid;

    /** Only what Yjs keeps: {@code gc}, {@code autoLoad} and {@code meta}, in this order. */
    private final Any.Obj options;

    /** The live document, made when somebody asks for it; its type is known to those who make it. */
    private @Nullable Object doc;

    public DocContent(String guid, Any.Obj options) {
        this.guid = guid;
        this.options = options;
    }

    public String guid() {
        return guid;
    }

    public Any.Obj options() {
        return options;
    }

    public @Nullable Object doc() {
        return doc;
    }

    public void doc(Object doc) {
        this.doc = doc;
    }

    @Override
    Content copy(int length) {
        return new DocContent(guid, options);
    }

    @Override
    public int reference() {
        return REFERENCE;
    }

    @Override
    public void write(UpdateWriter out, int from, int to) {
        out.string(guid);
        out.any(options);
    }
}
