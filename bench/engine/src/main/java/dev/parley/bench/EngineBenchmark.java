package dev.parley.bench;

import dev.parley.core.engine.MalformedInput;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The tasks under JMH, for work on the engine: it has profilers, and tells how far numbers can be trusted. A class for each kind
 * of workload says what there is to do with it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public abstract class EngineBenchmark {
    /** Nothing, until the parameters are known. */
    private Task<?, ?> measured = new Task<>(() -> "", nothing -> nothing, nothing -> false, 0);

    public static class B1 extends EngineBenchmark {
        @Param({"b1-1", "b1-2", "b1-3", "b1-4", "b1-5", "b1-6", "b1-7", "b1-8", "b1-9", "b1-10", "b1-11"})
        public String workload = "";

        @Param({"local", "apply"})
        public String task = "";

        @Override
        String name() {
            return workload + ":" + task;
        }
    }

    public static class B2 extends EngineBenchmark {
        @Param({"b2-1", "b2-2", "b2-3", "b2-4"})
        public String workload = "";

        @Override
        String name() {
            return workload + ":apply";
        }
    }

    public static class B3 extends EngineBenchmark {
        @Param({"b3-1", "b3-2", "b3-3", "b3-4"})
        public String workload = "";

        @Override
        String name() {
            return workload + ":apply";
        }
    }

    public static class B4 extends EngineBenchmark {
        @Param({
            "local",
            "local1tx",
            "apply",
            "encodeV1",
            "encodeV2",
            "loadV1",
            "loadV2",
            "toJson",
            "merge1k",
            "merge10k",
            "tail"
        })
        public String task = "";

        @Override
        String name() {
            return "b4:" + task;
        }
    }

    public static class Chat extends EngineBenchmark {
        @Param({
            "apply",
            "encodeV1",
            "encodeV2",
            "loadV1",
            "loadV2",
            "toJson",
            "diff100",
            "diff1000",
            "merge1k",
            "merge10k",
            "tail"
        })
        public String task = "";

        @Override
        String name() {
            return "chat:" + task;
        }
    }

    public static class ManyClients extends EngineBenchmark {
        @Param({"clients50k", "storm8k"})
        public String workload = "";

        @Override
        String name() {
            return workload + ":apply";
        }
    }

    /** What to measure: {@code WORKLOAD:TASK}. */
    abstract String name();

    @Setup(Level.Trial)
    public void make() throws MalformedInput {
        measured = Tasks.of(name());
    }

    @Setup(Level.Invocation)
    public void prepare() throws MalformedInput {
        measured.prepare(1);
    }

    @Benchmark
    public Object run() throws MalformedInput {
        return measured.run();
    }

    @TearDown(Level.Trial)
    public void check() throws MalformedInput {
        if (!measured.isRight()) {
            throw new IllegalStateException(name() + ": the result is not what it should be");
        }
    }
}
