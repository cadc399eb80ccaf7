package dev.parley.node;

import java.security.SecureRandom;
import java.util.Base64;

/** Names for connections, never the same twice: they stay in the history of rooms. */
final class ConnectionIds {
    /** 72 bits make 12 letters, and a clash unlikely in any history that a disk could hold. */
    private static final int BYTES = 9;

    private final SecureRandom random = new SecureRandom();

    String next() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
