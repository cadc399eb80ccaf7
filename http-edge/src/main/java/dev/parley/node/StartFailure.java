package dev.parley.node;

import org.jspecify.annotations.Nullable;

/** Why a node cannot start, as one sentence that tells a person what to do. */
class StartFailure extends Exception {
    private static final long serialVersionUID = 1;

    StartFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
