package dev.parley.core.engine.struct;

import dev.parley.core.engine.update.UpdateWriter;

/** A type inside another one. */
public final class TypeContent extends Content {
    static final int REFERENCE = 7;

    private final Branch branch;

    public TypeContent(Branch branch) {
        this.branch = branch;
    }

    public Branch branch() {
        return branch;
    }

    @Override
    Content copy(int length) {
        return new TypeContent(Branch.nested(branch.kind(), branch.name()));
    }

    @Override
    public int reference() {
        return REFERENCE;
    }

    @Override
    public void write(UpdateWriter out, int from, int to) {
        var kind = branch.kind();
        out.typeReference(kind.reference());
        if (kind.named()) {
            out.key(branch.name());
        }
    }
}
