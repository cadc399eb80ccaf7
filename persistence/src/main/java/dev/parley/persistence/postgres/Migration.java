package dev.parley.persistence.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One step from a version of the schema to the next. Once it has been released it is never changed: a database remembers what it
 * was made with. A step adds, and takes nothing away that the release before it needs, so that nodes can be replaced one by one.
 *
 * @param version from 1, without a gap
 */
record Migration(int version, String sql) {

    /** All that this release knows, in order. */
    static final List<Migration> ALL =
            List.of(resource(1, "0001-journal"), resource(2, "0002-checkpoints"), resource(3, "0003-content-keys"));

    private static Migration resource(int version, String name) {
        var path = "schema/" + name + ".sql";
        try (var in = Migration.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + path);
            }
            return new Migration(version, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String checksum() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(sql.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
