package dev.lanyard;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request a name that its answer and its lines in the log share: the caller's {@code
 * X-Request-Id} if it is a plain word, else a new one. A connection's id in the path is logged,
 * too.
 */
@ApplicationScoped
class RequestIds {
    /** Before the common token read, which logs nothing: what was sent goes back. */
    private static final int ECHO = 2100;

    /** After it. */
    private static final int NAME = 1900;

    private static final String HEADER = "X-Request-Id";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern CONNECTION =
            Pattern.compile("/(?:admin/)?v1/connections/(conn_[a-z2-7]{26})(?:/.*)?");

    void register(@Observes Filters filters) {
        filters.register(RequestIds::echo, ECHO);
        filters.register(RequestIds::name, NAME);
    }

    private static void echo(RoutingContext context) {
        String sent = context.request().getHeader(HEADER);
        if (isPlain(sent)) {
            context.response().putHeader(HEADER, sent);
        }
        context.next();
    }

    private static boolean isPlain(@Nullable String sent) {
        return sent != null && PLAIN.matcher(sent).matches();
    }

    private static void name(RoutingContext context) {
        String id = context.response().headers().get(HEADER);
        if (id == null) {
            id = fresh();
            context.response().putHeader(HEADER, id);
        }
        MDC.put(LogFields.REQUEST, id);
        Matcher connection = CONNECTION.matcher(String.valueOf(context.request().path()));
        if (connection.matches()) {
            MDC.put(LogFields.CONNECTION, connection.group(1));
        }
        context.next();
    }

    /** 64 bits tell requests apart; nothing is kept from anybody by them. */
    private static String fresh() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }
}
