package dev.lanyard.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * The response to a request at the sandbox.
 *
 * @param body the whole body
 * @param ending how much of it is sent
 */
record SandboxResponse(int status, Map<String, String> headers, Buffer body, Ending ending) {

    /** The way a response ends on the wire. */
    enum Ending {
        /** Sent whole. */
        WHOLE,
        /** Nothing is sent; the connection is closed in order. */
        CLOSED,
        /** Nothing is sent; the connection is reset. */
        RESET,
        /** Half of the body is sent; the connection is reset. */
        CUT
    }

    static SandboxResponse json(int status, JsonObject body) {
        return of(status, "application/json", body.toBuffer());
    }

    static SandboxResponse text(int status, String body) {
        return of(status, "text/plain", Buffer.buffer(body));
    }

    static SandboxResponse page(int status, String html) {
        return of(status, "text/html; charset=utf-8", Buffer.buffer(html))
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
                                + " frame-ancestors 'none'")
                .with("Referrer-Policy", "no-referrer");
    }

    static SandboxResponse redirect(URI location) {
        return of(303, "text/plain", Buffer.buffer()).with("Location", location.toString());
    }

    static SandboxResponse empty() {
        return new SandboxResponse(204, Map.of(), Buffer.buffer(), Ending.WHOLE);
    }

    /** An error of the API, in Bitbucket's shape. */
    static SandboxResponse apiError(int status, JsonObject error) {
        return json(status, JsonObject.of("type", "error", "error", error));
    }

    /** No response at all. */
    static SandboxResponse none(Ending ending) {
        return new SandboxResponse(200, Map.of(), Buffer.buffer(), ending);
    }

    static SandboxResponse of(int status, String contentType, Buffer body) {
        return new SandboxResponse(
                status,
                Map.of("Content-Type", contentType, "Cache-Control", "no-store"),
                body,
                Ending.WHOLE);
    }

    SandboxResponse with(String header, String value) {
        Map<String, String> changed = new TreeMap<>(headers);
        changed.put(header, value);
        return new SandboxResponse(status, changed, body, ending);
    }

    SandboxResponse withBody(Buffer other) {
        return new SandboxResponse(status, headers, other, ending);
    }

    SandboxResponse ending(Ending other) {
        return new SandboxResponse(status, headers, body, other);
    }

    void write(RoutingContext ctx) {
        HttpServerResponse response = ctx.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(status);
        headers.forEach(response::putHeader);
        switch (ending) {
            case WHOLE -> response.end(body);
            case CLOSED -> ctx.request().connection().close();
            case RESET -> ConnectionReset.now(ctx.request());
            case CUT -> cut(ctx, response);
        }
    }

    private void cut(RoutingContext ctx, HttpServerResponse response) {
        response.putHeader("Content-Length", String.valueOf(body.length()));
        response.write(body.slice(0, body.length() / 2))
                .onComplete(written -> ConnectionReset.now(ctx.request()));
    }
}
