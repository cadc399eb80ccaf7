package dev.parley.bench;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import java.util.ArrayList;
import java.util.List;

/** How much live heap a loaded document takes, over so many of them. */
final class Heap {
    static final int DOCUMENTS = 10;
    private static final int COLLECTIONS = 4;
    private static final double MEBIBYTE = 1 << 20;

    private final double mebibytesPerDocument;
    private final boolean right;

    private Heap(double mebibytesPerDocument, boolean right) {
        this.mebibytesPerDocument = mebibytesPerDocument;
        this.right = right;
    }

    static Heap of(Workload w) throws MalformedInput {
        byte[] state = w.state(UpdateFormat.V1);
        // Loads all classes.
        boolean right = w.isIn(Tasks.documentOf(state, UpdateFormat.V1));
        List<Doc> docs = new ArrayList<>(DOCUMENTS);
        long before = live();
        for (int i = 0; i < DOCUMENTS; i++) {
            // With bytes of its own: if it keeps them, they count.
            docs.add(Tasks.documentOf(state.clone(), UpdateFormat.V1));
        }
        long after = live();
        for (var doc : docs) {
            right &= w.isIn(doc);
        }
        return new Heap((after - before) / MEBIBYTE / DOCUMENTS, right);
    }

    private static long live() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    double mebibytesPerDocument() {
        return mebibytesPerDocument;
    }

    boolean isRight() {
        return right;
    }
}
