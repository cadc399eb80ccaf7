package dev.parley.core.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a principal may do with a room. Reading the past is a right of its own: history shows what was deleted. */
public enum Right {
    READ,
    WRITE,
    HISTORY,
    ADMIN;

    /** What somebody has who is let in without a token on a loopback address. */
    public static final Set<Right> EDITOR = Collections.unmodifiableSet(EnumSet.of(READ, WRITE, HISTORY));
}
