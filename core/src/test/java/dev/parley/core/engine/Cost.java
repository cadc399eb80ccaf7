package dev.parley.core.engine;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What some work took: memory that the thread allocated, and its own time, so that others on the machine don't count. */
public record Cost(long bytes, Duration time) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    public interface Work {
        void run() throws MalformedInput;
    }

    public static Cost of(Work work) throws MalformedInput {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long time = THREADS.getCurrentThreadCpuTime();
        work.run();
        return new Cost(
                THREADS.getCurrentThreadAllocatedBytes() - bytes,
                Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - time));
    }
}
