package dev.parley.core.engine.struct;

import org.jspecify.annotations.Nullable;

/** The kinds of shared types, by their number in the bytes. */
public enum Kind {
    ARRAY,
    MAP,
    TEXT,
    XML_ELEMENT,
    XML_FRAGMENT,
    XML_HOOK,
    XML_TEXT;

    private static final Kind[] KINDS = values();

    /** Null if there is no such kind. */
    public static @Nullable Kind of(int reference) {
        return reference >= 0 && reference < KINDS.length ? KINDS[reference] : null;
    }

    /** The kinds stand in the order of their numbers. */
    @SuppressWarnings("EnumOrdinal")
    public int reference() {
        return ordinal();
    }

    /** Whether a name is written behind it: of the node, or of the hook. */
    public boolean named() {
        return this == XML_ELEMENT || this == XML_HOOK;
    }

    public boolean isText() {
        return this == TEXT || this == XML_TEXT;
    }
}
