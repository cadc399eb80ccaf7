package dev.parley.edge.web;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathSingleSlash;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code /}: what somebody sees who opens the address that a node prints. */
public final class PageRoute {
    private final HttpResponse page = file("index.html", ContentTypes.TEXT_HTML_UTF8);
    private final HttpResponse style = file("style.css", MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8));

    public Route route() {
        return concat(
                pathSingleSlash(() -> get(() -> complete(page))), path("style.css", () -> get(() -> complete(style))));
    }

    private static HttpResponse file(String name, ContentType type) {
        try (var in = PageRoute.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the page's " + name + " was not packed");
            }
            return HttpResponse.create().withEntity(type, ByteString.fromArrayUnsafe(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
