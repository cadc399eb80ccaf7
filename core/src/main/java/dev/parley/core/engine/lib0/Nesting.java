package dev.parley.core.engine.lib0;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Arrays and objects that are being filled, one inside the other: what recursion would keep on the stack of the thread. They grow
 * with what is put in, whatever was announced.
 */
final class Nesting {
    private @Nullable Level innermost;
    private int depth;

    boolean isEmpty() {
        return innermost == null;
    }

    int depth() {
        return depth;
    }

    /** Opens an array that shall have so many items; zero if nobody has said. */
    void openArray(int announced) {
        innermost = new Items(innermost, announced);
        depth++;
    }

    /** Opens an object that shall have so many members; zero if nobody has said. */
    void openObject(int announced) {
        innermost = new Fields(innermost, announced);
        depth++;
    }

    /** Whether of the values that were announced one is still to come: then it counts as come. */
    boolean takeAnnounced() {
        var level = innermost();
        if (level.announced == 0) {
            return false;
        }
        level.announced--;
        return true;
    }

    boolean inObject() {
        return innermost instanceof Fields;
    }

    /** In an object: what the next value will be called. */
    void name(String name) {
        ((Fields) innermost()).name = name;
    }

    void add(Any value) {
        innermost().add(value);
    }

    /** In an object: takes the member of this name out, if there is one. */
    void remove(String name) {
        ((Fields) innermost()).members.remove(name);
    }

    /** The innermost array or object, which is complete. */
    Any close() {
        var level = innermost();
        innermost = level.outer;
        depth--;
        return level.close();
    }

    private Level innermost() {
        return Objects.requireNonNull(innermost);
    }

    private abstract static sealed class Level {
        private final @Nullable Level outer;
        private int announced;

        private Level(@Nullable Level outer, int announced) {
            this.outer = outer;
            this.announced = announced;
        }

        abstract void add(Any value);

        abstract Any close();
    }

    private static final class Items extends Level {
        private final List<Any> items = new ArrayList<>();

        private Items(@Nullable Level outer, int announced) {
            super(outer, announced);
        }

        @Override
        void add(Any value) {
            items.add(value);
        }

        @Override
        Any close() {
            return new Any.Arr(items);
        }
    }

    private static final class Fields extends Level {
        private final Map<String, Any> members = new LinkedHashMap<>();
        private String name = "";

        private Fields(@Nullable Level outer, int announced) {
            super(outer, announced);
        }

        /** A value for a name that is there already takes the place of the first one. */
        @Override
        void add(Any value) {
            members.put(name, value);
        }

        @Override
        Any close() {
            return new Any.Obj(Members.owning(members));
        }
    }
}
