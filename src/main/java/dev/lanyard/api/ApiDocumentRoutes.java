package dev.lanyard.api;

import dev.lanyard.config.Config;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.quarkus.vertx.http.ManagementInterface;
import io.smallrye.openapi.runtime.io.Format;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves the OpenAPI documents at {@value #PATH}: the tenants' at the public port, the operator's
 * at the management port, and the page that shows the former. What the build left open, the address
 * of this Lanyard, is filled in once.
 */
@ApplicationScoped
class ApiDocumentRoutes {
    static final String PATH = "/docs/openapi";

    /** Where the framework would show the operator's to everybody. */
    private static final String OPERATORS = "/docs/operator-openapi*";

    private final OpenApiDocumentService documents;
    private final String publicUrl;
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    ApiDocumentRoutes(OpenApiDocumentService documents, Config config) {
        this.documents = documents;
        this.publicUrl = config.publicUrl().toString();
    }

    /** The reference that people read. */
    @CheckedTemplate(basePath = "api")
    static final class ReferenceTemplates {
        private ReferenceTemplates() {}

        static native TemplateInstance reference();
    }

    void register(@Observes Router router) {
        for (String place : new String[] {"/docs", "/docs/", "/docs/index.html"}) {
            first(router.route(HttpMethod.GET, place)).handler(ApiDocumentRoutes::reference);
        }
        first(router.route(OPERATORS)).handler(call -> call.fail(404));
        serve(router, OpenApiFilter.DEFAULT_DOCUMENT_NAME);
    }

    void register(@Observes ManagementInterface management) {
        serve(management.router(), OperatorApiDocument.DOCUMENT);
    }

    /** Our own page in place of the framework's, whose inline scripts keep the reader's key. */
    private static void reference(RoutingContext call) {
        call.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8")
                .end(ReferenceTemplates.reference().render());
    }

    private void serve(Router router, String document) {
        for (String ending : new String[] {"", ".json", ".yaml", ".yml"}) {
            first(router.route(HttpMethod.GET, PATH + ending))
                    .handler(call -> send(call, document));
        }
    }

    /** Before the framework's own. */
    private static Route first(Route route) {
        return route.order(-1);
    }

    private void send(RoutingContext call, String document) {
        Format format = format(call);
        call.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, format.getMimeType() + ";charset=UTF-8")
                .putHeader("Access-Control-Allow-Origin", "*")
                .end(texts.computeIfAbsent(document + format, none -> text(document, format)));
    }

    private String text(String document, Format format) {
        byte[] built = documents.getDocument(document, format);
        return new String(built, StandardCharsets.UTF_8)
                .replace(DocumentCompletion.SERVER, publicUrl);
    }

    /** As the ending says, else {@code ?format=}, else {@code Accept}. */
    private static Format format(RoutingContext call) {
        String path = call.normalizedPath();
        @Nullable String asked = call.request().getParam("format");
        String wanted =
                path.contains(".")
                        ? path
                        : Optional.ofNullable(asked)
                                .or(() -> Optional.ofNullable(call.request().getHeader("Accept")))
                                .orElse("");
        return wanted.toLowerCase(Locale.ROOT).contains("json") ? Format.JSON : Format.YAML;
    }
}
