package dev.parley.rooms.room;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.Any;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Updates that say a word, each by a client of its own; and what an update says. Words of later updates come behind. */
public final class Said {
    /** What an update is larger than its word. */
    static final int OVERHEAD;

    private static final AtomicLong CLIENTS = new AtomicLong(1 << 20);

    static {
        OVERHEAD = update("").length;
    }

    private Said() {}

    public static byte[] update(String word) {
        var doc = Doc.withClientId(CLIENTS.incrementAndGet());
        doc.array("said").insert(0, List.of(Any.of(word)));
        return doc.encode(UpdateFormat.V1);
    }

    public static String words(byte[] update) {
        var doc = Doc.withClientId(1);
        try {
            doc.apply(update);
        } catch (MalformedInput e) {
            throw new AssertionError(e);
        }
        return doc.array("said").asList().stream()
                .map(value -> ((Any.Str) value).value())
                .collect(Collectors.joining(", "));
    }
}
