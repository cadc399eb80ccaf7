package dev.parley.edge.ops;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathPrefix;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import java.util.function.BooleanSupplier;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: it serves rooms. {@code /metrics}: in Prometheus' text
 * format. Health says up or down and nothing else.
 */
public final class OpsRoute {
    private final Meters meters;
    private final BooleanSupplier serving;

    public OpsRoute(Meters meters, BooleanSupplier serving) {
        this.meters = meters;
        this.serving = serving;
    }

    public Route route() {
        return concat(
                pathPrefix(
                        "health",
                        () -> concat(
                                path("live", () -> get(() -> complete(health(true)))),
                                path("ready", () -> get(() -> complete(health(serving.getAsBoolean())))))),
                path("metrics", () -> get(() -> complete(text(meters.scrape())))));
    }

    private static HttpResponse health(boolean up) {
        return text(up ? "up\n" : "down\n").withStatus(up ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE);
    }

    private static HttpResponse text(String body) {
        return HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, body);
    }
}
