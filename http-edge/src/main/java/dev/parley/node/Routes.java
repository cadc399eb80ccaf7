package dev.parley.node;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.handleExceptions;
import static akka.http.javadsl.server.Directives.handleRejections;
import static akka.http.javadsl.server.Directives.respondWithHeaders;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Allow;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.javadsl.server.Route;
import akka.japi.function.Function;
import dev.parley.edge.auth.FrontDoor;
import dev.parley.edge.http.EveryAnswer;
import dev.parley.edge.http.Problem;
import dev.parley.edge.ops.OpsRoute;
import dev.parley.edge.web.PageRoute;
import dev.parley.edge.yjs.YjsRoute;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All addresses of a node, behind the one door that every request goes through. */
record Routes(FrontDoor door, OpsRoute ops, YjsRoute yjs, PageRoute page) {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    Function<HttpRequest, CompletionStage<HttpResponse>> handler(ActorSystem<?> system) {
        return all().function(system);
    }

    private Route all() {
        return respondWithHeaders(
                EveryAnswer.HEADERS,
                () -> handleExceptions(
                        failures(), () -> handleRejections(refusals(), () -> extractRequest(this::throughTheDoor))));
    }

    private Route throughTheDoor(HttpRequest request) {
        var refusal = door.refusalOf(request);
        return refusal == null ? concat(yjs.route(), ops.route(), page.route()) : complete(refusal.response());
    }

    private static RejectionHandler refusals() {
        return RejectionHandler.newBuilder()
                .handleAll(MethodRejection.class, rejections -> complete(methodNotAllowed(rejections)))
                .handleNotFound(complete(Problem.notFound().response()))
                .build()
                .withFallback(RejectionHandler.defaultHandler());
    }

    private static HttpResponse methodNotAllowed(List<MethodRejection> rejections) {
        var known = rejections.stream().map(MethodRejection::supported).toArray(HttpMethod[]::new);
        return new Problem(StatusCodes.METHOD_NOT_ALLOWED, "This address does not know that method.")
                .response()
                .addHeader(Allow.create(known));
    }

    private static ExceptionHandler failures() {
        return ExceptionHandler.newBuilder()
                .matchAny(failure -> extractRequest(request -> {
                    // The path alone: what follows it may hold a token.
                    LOG.error(
                            "{} {} failed",
                            request.method().value(),
                            request.getUri().path(),
                            failure);
                    return complete(new Problem(StatusCodes.INTERNAL_SERVER_ERROR, "The server failed at this request.")
                            .response());
                }))
                .build();
    }
}
