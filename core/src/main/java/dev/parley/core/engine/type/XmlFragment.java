package dev.parley.core.engine.type;

import dev.parley.core.engine.Input;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.struct.Branch;
import java.util.List;
import java.util.Objects;

/**
 * A list of XML nodes.
 *
 * <pre>{@code
 * XmlFragment page = doc.xml("page");
 * XmlElement title = page.insert(0, Draft.xmlElement("h1"));
 * title.add(Draft.xmlText("Minutes"));
 * page.toString(); // <h1>Minutes</h1>
 * }</pre>
 */
public sealed class XmlFragment extends SharedType permits XmlElement {
    XmlFragment(Branch branch) {
        super(branch);
    }

    public final int length() {
        return branch.length();
    }

    public final Value get(int index) {
        return children().get(index);
    }

    /**
     * The nodes of now; a view, which can't be changed. Nodes are types, but the bytes can hold anything: a program that reads what
     * strangers wrote should expect plain values and documents too.
     */
    public final List<Value> children() {
        return new ListView(branch);
    }

    public final void insert(int index, List<? extends Input> nodes) {
        Objects.checkIndex(index, length() + 1);
        edit(ledger -> ListEdit.insert(ledger, branch, index, nodes));
    }

    /** Inserts a node and answers it. */
    public final <T extends SharedType> T insert(int index, Draft<T> node) {
        insert(index, List.of(node));
        return ListView.made(branch, index);
    }

    public final <T extends SharedType> T add(Draft<T> node) {
        return insert(length(), node);
    }

    public final void delete(int index, int length) {
        Objects.checkFromIndexSize(index, length, length());
        edit(ledger -> ListEdit.delete(ledger, branch, index, length));
    }

    /** The markup. */
    @Override
    public String toString() {
        return Markup.of(this);
    }
}
