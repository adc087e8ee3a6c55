package dev.lanyard.http;

import dev.lanyard.config.Config;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides which protective header fields a response carries: by its address,
 * before anything else sees the request, so that failures and unknown addresses have them too.
 * Source: OWASP ASVS 5.0 V3.4, RFC 9700 §4.2.4 (referrer), RFC 6749 §5.1 (no-store).
 */
@ApplicationScoped
public class ResponseHeaders {
    private static final CharSequence CACHE_CONTROL = HttpHeaders.CACHE_CONTROL;
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence CSP = HttpHeaders.createOptimized("content-security-policy");
    private static final CharSequence HSTS =
            HttpHeaders.createOptimized("strict-transport-security");
    private static final CharSequence YEAR = HttpHeaders.createOptimized("max-age=31536000");
    private static final CharSequence TYPE_OPTIONS =
            HttpHeaders.createOptimized("x-content-type-options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence REFERRER = HttpHeaders.createOptimized("referrer-policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");

    /** For those who answer before there is an application. */
    public static final Map<CharSequence, CharSequence> OF_DATA = fields(ResponseKind.DATA, false);

    private final List<Map<CharSequence, CharSequence>> fields;

    @Inject
    public ResponseHeaders(Config config) {
        this("https".equals(config.publicUrl().getScheme()));
    }

    /**
     * @param secure whether browsers reach this service by https only
     */
    public ResponseHeaders(boolean secure) {
        fields = Arrays.stream(ResponseKind.values()).map(kind -> fields(kind, secure)).toList();
    }

    private static Map<CharSequence, CharSequence> fields(ResponseKind kind, boolean secure) {
        Map<CharSequence, CharSequence> fields = new LinkedHashMap<>();
        fields.put(TYPE_OPTIONS, NOSNIFF);
        if (secure) {
            fields.put(HSTS, YEAR);
        }
        if (kind == ResponseKind.TOKEN) { // read by programs, a hundred thousand times
            fields.put(CACHE_CONTROL, NO_STORE);
            return fields;
        }
        fields.put(REFERRER, NO_REFERRER);
        fields.put(CSP, HttpHeaders.createOptimized(kind.policy(List.of())));
        if (kind.secret()) {
            fields.put(CACHE_CONTROL, NO_STORE);
        }
        return fields;
    }

    void register(@Observes Filters filters) {
        filters.register(this::begin, FilterOrder.RESPONSE_HEADERS);
    }

    private void begin(RoutingContext context) {
        put(context.response(), context.request().path());
        context.next();
    }

    /** The fields of a response at this address; what it carried before under their names goes. */
    public void put(HttpServerResponse response, @Nullable String path) {
        fieldsAt(path).forEach(response::putHeader);
    }

    /** The fields of an access token's answer. */
    public void putOfToken(HttpServerResponse response) {
        fields.get(ResponseKind.TOKEN.ordinal()).forEach(response::putHeader);
    }

    /** A problem at the address of a file, which may be stored otherwise. */
    public static void forbidStoring(HttpServerResponse response) {
        response.putHeader(CACHE_CONTROL, NO_STORE);
    }

    public Map<CharSequence, CharSequence> fieldsAt(@Nullable String path) {
        return fields.get(ResponseKind.of(path).ordinal());
    }

    /**
     * Lets pages of these origins frame this response, be it a page or a problem's.
     *
     * @param origins serialized origins, checked; none: nobody may
     */
    public void frameableBy(HttpServerResponse response, List<String> origins) {
        response.putHeader(CSP, ResponseKind.PAGE.policy(origins));
    }
}
