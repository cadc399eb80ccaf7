package dev.parley.core.engine;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** The updates that a document has given out, in both formats. */
public final class Emitted {
    private final List<byte[]> v1 = new ArrayList<>();
    private final List<byte[]> v2 = new ArrayList<>();

    private Emitted() {}

    /** From now on. */
    public static Emitted by(Doc doc) {
        var emitted = new Emitted();
        doc.onUpdate(UpdateFormat.V1, (update, transaction) -> emitted.v1.add(update));
        doc.onUpdate(UpdateFormat.V2, (update, transaction) -> emitted.v2.add(update));
        return emitted;
    }

    public int size() {
        return v1.size();
    }

    byte[] v1(int index) {
        return v1.get(index);
    }

    byte[] v2(int index) {
        return v2.get(index);
    }

    void clear() {
        v1.clear();
        v2.clear();
    }

    @Override
    public String toString() {
        return v1.stream().map(HexFormat.of()::formatHex).collect(Collectors.joining(", ", "[", "]"));
    }
}
