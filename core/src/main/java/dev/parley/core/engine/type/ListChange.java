package dev.parley.core.engine.type;

import dev.parley.core.engine.Value;
import java.util.List;

/** A step of the description of a change to a list. */
public sealed interface ListChange {
    record Insert(List<Value> values) implements ListChange {
        public Insert {
            values = List.copyOf(values);
        }
    }

    record Retain(int length) implements ListChange {}

    record Delete(int length) implements ListChange {}
}
