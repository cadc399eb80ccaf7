package dev.parley.bench;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The folders with workloads: {@code TRACES}, and {@code INPUTS} with those that {@code bench/crdt} made itself. */
final class Traces {
    private static final int MAX_DEPTH = 100;

    private final List<Path> folders;
    private final Map<String, Workload> workloads = new LinkedHashMap<>();

    private Traces(List<Path> folders) {
        this.folders = folders;
    }

    static Traces ofEnvironment() {
        List<Path> folders = new ArrayList<>();
        for (String variable : List.of("TRACES", "INPUTS")) {
            String folder = System.getenv(variable);
            if (folder != null) {
                folders.add(Path.of(folder));
            }
        }
        var traces = new Traces(folders);
        folders.forEach(traces::add);
        return traces;
    }

    private void add(Path folder) {
        var index = folder.resolve("index.json");
        if (!Files.exists(index)) {
            return;
        }
        try {
            var content = new Fields(Json.parse(Files.readString(index), MAX_DEPTH));
            for (var entry : content.list("workloads")) {
                var workload = new Workload(folder, entry);
                workloads.put(workload.name(), workload);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedInput e) {
            throw new IllegalStateException(index + ": " + e.getMessage(), e);
        }
    }

    Workload workload(String name) {
        var workload = workloads.get(name);
        if (workload == null) {
            throw new IllegalArgumentException("no workload '" + name + "' in " + folders + " (TRACES, INPUTS)");
        }
        return workload;
    }

    /** An object of an index. What is missing in it is a bug of who wrote it. */
    record Fields(Any object) {
        Map<String, Any> all() {
            if (object instanceof Any.Obj(var members)) {
                return members;
            }
            throw new IllegalStateException("expected an object, found " + object);
        }

        boolean has(String key) {
            return all().containsKey(key);
        }

        private Any get(String key) {
            var value = all().get(key);
            if (value == null) {
                throw new IllegalStateException("expected '" + key + "', found only " + all().keySet());
            }
            return value;
        }

        Fields object(String key) {
            return new Fields(get(key));
        }

        List<Fields> list(String key) {
            if (get(key) instanceof Any.Arr(var items)) {
                return items.stream().map(Fields::new).toList();
            }
            throw new IllegalStateException("expected a list as '" + key + "', found " + get(key));
        }

        String text(String key) {
            if (get(key) instanceof Any.Str(var text)) {
                return text;
            }
            throw new IllegalStateException("expected a text as '" + key + "', found " + get(key));
        }

        double number(String key) {
            if (get(key) instanceof Any.Num(var number)) {
                return number;
            }
            throw new IllegalStateException("expected a number as '" + key + "', found " + get(key));
        }
    }
}
