package dev.parley.bench;

import dev.parley.core.engine.MalformedInput;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a task and says how long it took: once in a fresh process, then warmed up and several times. */
final class Stopwatch {
    /** A task that takes longer is run once: as with the peers, who would take minutes. */
    private static final Duration LONG = Duration.ofSeconds(10);

    /** It is warm when the JIT compiler has had as good as nothing to do for so long; only runs count, not preparing them. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private static final Duration NOTHING_TO_DO = Duration.ofMillis(50);
    private static final int WARM_UP_RUNS = 5;

    /** Preparing included. Some tasks prepare for much longer than they run. */
    private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(20);

    /** After that; the same as the peers'. */
    private static final Duration MEASURE = Duration.ofSeconds(4);

    private static final int LEAST_RUNS = 3;
    private static final int MOST_RUNS = 25;

    /** A run is to take at least about so long: what a collection leaves cold costs the first half millisecond of it. */
    private static final Duration RUN = Duration.ofMillis(20);

    private static final Duration PREPARING = Duration.ofMillis(200);
    private static final int MOST_TIMES = 1_000;

    /** How long a task took once. */
    record Timing(double ms, double cpuMs) {
        boolean isLong() {
            return ms >= LONG.toMillis();
        }
    }

    private final Task<?, ?> task;
    private final ProcessorTime processorTime = new ProcessorTime();
    private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

    Stopwatch(Task<?, ?> task) {
        this.task = task;
        // The first call of it does much that later ones don't.
        processorTime.micros();
    }

    /** With the garbage of before, and of preparing, out of the way. */
    Timing once() throws MalformedInput {
        return run(1);
    }

    private Timing run(int times) throws MalformedInput {
        task.prepare(times);
        System.gc();
        long cpu = processorTime.micros();
        long start = System.nanoTime();
        task.run();
        long nanos = System.nanoTime() - start;
        long cpuMicros = processorTime.micros() - cpu;
        return new Timing(nanos / 1e6 / times, cpuMicros / 1e3 / times);
    }

    /** As a server is that has been up for a while. */
    List<Timing> warm() throws MalformedInput {
        warmUp();
        return measure(timesPerRun());
    }

    /** As often as it takes for a run to be long enough, and for preparing it not to be too long. */
    private int timesPerRun() throws MalformedInput {
        long begin = System.nanoTime();
        task.prepare(1);
        long start = System.nanoTime();
        task.run();
        long end = System.nanoTime();
        long enough = RUN.toNanos() / Math.max(1, end - start);
        long affordable = PREPARING.toNanos() / Math.max(1, start - begin);
        return Math.clamp(Math.min(enough, affordable), 1, MOST_TIMES);
    }

    /** Without collecting in between, so that the time goes to the task. */
    private void warmUp() throws MalformedInput {
        long begin = System.nanoTime();
        long ran = 0;
        long compiled = compiler.getTotalCompilationTime();
        long quietFrom = 0;
        for (int runs = 0; runs < WARM_UP_RUNS || ran - quietFrom < QUIET.toNanos(); runs++) {
            task.prepare(1);
            long start = System.nanoTime();
            task.run();
            long end = System.nanoTime();
            ran += end - start;
            if (compiler.getTotalCompilationTime() - compiled > NOTHING_TO_DO.toMillis()) {
                compiled = compiler.getTotalCompilationTime();
                quietFrom = ran;
            }
            if (end - begin > WARM_UP_LIMIT.toNanos()) {
                return;
            }
        }
    }

    private List<Timing> measure(int times) throws MalformedInput {
        List<Timing> timings = new ArrayList<>();
        long begin = System.nanoTime();
        while (timings.size() < LEAST_RUNS
                || (timings.size() < MOST_RUNS && System.nanoTime() - begin < MEASURE.toNanos())) {
            timings.add(run(times));
        }
        return timings;
    }
}
