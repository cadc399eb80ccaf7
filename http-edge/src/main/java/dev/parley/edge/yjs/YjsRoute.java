package dev.parley.edge.yjs;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.pathPrefix;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.headers.RawRequestURI;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import dev.parley.core.access.Principal;
import dev.parley.core.access.Right;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.presence.PresenceLimits;
import dev.parley.edge.http.Problem;
import dev.parley.edge.socket.SocketStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code /yjs/{room}}: opens a socket of y-websocket in the room that the rest of the path names. */
public final class YjsRoute {
    private static final String PREFIX = "/yjs/";

    private final SocketStage.Surroundings sockets;
    private final PresenceLimits presence;
    private final BooleanSupplier serving;
    private final Supplier<String> ids;

    /**
     * @param serving whether rooms can be reached at the moment
     * @param ids gives each connection a name of its own
     */
    public YjsRoute(
            SocketStage.Surroundings sockets, PresenceLimits presence, BooleanSupplier serving, Supplier<String> ids) {
        this.sockets = sockets;
        this.presence = presence;
        this.serving = serving;
        this.ids = ids;
    }

    public Route route() {
        return pathPrefix(
                PathMatchers.segment("yjs").slash(PathMatchers.remainingPath()),
                rest -> get(() -> extractRequest(request -> complete(answer(request)))));
    }

    private HttpResponse answer(HttpRequest request) {
        var upgrade = request.getAttribute(AttributeKeys.webSocketUpgrade);
        if (upgrade.isEmpty()) {
            return new Problem(StatusCodes.UPGRADE_REQUIRED, "A room is entered by a WebSocket.")
                    .response()
                    .addHeader(RawHeader.create("Upgrade", "websocket"));
        }
        if (!serving.getAsBoolean()) {
            return new Problem(StatusCodes.SERVICE_UNAVAILABLE, "The node is starting or stopping; try again soon.")
                    .response();
        }
        try {
            var room = RoomName.fromPath(roomOf(request));
            var dialect = new YjsSocket(room, Principal.ANONYMOUS, Right.EDITOR, presence);
            return SocketStage.accept(upgrade.get(), sockets, ids.get(), dialect);
        } catch (MalformedInput e) {
            return new Problem(StatusCodes.BAD_REQUEST, "The address names no room: " + e.getMessage() + ".")
                    .response();
        }
    }

    /** The room as it stands in the address: decoding belongs to the one place that does it for all protocols. */
    private static String roomOf(HttpRequest request) throws MalformedInput {
        var uri = request.getHeader(RawRequestURI.class).map(RawRequestURI::uri).orElse("");
        int end = uri.indexOf('?');
        var path = end < 0 ? uri : uri.substring(0, end);
        if (!path.startsWith(PREFIX)) {
            throw new MalformedInput("it does not begin with " + PREFIX);
        }
        return path.substring(PREFIX.length());
    }
}
