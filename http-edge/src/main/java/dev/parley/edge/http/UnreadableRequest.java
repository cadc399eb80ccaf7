package dev.parley.edge.http;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;

/**
 * Answers what is no HTTP request, or one that no route gets to see, such as one whose address is too long. Nothing is logged:
 * what is wrong with a request may stand right beside a token. Akka HTTP makes it by the name in {@code application.conf}.
 */
public final class UnreadableRequest extends ParsingErrorHandler {
    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        return new Problem(status, "The request cannot be read: " + error.summary() + ".")
                .response()
                .addHeaders(EveryAnswer.HEADERS);
    }
}
