package dev.parley.core.engine.type;

import dev.parley.core.engine.Input;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.lib0.Json;
import dev.parley.core.engine.struct.Branch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys with values. If two people set the same key without knowing of each other, everybody ends up with the same one of the two.
 *
 * <pre>{@code
 * SharedMap settings = doc.map("settings");
 * settings.set("theme", Any.of("dark"));
 * SharedArray recent = settings.set("recent", Draft.array());
 * settings.asMap().forEach((key, value) -> …);
 * }</pre>
 */
public sealed class SharedMap extends SharedType permits XmlHook {
    SharedMap(Branch branch) {
        super(branch);
    }

    public final int size() {
        return asMap().size();
    }

    public final boolean has(String key) {
        var item = branch.entry(key);
        return item != null && !item.isDeleted();
    }

    public final @Nullable Value get(String key) {
        return MapEdit.get(branch, key);
    }

    /** The keys and values of now; a view, which can't be changed. */
    public final Map<String, Value> asMap() {
        return MapEdit.view(branch);
    }

    public final void set(String key, Input value) {
        edit(ledger -> MapEdit.set(ledger, branch, key, value));
    }

    /** Sets a key to a new type and answers it. */
    @SuppressWarnings("unchecked")
    public final <T extends SharedType> T set(String key, Draft<T> draft) {
        set(key, (Input) draft);
        var made = get(key);
        if (made == null) {
            throw new IllegalStateException("this map was deleted meanwhile");
        }
        return (T) made;
    }

    public final void delete(String key) {
        edit(ledger -> MapEdit.delete(ledger, branch, key));
    }

    public final void clear() {
        edit(ledger -> MapEdit.clear(ledger, branch));
    }

    @Override
    public String toString() {
        return Json.print(toJson());
    }
}
