package dev.parley.core.engine;

import org.jspecify.annotations.Nullable;

/** What observers throw: the others are called all the same, and in the end the first failure comes out with the others in tow. */
final class Failures {
    private @Nullable Throwable first;

    void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            note(e);
        }
    }

    private void note(Throwable failure) {
        if (first == null) {
            first = failure;
        } else if (!failure.equals(first)) {
            first.addSuppressed(failure);
        }
    }

    void rethrow() {
        switch (first) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            default -> throw new IllegalStateException("only what an observer may throw is kept", first);
        }
    }
}
