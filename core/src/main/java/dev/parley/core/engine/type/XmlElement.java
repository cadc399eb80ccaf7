package dev.parley.core.engine.type;

import dev.parley.core.engine.Input;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.struct.Branch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An XML node with a name, attributes and children.
 *
 * <pre>{@code
 * XmlElement link = page.insert(0, Draft.xmlElement("a"));
 * link.setAttribute("href", Any.of("https://example.org"));
 * }</pre>
 */
public final class XmlElement extends XmlFragment {
    XmlElement(Branch branch) {
        super(branch);
    }

    public String name() {
        return branch.isRoot() ? "UNDEFINED" : branch.name();
    }

    public @Nullable Value attribute(String name) {
        return MapEdit.get(branch, name);
    }

    /** The attributes of now; a view, which can't be changed. */
    public Map<String, Value> attributes() {
        return MapEdit.view(branch);
    }

    public void setAttribute(String name, Input value) {
        edit(ledger -> MapEdit.set(ledger, branch, name, value));
    }

    public void removeAttribute(String name) {
        edit(ledger -> MapEdit.delete(ledger, branch, name));
    }
}
