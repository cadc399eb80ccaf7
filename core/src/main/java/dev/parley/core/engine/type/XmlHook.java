package dev.parley.core.engine.type;

import dev.parley.core.engine.struct.Branch;

/**
 * A place in XML that some program fills in from the values in it.
 *
 * <pre>{@code
 * XmlHook player = fragment.insert(0, Draft.xmlHook("player", Map.of("src", Any.of("a.ogg"))));
 * }</pre>
 */
public final class XmlHook extends SharedMap {
    XmlHook(Branch branch) {
        super(branch);
    }

    public String name() {
        return branch.name();
    }
}
