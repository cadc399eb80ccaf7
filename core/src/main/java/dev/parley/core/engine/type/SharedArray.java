package dev.parley.core.engine.type;

import dev.parley.core.engine.Input;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.lib0.Json;
import dev.parley.core.engine.struct.Branch;
import java.util.List;
import java.util.Objects;

/**
 * A list that several people change at once.
 *
 * <pre>{@code
 * SharedArray todo = doc.array("todo");
 * todo.add(Any.of("write"));
 * SharedMap task = todo.add(Draft.map(Map.of("done", Any.FALSE)));
 * for (Value value : todo.asList()) { … }
 * }</pre>
 */
public final class SharedArray extends SharedType {
    SharedArray(Branch branch) {
        super(branch);
    }

    public int length() {
        return branch.length();
    }

    public boolean isEmpty() {
        return branch.length() == 0;
    }

    public Value get(int index) {
        return asList().get(index);
    }

    /** The values of now; a view, which can't be changed. Copy it before a loop that changes the list. */
    public List<Value> asList() {
        return new ListView(branch);
    }

    public void insert(int index, List<? extends Input> values) {
        Objects.checkIndex(index, length() + 1);
        edit(ledger -> ListEdit.insert(ledger, branch, index, values));
    }

    public void insert(int index, Input value) {
        insert(index, List.of(value));
    }

    /** Inserts a type and answers it. */
    public <T extends SharedType> T insert(int index, Draft<T> draft) {
        insert(index, List.of(draft));
        return ListView.made(branch, index);
    }

    /** Adds values at the very end. */
    public void addAll(List<? extends Input> values) {
        edit(ledger -> ListEdit.push(ledger, branch, values));
    }

    public void add(Input value) {
        addAll(List.of(value));
    }

    /** Adds a type at the very end and answers it. */
    public <T extends SharedType> T add(Draft<T> draft) {
        addAll(List.of(draft));
        return ListView.made(branch, length() - 1);
    }

    public void delete(int index, int length) {
        Objects.checkFromIndexSize(index, length, length());
        edit(ledger -> ListEdit.delete(ledger, branch, index, length));
    }

    @Override
    public String toString() {
        return Json.print(toJson());
    }
}
