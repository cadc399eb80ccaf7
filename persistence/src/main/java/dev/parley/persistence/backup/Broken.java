package dev.parley.persistence.backup;

import dev.parley.core.engine.MalformedInput;
import java.io.IOException;

/** {@link MalformedInput} on a way that knows of no such thing. */
final class Broken extends IOException {
    private static final long serialVersionUID = 1;

    private final transient MalformedInput reason;

    Broken(MalformedInput reason) {
        super(reason);
        this.reason = reason;
    }

    MalformedInput reason() {
        return reason;
    }
}
