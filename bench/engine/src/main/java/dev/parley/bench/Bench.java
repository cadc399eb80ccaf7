package dev.parley.bench;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Any;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** {@code Bench [--cold] WORKLOAD:TASK}: measures one task and prints one line of JSON, see {@code bench/crdt/README.md}. */
public final class Bench {
    private static final String COLD = "--cold";
    private static final String MEMORY = ":memory";

    private Bench() {}

    public static void main(String[] args) throws MalformedInput {
        var names = Arrays.stream(args).filter(arg -> !arg.equals(COLD)).toList();
        if (names.size() != 1) {
            System.err.println("Bench [--cold] WORKLOAD:TASK");
            System.exit(2);
        }
        String name = names.get(0);
        Map<String, Any> line = new LinkedHashMap<>();
        line.put("engine", Any.of("parley"));
        line.put("task", Any.of(name));
        if (name.endsWith(MEMORY)) {
            addMemory(line, name.substring(0, name.length() - MEMORY.length()));
        } else {
            addTimes(line, name, names.size() < args.length);
        }
        System.out.println(new Any.Obj(line).toJson());
    }

    private static void addMemory(Map<String, Any> line, String workload) throws MalformedInput {
        var heap = Heap.of(Traces.ofEnvironment().workload(workload));
        line.put("heapMiBPerDoc", rounded(heap.mebibytesPerDocument()));
        line.put("docs", Any.of(Heap.DOCUMENTS));
        if (!heap.isRight()) {
            line.put("wrong", Any.TRUE);
        }
    }

    private static void addTimes(Map<String, Any> line, String name, boolean cold) throws MalformedInput {
        var task = Tasks.of(name);
        var stopwatch = new Stopwatch(task);
        var first = stopwatch.once();
        line.put("coldMs", rounded(first.ms()));
        line.put("coldCpuMs", rounded(first.cpuMs()));
        if (!cold) {
            addWarm(line, first.isLong() ? List.of(first) : stopwatch.warm());
        }
        if (task.count() > 0) {
            line.put("count", Any.of(task.count()));
        }
        if (task.bytes() > 0) {
            line.put("bytes", Any.of(task.bytes()));
        }
        if (!task.isRight()) {
            line.put("wrong", Any.TRUE);
        }
    }

    private static void addWarm(Map<String, Any> line, List<Stopwatch.Timing> timings) {
        double least = timings.stream()
                .min(Comparator.comparingDouble(Stopwatch.Timing::ms))
                .orElseThrow()
                .ms();
        line.put("minMs", rounded(least));
        line.put("ms", rounded(median(timings, Stopwatch.Timing::ms)));
        line.put("cpuMs", rounded(median(timings, Stopwatch.Timing::cpuMs)));
        line.put("runs", Any.of(timings.size()));
    }

    private static double median(List<Stopwatch.Timing> timings, ToDoubleFunction<Stopwatch.Timing> of) {
        return timings.stream()
                .mapToDouble(of)
                .sorted()
                .skip(timings.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static Any rounded(double number) {
        return Any.of(Math.round(number * 1e4) / 1e4);
    }
}
