package dev.lanyard.console;

import dev.lanyard.config.Config;
import dev.lanyard.tenant.access.Caller;
import dev.lanyard.tenant.access.ConsoleVisit;
import dev.lanyard.tenant.access.CurrentCaller;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The consoles as HTML: one frame, filled by the rooms. Every text in it is escaped. */
@ApplicationScoped
public class Console {
    private static final String HTML = "text/html;charset=UTF-8";

    private final CurrentCaller caller;
    private final ConsoleVisit visit;
    private final boolean sandbox;

    Console(CurrentCaller caller, ConsoleVisit visit, Config config) {
        this.caller = caller;
        this.visit = visit;
        this.sandbox = config.sandbox();
    }

    @CheckedTemplate(basePath = "console")
    static final class ConsoleTemplates {
        private ConsoleTemplates() {}

        static native TemplateInstance page(
                ConsolePage page, List<ConsoleSection> sections, Frame frame);

        static native TemplateInstance signIn(String to, @Nullable String problem);

        static native TemplateInstance operatorSignIn(@Nullable String problem);
    }

    /**
     * What stands around each page.
     *
     * @param tenantId whose console it is; null: the operator's
     * @param key id of the API key that signed in
     * @param scopes what it may do
     * @param csrf what each form brings back
     */
    record Frame(@Nullable String tenantId, String key, String scopes, String csrf) {}

    /** A page. */
    public Uni<Response> show(ConsolePage page) {
        return ConsoleTemplates.page(page, ConsoleSection.ofTenants(sandbox), frame())
                .createUni()
                .map(html -> Response.ok(html, HTML).build());
    }

    /**
     * A page of the operator's console, for the management port.
     *
     * @param csrf what each form brings back
     */
    public static Uni<String> operatorPage(ConsolePage page, String csrf) {
        return ConsoleTemplates.page(
                        page, ConsoleSection.ofOperators(), new Frame(null, "", "", csrf))
                .createUni();
    }

    /**
     * The door of the operator's console.
     *
     * @param problem why the last try did not open it; null: there was none
     */
    public static Uni<String> operatorSignIn(@Nullable String problem) {
        return ConsoleTemplates.operatorSignIn(problem).createUni();
    }

    private Frame frame() {
        Caller known = caller.get();
        return new Frame(
                known.tenantId(),
                known.keyId(),
                String.join(
                        ", ",
                        known.scopes().stream()
                                .sorted()
                                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                                .toList()),
                visit.csrf());
    }

    /** To another page of the console. */
    public static Response to(String path) {
        return Response.status(303).location(URI.create(path)).build();
    }

    /** After a form: to a page that says what came of it. Reloading it does nothing again. */
    public static Response done(String path, String notice) {
        return Response.status(303)
                .location(
                        URI.create(
                                path
                                        + "?done="
                                        + URLEncoder.encode(notice, StandardCharsets.UTF_8)))
                .build();
    }

    Uni<Response> signIn(int status, String to, @Nullable String problem) {
        return ConsoleTemplates.signIn(to, problem)
                .createUni()
                .map(html -> Response.status(status).type(HTML).entity(html).build());
    }
}
