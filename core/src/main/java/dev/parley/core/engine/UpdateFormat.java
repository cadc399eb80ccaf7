package dev.parley.core.engine;

/**
 * The two forms of an update. Nothing in the bytes tells them apart.
 *
 * <pre>{@code
 * byte[] stored = doc.encode(UpdateFormat.V2);
 * byte[] sent = Updates.convert(stored, UpdateFormat.V2, UpdateFormat.V1);
 * }</pre>
 */
public enum UpdateFormat {
    /** One stream: what the sync protocols carry. */
    V1,

    /** A column for each field: smaller for long histories. */
    V2
}
