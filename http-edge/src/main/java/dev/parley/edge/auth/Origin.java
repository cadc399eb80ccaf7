package dev.parley.edge.auth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a page comes from (RFC 6454): scheme, host and port, nothing more. */
record Origin(String scheme, String host, int port) {
    private static final int MAX_LENGTH = 300;

    /** Null for what is not the origin of a web page, such as the {@code null} of a sandboxed frame or a file. */
    static @Nullable Origin parse(String value) {
        if (value.length() > MAX_LENGTH) {
            return null;
        }
        try {
            var uri = new URI(value.toLowerCase(Locale.ROOT));
            var scheme = uri.getScheme();
            if (scheme == null || uri.getHost() == null || !isBare(uri)) {
                return null;
            }
            return switch (scheme) {
                case "http" -> new Origin(scheme, uri.getHost(), uri.getPort() == -1 ? 80 : uri.getPort());
                case "https" -> new Origin(scheme, uri.getHost(), uri.getPort() == -1 ? 443 : uri.getPort());
                default -> null;
            };
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isBare(URI uri) {
        return uri.getRawUserInfo() == null
                && uri.getRawPath().isEmpty()
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    /** Whether the page came from the address that a {@code Host} header names. */
    boolean isSameAs(String hostHeader) {
        return equals(parse(scheme + "://" + hostHeader));
    }
}
