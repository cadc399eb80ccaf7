package dev.parley.core.engine.struct;

import dev.parley.core.engine.Id;
import org.jspecify.annotations.Nullable;

/** From indexes to units and back. */
public final class Positions {
    /** An index in a list. */
    public record Found(Branch branch, int index) {}

    private record Unit(Struct struct, long offset) {}

    private Positions() {}

    /** The unit behind an index, or, if {@code assoc} is negative, before it; null for the end and the start. */
    public static @Nullable Id unit(Branch branch, int index, int assoc) {
        if (assoc < 0 && index == 0) {
            return null;
        }
        int unit = assoc < 0 ? index - 1 : index;
        if (unit < branch.length) {
            var place = Place.of(branch, unit);
            return new Id(place.item().client.id, place.item().clock + place.offset());
        }
        var last = branch.end;
        return assoc < 0 && last != null ? new Id(last.client.id, last.lastClock()) : null;
    }

    /** Where a position is now, or null. */
    public static @Nullable Found resolve(
            Store store, @Nullable Id item, @Nullable String rootName, @Nullable Id type, int assoc) {
        if (item != null) {
            return resolve(store, item, assoc);
        }
        var branch = rootName != null ? store.root(rootName) : type != null ? type(store, type) : null;
        return branch == null ? null : new Found(branch, assoc >= 0 ? branch.length : 0);
    }

    private static @Nullable Found resolve(Store store, Id id, int assoc) {
        var unit = follow(store, id);
        if (unit == null || !(unit.struct instanceof Item item)) {
            return null;
        }
        var branch = item.branch();
        if (branch.deleted()) {
            return new Found(branch, 0);
        }
        int inside = item.visible() ? (int) unit.offset + (assoc >= 0 ? 0 : 1) : 0;
        return new Found(branch, Place.indexOf(item) + inside);
    }

    private static @Nullable Branch type(Store store, Id id) {
        var unit = follow(store, id);
        return unit != null && unit.struct instanceof Item item && item.content instanceof TypeContent type
                ? type.branch()
                : null;
    }

    /** The unit of this name, or its latest copy if it was undone and redone. */
    private static @Nullable Unit follow(Store store, Id id) {
        Id next = id;
        Unit unit = null;
        while (next != null) {
            var client = store.clients().get(next.client());
            if (client == null || next.clock() >= client.state()) {
                return null;
            }
            var struct = client.structAt(next.clock());
            long offset = next.clock() - struct.clock;
            unit = new Unit(struct, offset);
            var copy = struct instanceof Item item ? store.redone(item) : null;
            next = copy == null ? null : new Id(copy.client(), copy.clock() + offset);
        }
        return unit;
    }
}
