package dev.parley.persistence.history;

import java.io.IOException;

/** The answer to a question about a moment that is not there any more: what happened before some event was merged into that one. */
public final class Merged extends IOException {
    private static final long serialVersionUID = 1;

    /** @param sequence the number of the event that stands for all up to it */
    Merged(long sequence) {
        super("what was before event " + sequence + " was merged, by the rule of retention");
    }
}
