package dev.parley.edge.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.List;

/** What every answer of ours tells browsers: to load nothing from elsewhere, and to tell nobody where they have been. */
public final class EveryAnswer {
    public static final List<HttpHeader> HEADERS = List.of(
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("Referrer-Policy", "no-referrer"),
            RawHeader.create(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; connect-src 'self'; img-src 'self' data:; frame-ancestors 'self';"
                            + " base-uri 'none'; form-action 'none'"));

    private EveryAnswer() {}
}
