package dev.parley.core.engine;

/** The two forms of an update. Nothing in the bytes tells them apart. */
public enum UpdateFormat {
    /** One stream: what the sync protocols carry. */
    V1,

    /** A column for each field: smaller for long histories. */
    V2
}
