package dev.parley.core.access;

/**
 * Somebody who has been let in: {@code user} is the identity that events record as their author, {@code name} is what people
 * are shown. Both come from the login, never from a document.
 */
public record Principal(String user, String name) {
    /** The editor whom a loopback node lets in without a token. */
    public static final Principal ANONYMOUS = new Principal("anonymous", "Anonymous");
}
