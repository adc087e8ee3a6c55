package dev.lanyard.http;

import dev.lanyard.runtime.LogFields;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request a name that its response and its lines in the log share: the caller's {@code
 * X-Request-Id} if it is a plain word, else a new one. A connection's id in the path is logged,
 * too.
 */
@ApplicationScoped
public class RequestIds {
    private static final String HEADER = "X-Request-Id";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String CONNECTIONS = "v1/connections/conn_";
    private static final Pattern CONNECTION =
            Pattern.compile("/(?:admin/)?v1/connections/(conn_[a-z2-7]{26})(?:/|$)");

    void register(@Observes Filters filters) {
        filters.register(RequestIds::name, FilterOrder.REQUEST_ID);
    }

    /** What the caller named its request goes back; for those who answer before it has a name. */
    public static void echo(HttpServerRequest request, HttpServerResponse response) {
        String sent = sent(request);
        if (sent != null) {
            response.putHeader(HEADER, sent);
        }
    }

    /** The request's name, which its response carries; null if no filter has seen it. */
    public static @Nullable String of(HttpServerResponse response) {
        return response.headers().get(HEADER);
    }

    private static @Nullable String sent(HttpServerRequest request) {
        String sent = request.getHeader(HEADER);
        return sent != null && PLAIN.matcher(sent).matches() ? sent : null;
    }

    private static void name(RoutingContext context) {
        String sent = sent(context.request());
        String id = sent == null ? fresh() : sent;
        context.response().putHeader(HEADER, id);
        MDC.put(LogFields.REQUEST, id);
        String path = String.valueOf(context.request().path());
        if (path.contains(CONNECTIONS)) { // else a match is not worth looking for
            Matcher connection = CONNECTION.matcher(path);
            if (connection.lookingAt()) {
                MDC.put(LogFields.CONNECTION, connection.group(1));
            }
        }
        context.next();
    }

    /** 64 bits tell requests apart; nothing is kept from anybody by them. */
    private static String fresh() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }
}
