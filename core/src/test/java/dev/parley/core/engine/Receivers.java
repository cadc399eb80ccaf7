package dev.parley.core.engine;

import java.util.List;

/** Documents as the vectors use them. Nothing is done to a root type before somebody asks for it. */
public final class Receivers {
    static final long CLIENT = 99_999_999;

    private Receivers() {}

    /** Collects what is deleted, and never tidies formats up. */
    static Doc passive() {
        return new Doc(options(CLIENT));
    }

    static Doc withoutGc() {
        return new Doc(options(CLIENT).gc(false));
    }

    static Doc tidying() {
        return new Doc(options(CLIENT).tidyFormats(true));
    }

    public static DocOptions options(long client) {
        return DocOptions.withClientId(client).gc(true).tidyFormats(false).limits(Limits.trusted());
    }

    /** Each in a transaction of its own. */
    static Doc applied(Doc doc, List<byte[]> updates, UpdateFormat format) throws MalformedInput {
        for (var update : updates) {
            doc.apply(update, format, null);
        }
        return doc;
    }

    static Doc applied(Doc doc, List<byte[]> updates) throws MalformedInput {
        return applied(doc, updates, UpdateFormat.V1);
    }
}
