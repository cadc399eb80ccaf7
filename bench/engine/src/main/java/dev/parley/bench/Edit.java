package dev.parley.bench;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Json;
import dev.parley.core.engine.type.SharedArray;
import dev.parley.core.engine.type.SharedText;
import dev.parley.core.engine.type.SharedType;
import java.util.List;

/** One local edit of a trace. */
sealed interface Edit {
    int KIND_INSERT = 0;
    int KIND_DELETE = 1;
    int KIND_VALUES = 2;
    int MAX_DEPTH = 100;

    record Insert(int at, String text) implements Edit {}

    record Delete(int at, int length) implements Edit {}

    record Values(int at, List<Any> values) implements Edit {}

    static Edit read(Decoder in) throws MalformedInput {
        int kind = (int) in.readVarUint();
        int at = (int) in.readVarUint();
        return switch (kind) {
            case KIND_INSERT -> new Insert(at, in.readVarString());
            case KIND_DELETE -> new Delete(at, (int) in.readVarUint());
            case KIND_VALUES -> new Values(at, values(Json.parse(in.readVarString(), MAX_DEPTH)));
            default -> throw new MalformedInput("expected an edit of kind 0 to 2, found kind " + kind);
        };
    }

    private static List<Any> values(Any parsed) throws MalformedInput {
        if (parsed instanceof Any.Arr(var items)) {
            return items;
        }
        throw new MalformedInput("expected an array of values, found " + parsed);
    }

    default void in(SharedType type) {
        switch (type) {
            case SharedText text -> inText(text);
            case SharedArray array -> inArray(array);
            default -> throw unsuitable(type);
        }
    }

    private void inText(SharedText text) {
        switch (this) {
            case Insert(var at, var inserted) -> text.insert(at, inserted);
            case Delete(var at, var length) -> text.delete(at, length);
            case Values values -> throw unsuitable(text);
        }
    }

    private void inArray(SharedArray array) {
        switch (this) {
            case Values(var at, var values) -> array.insert(at, values);
            case Delete(var at, var length) -> array.delete(at, length);
            case Insert insert -> throw unsuitable(array);
        }
    }

    private IllegalStateException unsuitable(SharedType type) {
        return new IllegalStateException(
                this + " is no edit of a " + type.getClass().getSimpleName());
    }
}
