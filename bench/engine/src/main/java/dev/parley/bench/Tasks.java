package dev.parley.bench;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.StateVector;
import dev.parley.core.engine.Transaction;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.UpdateListener;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.update.Updates;
import java.util.ArrayList;
import java.util.List;

/** The tasks that {@code bench/crdt/README.md} describes, each the twin of the one in its {@code tasks.mjs}. */
final class Tasks {
    /** The client whose edits the traces hold. */
    private static final long EDITOR = 1_000_001;

    /** A client of which no trace knows. */
    private static final long READER = 2;

    /** How a room is recovered: a state, and so many updates that came in after it. */
    private static final int TAIL = 1_000;

    /** As on a server that passes every change on. */
    private static final class Broadcast implements UpdateListener {
        private long bytes;

        @Override
        public void updated(byte[] update, Transaction transaction) {
            bytes += update.length;
        }

        @Override
        public String toString() {
            return bytes + " bytes";
        }
    }

    private Tasks() {}

    /** From a name like {@code b4:apply}. */
    static Task<?, ?> of(String name) throws MalformedInput {
        int colon = name.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("expected WORKLOAD:TASK, found '" + name + "'");
        }
        var w = Traces.ofEnvironment().workload(name.substring(0, colon));
        String task = name.substring(colon + 1);
        return switch (task) {
            case "local" -> local(w, false);
            case "local1tx" -> local(w, true);
            case "apply" -> apply(w);
            case "encodeV1" -> encode(w, UpdateFormat.V1);
            case "encodeV2" -> encode(w, UpdateFormat.V2);
            case "loadV1" -> load(w, UpdateFormat.V1);
            case "loadV2" -> load(w, UpdateFormat.V2);
            case "toJson" -> toJson(w);
            case "diff100" -> diff(w, 100);
            case "diff1000" -> diff(w, 1_000);
            case "merge1k" -> merge(w, 1_000);
            case "merge10k" -> merge(w, 10_000);
            case "tail" -> tail(w);
            default -> throw new IllegalArgumentException("there is no task '" + task + "'");
        };
    }

    private static Task<Doc, Doc> local(Workload w, boolean atOnce) throws MalformedInput {
        var edits = w.edits();
        return changing(
                w,
                () -> listenedTo(Doc.withClientId(EDITOR)),
                doc -> {
                    var root = w.root(doc);
                    if (atOnce) {
                        doc.transact(transaction -> edits.forEach(edit -> edit.in(root)));
                    } else {
                        edits.forEach(edit -> edit.in(root));
                    }
                },
                edits.size());
    }

    private static Task<Doc, Doc> apply(Workload w) throws MalformedInput {
        var base = w.base();
        var log = w.updates();
        return changing(w, () -> listenedTo(documentOf(base)), doc -> applyAll(doc, log), log.size());
    }

    private static Task<Doc, byte[]> encode(Workload w, UpdateFormat format) throws MalformedInput {
        var doc = loaded(w);
        return new Task<>(() -> doc, its -> its.encode(format), update -> w.isIn(documentOf(update, format)), 0);
    }

    private static Task<Doc, Doc> load(Workload w, UpdateFormat format) {
        byte[] state = w.state(format);
        return changing(w, Tasks::empty, doc -> doc.apply(state, format, null), 0);
    }

    private static Task<Doc, Any.Obj> toJson(Workload w) throws MalformedInput {
        var doc = loaded(w);
        return new Task<>(() -> doc, w::json, w::isShownBy, 0);
    }

    private static Task<Doc, byte[]> diff(Workload w, int behind) throws MalformedInput {
        byte[] known = w.stateVectorBehind(behind);
        var doc = loaded(w);
        Task.Check<byte[]> check = update -> {
            var log = w.updates();
            var late = documentOf(log.subList(0, log.size() - behind));
            late.apply(update);
            return w.isIn(late);
        };
        return new Task<>(() -> doc, its -> its.encodeSince(StateVector.decode(known), UpdateFormat.V1), check, 0);
    }

    private static Task<List<byte[]>, byte[]> merge(Workload w, int count) throws MalformedInput {
        var log = w.updates();
        var first = log.subList(0, Math.min(count, log.size()));
        Task.Check<byte[]> check =
                update -> w.json(documentOf(update, UpdateFormat.V1)).equals(w.json(documentOf(first)));
        return new Task<>(() -> first, updates -> Updates.merge(updates, UpdateFormat.V1), check, count);
    }

    private static Task<Doc, Doc> tail(Workload w) throws MalformedInput {
        var log = w.updates();
        int split = log.size() - TAIL;
        List<byte[]> recovery = new ArrayList<>();
        recovery.add(documentOf(log.subList(0, split)).encode(UpdateFormat.V1));
        recovery.addAll(log.subList(split, log.size()));
        return changing(w, Tasks::empty, doc -> applyAll(doc, recovery), TAIL);
    }

    private interface Change {
        void in(Doc doc) throws MalformedInput;
    }

    /** A task that makes out of a fresh document what the workload is in the end. */
    private static Task<Doc, Doc> changing(Workload w, Task.Source<Doc> source, Change change, int count) {
        Task.Step<Doc, Doc> step = doc -> {
            change.in(doc);
            return doc;
        };
        return new Task<>(source, step, w::isIn, count);
    }

    /** The document of a workload in its final state. */
    private static Doc loaded(Workload w) throws MalformedInput {
        return documentOf(w.state(UpdateFormat.V1), UpdateFormat.V1);
    }

    static Doc documentOf(byte[] update, UpdateFormat format) throws MalformedInput {
        var doc = empty();
        doc.apply(update, format, null);
        return doc;
    }

    private static Doc documentOf(List<byte[]> updates) throws MalformedInput {
        var doc = empty();
        applyAll(doc, updates);
        return doc;
    }

    private static Doc empty() {
        return Doc.withClientId(READER);
    }

    private static Doc listenedTo(Doc doc) {
        doc.onUpdate(UpdateFormat.V1, new Broadcast());
        return doc;
    }

    private static void applyAll(Doc doc, List<byte[]> updates) throws MalformedInput {
        for (byte[] update : updates) {
            doc.apply(update);
        }
    }
}
