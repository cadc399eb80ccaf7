package dev.parley.edge.auth;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.StatusCodes;
import com.typesafe.config.Config;
import dev.parley.edge.http.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checked before anything else of a request. A node on a loopback address lets people in without a token, so any page in their
 * browser could otherwise open our sockets, directly or under a name of its own that points to this machine:
 *
 * <ul>
 *   <li>the {@code Host} that was asked for must be a name of ours, which defeats names that were rebound to this address;
 *   <li>an {@code Origin}, which browsers send and others don't, must be ours, a configured one, or a page from this machine.
 * </ul>
 */
public final class FrontDoor {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> hosts;
    private final Set<Origin> origins;

    /** The door of a node on a loopback address; reads {@code hosts} and {@code origins} of the section {@code parley.http}. */
    public static FrontDoor ofLoopback(Config config) {
        var hosts = new HashSet<>(LOOPBACK);
        config.getStringList("hosts").forEach(host -> hosts.add(configuredHost(host)));
        var origins = new HashSet<Origin>();
        config.getStringList("origins").forEach(origin -> origins.add(configuredOrigin(origin)));
        return new FrontDoor(hosts, origins);
    }

    private static String configuredHost(String text) {
        var origin = Origin.parse("http://" + text);
        if (origin == null || !origin.host().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException(
                    "parley.http.hosts: '" + text + "' is not a name such as parley.example.org, without a port");
        }
        return origin.host();
    }

    private static Origin configuredOrigin(String text) {
        var origin = Origin.parse(text);
        if (origin == null) {
            throw new IllegalArgumentException("parley.http.origins: '" + text
                    + "' is not an origin such as https://app.example.org, without a path");
        }
        return origin;
    }

    private FrontDoor(Set<String> hosts, Set<Origin> origins) {
        this.hosts = Set.copyOf(hosts);
        this.origins = Set.copyOf(origins);
    }

    /** Why the request may not come in, or null. */
    public @Nullable Problem refusalOf(HttpRequest request) {
        var host = onlyOne(request, "host");
        if (host == null || !hosts.contains(nameOf(host))) {
            return new Problem(
                    StatusCodes.MISDIRECTED_REQUEST,
                    "This node is not known under the name that was asked for. Its operator can add it to parley.http.hosts.");
        }
        if (all(request, "origin").isEmpty()) {
            return null;
        }
        var origin = onlyOne(request, "origin");
        if (origin == null || !allowsOrigin(origin, host)) {
            return new Problem(
                    StatusCodes.FORBIDDEN,
                    "Pages of this origin may not use this node. Its operator can add the origin to parley.http.origins.");
        }
        return null;
    }

    private boolean allowsOrigin(String value, String host) {
        var origin = Origin.parse(value);
        return origin != null
                && (origins.contains(origin) || LOOPBACK.contains(origin.host()) || origin.isSameAs(host));
    }

    /** The name in a {@code Host} header, without the port: behind a tunnel or a proxy the port is another one. */
    private static String nameOf(String host) {
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']');
        return (hasPort ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }

    private static @Nullable String onlyOne(HttpRequest request, String name) {
        var values = all(request, name);
        return values.size() == 1 ? values.getFirst() : null;
    }

    private static List<String> all(HttpRequest request, String name) {
        List<String> values = new ArrayList<>();
        for (HttpHeader header : request.getHeaders()) {
            if (header.is(name)) {
                values.add(header.value());
            }
        }
        return values;
    }
}
