package dev.lanyard.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** Rules for the body of every request. */
public final class RequestBodies {
    /** The most that a body may have, in bytes. */
    public static final long MAX_BYTES = 256 * 1024;

    /** Its body is read line by line, and has no limit. */
    public static final String IMPORT = "/v1/connections/import";

    private static final long DRAIN_MILLIS = 5_000;

    private RequestBodies() {}

    /** Whether the body is read as it comes, and never held as a whole. */
    public static boolean isStreamed(HttpServerRequest request) {
        return request.method() == HttpMethod.POST && IMPORT.equals(request.path());
    }

    /**
     * Ends the connection once the rest of the body has come, or some seconds later: closed at
     * once, the reset could overtake the response.
     *
     * @param request whose response has not been sent yet
     */
    public static void closeAfterwards(HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        if (request.isEnded()) {
            return;
        }
        request.response().endHandler(sent -> closeOnceRead(request));
    }

    /**
     * Takes the rest of a body that nobody wants, and closes the connection.
     *
     * @param request whose response was sent before its body had come
     */
    public static void closeOnceRead(HttpServerRequest request) {
        request.handler(ignored -> {});
        request.endHandler(end -> request.connection().close());
        request.resume();
        Vertx.currentContext().owner().setTimer(DRAIN_MILLIS, late -> request.connection().close());
    }
}
