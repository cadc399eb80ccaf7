package dev.parley.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The processor time of this process: all of its threads, also the collector's and the compiler's. It asks the system with {@code
 * getrusage}, as Node does: what Java's own management beans answer grows in steps of 10 ms, longer than most tasks take.
 */
final class ProcessorTime {
    private static final int RUSAGE_SELF = 0;

    /** More than {@code struct rusage} has anywhere. */
    private static final int STRUCT_BYTES = 1024;

    /** It begins with two {@code struct timeval}: in user code, then in the system. */
    private static final int TIMEVAL_BYTES = 16;

    private static final int MICROSECONDS_AT = 8;

    private final MethodHandle getrusage;
    private final MemorySegment usage = Arena.global().allocate(STRUCT_BYTES, Long.BYTES);

    @SuppressWarnings("restricted") // the whole point is to call what Java doesn't offer
    ProcessorTime() {
        var linker = Linker.nativeLinker();
        getrusage = linker.downcallHandle(
                linker.defaultLookup().find("getrusage").orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    }

    /** In microseconds, since the process began. */
    long micros() {
        int status;
        try {
            status = (int) getrusage.invokeExact(RUSAGE_SELF, usage);
        } catch (Throwable e) {
            throw new IllegalStateException("getrusage could not be called", e);
        }
        if (status != 0) {
            throw new IllegalStateException("getrusage failed");
        }
        return at(0) + at(TIMEVAL_BYTES);
    }

    private long at(int timeval) {
        // Microseconds have 32 bits on macOS and 64 on Linux, where the lower half, which comes first, holds all of
        // them.
        return usage.get(JAVA_LONG, timeval) * 1_000_000 + usage.get(JAVA_INT, timeval + MICROSECONDS_AT);
    }
}
