package dev.parley.bench;

import dev.parley.core.engine.MalformedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something to measure: {@link #run} is timed, each time on what a fresh {@link #prepare} made, and {@link #isRight} tells whether
 * the last run gave what it should. All else that a task needs was done when it was made.
 *
 * @param <P> what a run works on
 * @param <R> what it gives
 */
final class Task<P, R> {
    interface Source<P> {
        P make() throws MalformedInput;
    }

    interface Step<P, R> {
        R on(P prepared) throws MalformedInput;
    }

    interface Check<R> {
        boolean accepts(R result) throws MalformedInput;
    }

    private final Source<P> source;
    private final Step<P, R> step;
    private final Check<R> check;
    private final int count;
    private List<P> prepared = List.of();
    private @Nullable R result;

    /** A run goes through {@code count} edits or updates; 0 where nothing is counted. */
    Task(Source<P> source, Step<P, R> step, Check<R> check, int count) {
        this.source = source;
        this.step = step;
        this.check = check;
        this.count = count;
    }

    /** For a run that does it so often. */
    void prepare(int times) throws MalformedInput {
        List<P> all = new ArrayList<>(times);
        for (int i = 0; i < times; i++) {
            all.add(source.make());
        }
        prepared = all;
    }

    /** Gives the result only so that nobody can compute less. */
    Object run() throws MalformedInput {
        for (var each : prepared) {
            result = step.on(each);
        }
        return Objects.requireNonNull(result, "not prepared");
    }

    boolean isRight() throws MalformedInput {
        return check.accepts(Objects.requireNonNull(result, "not run"));
    }

    int count() {
        return count;
    }

    /** The size of what came out; 0 if it isn't bytes. */
    int bytes() {
        return result instanceof byte[] update ? update.length : 0;
    }
}
