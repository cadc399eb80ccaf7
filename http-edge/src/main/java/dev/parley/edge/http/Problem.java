package dev.parley.edge.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** An error as a client is told of it: a problem document (RFC 9457). The detail says what to do, and never holds a secret. */
public record Problem(StatusCode status, String detail) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final akka.http.javadsl.model.ContentType PROBLEM_JSON = ContentTypes.create(
            MediaTypes.applicationWithFixedCharset("problem+json", akka.http.javadsl.model.HttpCharsets.UTF_8));

    public static Problem notFound() {
        return new Problem(StatusCodes.NOT_FOUND, "There is nothing at this address.");
    }

    public HttpResponse response() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "about:blank");
        document.put("title", status.reason());
        document.put("status", status.intValue());
        document.put("detail", detail);
        try {
            return HttpResponse.create()
                    .withStatus(status)
                    .withEntity(PROBLEM_JSON, ByteString.fromArrayUnsafe(JSON.writeValueAsBytes(document)));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("a map of texts and numbers is always JSON", e);
        }
    }
}
