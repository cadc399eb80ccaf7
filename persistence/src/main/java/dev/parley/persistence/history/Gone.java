package dev.parley.persistence.history;

import dev.parley.core.event.Frame;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The answer to a question about a moment that is not there any more, since an event later stands in the place of it. */
public final class Gone extends IOException {
    private static final long serialVersionUID = 1;

    private Gone(String message) {
        super(message);
    }

    /** What became of what happened before this event; null if that should still be there. */
    static @Nullable Gone before(Frame frame) {
        var subject = "what was before event " + frame.sequence();
        if (frame.replacesThePast()) {
            return new Gone(subject + " was merged, by the rule of retention");
        }
        return frame.erasesThePast() ? new Gone(subject + " was erased") : null;
    }
}
