package dev.parley.core.engine.struct;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a shared type: a list of items and a set of keyed ones. What users hold are views on it, made when asked for.
 */
public final class Branch implements Parent {
    private static final String NAMELESS = "";

    /** Of what document this is a part; null until it is. Known to those who show types to users. */
    @Nullable
    Store store;

    /** The item that holds it; null for a root, and for one that is not part of a document yet. */
    @Nullable
    Item item;

    @Nullable
    Item start;

    @Nullable
    Item end;

    /** Null as long as no list of it was long enough to be searched. */
    @Nullable
    IndexNode index;

    @Nullable
    Entries entries;

    /** How many units users count in the list. */
    int length;

    /** How many types it is inside of. */
    short depth;

    /** Whether a format ever stood in it: most texts have none, and need not be asked for them. */
    boolean formatted;

    /** Whether the application asked for this root by its kind, or it is a nested type, whose kind is in the bytes. */
    private @Nullable Kind kind;

    /** Of a root, of an XML node, or of a hook. */
    private final String name;

    /** Whoever wants to hear of changes; known to those who make events. */
    private @Nullable Object watchers;

    private Branch(@Nullable Kind kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    public static Branch root(String name) {
        return new Branch(null, name);
    }

    public static Branch nested(Kind kind) {
        return new Branch(kind, NAMELESS);
    }

    public static Branch nested(Kind kind, String name) {
        return new Branch(kind, name);
    }

    /** Of a nested type, or of a root that somebody asked for. */
    public Kind kind() {
        var known = kind;
        if (known == null) {
            throw new IllegalStateException("nobody said yet what kind of root " + name + " is");
        }
        return known;
    }

    public boolean kindKnown() {
        return kind != null;
    }

    public void kind(Kind asked) {
        kind = asked;
    }

    public String name() {
        return name;
    }

    public @Nullable Item item() {
        return item;
    }

    public boolean isRoot() {
        return item == null;
    }

    public @Nullable Item start() {
        return start;
    }

    public @Nullable Item end() {
        return end;
    }

    public int length() {
        return length;
    }

    public boolean formatted() {
        return formatted;
    }

    public boolean deleted() {
        return item != null && item.isDeleted();
    }

    public Store store() {
        var known = store;
        if (known == null) {
            throw new IllegalStateException("not part of a document");
        }
        return known;
    }

    /** It has become part of a document. */
    void settle(Store where, Item holder, int depth) {
        this.store = where;
        this.item = holder;
        this.depth = (short) Math.min(depth, Short.MAX_VALUE);
    }

    /** Its content was collected. */
    void forget() {
        start = null;
        end = null;
        index = null;
        entries = null;
        length = 0;
    }

    public @Nullable Object watchers() {
        return watchers;
    }

    public void watchers(@Nullable Object watchers) {
        this.watchers = watchers;
    }

    /** The rightmost item of the key, deleted or not. */
    public @Nullable Item entry(String key) {
        return entries == null ? null : entries.get(key);
    }

    /** The rightmost item of each key, deleted or not, in the order in which the keys came. */
    public void entries(Consumer<? super Item> each) {
        for (int i = 0; i < entryCount(); i++) {
            each.accept(entryAt(i));
        }
    }

    public int entryCount() {
        return entries == null ? 0 : entries.size();
    }

    public Item entryAt(int place) {
        if (entries == null) {
            throw new IndexOutOfBoundsException(place);
        }
        return entries.at(place);
    }

    Branch in(Store where) {
        store = where;
        return this;
    }

    /** Takes out the keys whose items were taken back. */
    void removeLostEntries() {
        if (entries != null) {
            entries.removeLost();
        }
    }

    void entry(Item item) {
        if (entries == null) {
            entries = new Entries();
        }
        entries.put(item);
    }
}
