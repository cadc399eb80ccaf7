package dev.parley.persistence.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a database is: {@code postgresql://user@host:port/database}, several hosts divided by commas, and behind a question mark
 * what libpq calls {@code sslmode} and {@code sslrootcert}. Addresses stand on command lines, which everybody on a machine can
 * read: one with a password in it is not taken, and never repeated in a message.
 */
public record PostgresAddress(String user, List<Host> hosts, String database, Map<String, String> parameters) {
    static final String TLS_MODE = "sslmode";
    static final String TLS_ROOT = "sslrootcert";

    private static final String FORM = "postgresql://user@host:port/database";
    private static final Pattern PARTS =
            Pattern.compile("postgres(?:ql)?://(?:([^@/?]*)@)?([^@/?]+)/([^/?]+)(?:\\?(.*))?");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^:\\[\\]]+)(?::([0-9]{1,5}))?");
    private static final int DEFAULT_PORT = 5432;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** A server, by name or number; the number of version 6 in brackets. */
    record Host(String name, int port) {
        boolean isThisMachine() {
            return LOOPBACK.contains(name);
        }

        @Override
        public String toString() {
            return name + ":" + port;
        }
    }

    /**
     * Reads what a person typed.
     *
     * @throws IllegalArgumentException whose message says what is wrong with the text
     */
    public static PostgresAddress parse(String text) {
        var parts = PARTS.matcher(text);
        // Asked before anything else is: a text that cannot be read may hold a password all the same.
        if (holdsPassword(text)) {
            throw new IllegalArgumentException(
                    "the address of the database holds a password, which others on this machine"
                            + " could read; leave it out and set PARLEY_POSTGRES_PASSWORD in the environment");
        }
        if (!parts.matches()) {
            throw new IllegalArgumentException("the address of the database must look like " + FORM);
        }
        var user = parts.group(1);
        if (user == null || user.isEmpty()) {
            throw new IllegalArgumentException("the address of the database names no user; it must look like " + FORM);
        }
        var hosts = Arrays.stream(parts.group(2).split(",", -1))
                .map(PostgresAddress::host)
                .toList();
        var query = parts.group(4);
        return new PostgresAddress(
                decoded(user), hosts, decoded(parts.group(3)), query == null ? Map.of() : parameters(query));
    }

    private static boolean holdsPassword(String text) {
        int start = text.indexOf("://");
        var rest = start < 0 ? text : text.substring(start + 3);
        int at = rest.lastIndexOf('@');
        return rest.substring(0, Math.max(at, 0)).contains(":") || rest.contains("password=");
    }

    private static Host host(String text) {
        var parts = HOST.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' in the address of the database is not a host");
        }
        var port = parts.group(2);
        int number = port == null ? DEFAULT_PORT : Integer.parseInt(port);
        if (number < 1 || number > 65_535) {
            throw new IllegalArgumentException("the address of the database names port " + number + ", which is none");
        }
        return new Host(parts.group(1), number);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> found = new HashMap<>();
        for (var parameter : query.split("&", -1)) {
            var parts = parameter.split("=", 2);
            var name = parts[0];
            if (parts.length < 2 || !(name.equals(TLS_MODE) || name.equals(TLS_ROOT))) {
                throw new IllegalArgumentException("the address of the database has a parameter '" + name
                        + "'; it may have " + TLS_MODE + " and " + TLS_ROOT);
            }
            if (name.equals(TLS_MODE)) {
                Tls.of(parts[1]);
            }
            found.put(name, decoded(parts[1]));
        }
        return Map.copyOf(found);
    }

    private static String decoded(String text) {
        // As in any address, but for the plus sign, which stands for a space in forms alone.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    boolean isThisMachine() {
        return hosts.stream().allMatch(Host::isThisMachine);
    }

    /** The servers as a person would write them. */
    String servers() {
        return String.join(",", hosts.stream().map(Host::toString).toList());
    }

    @Override
    public String toString() {
        return "postgresql://" + user + "@" + servers() + "/" + database;
    }
}
