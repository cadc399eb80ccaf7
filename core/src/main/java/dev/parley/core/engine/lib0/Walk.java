package dev.parley.core.engine.lib0;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;

/** Goes over the items of an array, or over the members of an object in their order. */
final class Walk {
    private final boolean object;
    private final Iterator<Any> items;
    private final Iterator<Map.Entry<String, Any>> members;
    private String name = "";

    private Walk(boolean object, Iterator<Any> items, Iterator<Map.Entry<String, Any>> members) {
        this.object = object;
        this.items = items;
        this.members = members;
    }

    static Walk over(Any.Arr array) {
        return new Walk(false, array.items().iterator(), Collections.emptyIterator());
    }

    static Walk over(Any.Obj object) {
        return new Walk(true, Collections.emptyIterator(), ((Members) object.members()).iterator());
    }

    boolean isObject() {
        return object;
    }

    boolean hasNext() {
        return object ? members.hasNext() : items.hasNext();
    }

    Any next() {
        if (!object) {
            return items.next();
        }
        var member = members.next();
        name = member.getKey();
        return member.getValue();
    }

    /** What the last value is called in its object. */
    String name() {
        return name;
    }
}
