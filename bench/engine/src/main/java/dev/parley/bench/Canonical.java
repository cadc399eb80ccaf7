package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.core.engine.lib0.Any;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The one JSON text that a value has: keys sorted by UTF-16 unit at every level, no white space. Its hash says what is right. */
final class Canonical {
    private Canonical() {}

    static String sha256(Any value) {
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(hash.digest(json(value).getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** As JavaScript prints it after its keys were sorted: those that are array indexes still come first, by their number. */
    static String json(Any value) {
        return sorted(value).toJson();
    }

    private static Any sorted(Any value) {
        return switch (value) {
            case Any.Arr(var items) ->
                new Any.Arr(items.stream().map(Canonical::sorted).toList());
            case Any.Obj(var members) -> {
                Map<String, Any> sorted = new TreeMap<>();
                members.forEach((key, member) -> sorted.put(key, sorted(member)));
                yield new Any.Obj(sorted);
            }
            default -> value;
        };
    }
}
