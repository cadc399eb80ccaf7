package dev.parley.core.engine.type;

import dev.parley.core.engine.Value;
import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Place;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The visible units of a type's list as values. */
final class ListView extends AbstractList<Value> {
    private final Branch branch;

    ListView(Branch branch) {
        this.branch = branch;
    }

    @Override
    public int size() {
        return branch.length();
    }

    @Override
    public Value get(int index) {
        Objects.checkIndex(index, size());
        var place = Place.of(branch, index);
        var value = Views.value(place.item(), place.item().content(), place.offset());
        if (value == null) {
            throw new IllegalStateException("a visible item without a value: " + place.item());
        }
        return value;
    }

    /** The type that was just made at this index. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The draft says what it becomes.
    static <T extends SharedType> T made(Branch branch, int index) {
        return (T) new ListView(branch).get(index);
    }

    /** Item by item: those of many values are read in one go. */
    @Override
    public Iterator<Value> iterator() {
        return new Iterator<>() {
            private @Nullable Item item = branch.start();
            private final Deque<Value> ready = new ArrayDeque<>();

            @Override
            public boolean hasNext() {
                while (ready.isEmpty() && item != null) {
                    if (item.visible()) {
                        Views.values(item, 0, item.size(), ready::add);
                    }
                    item = item.right();
                }
                return !ready.isEmpty();
            }

            @Override
            public Value next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return ready.remove();
            }
        };
    }
}
