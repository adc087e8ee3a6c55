package dev.lanyard.console.operator;

import dev.lanyard.console.ConsolePage;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** One kind of page of the operator's console. */
interface OperatorPage {

    /** Where it is, as the router has it: {@code /console/tenants/:id}. */
    String path();

    /** The page; fails with a problem. */
    Uni<ConsolePage> show(OperatorPageRequest request);

    /**
     * What is asked of a page.
     *
     * @param id of the path; empty: it has none
     * @param cursor where a list goes on; null: at its beginning
     */
    record OperatorPageRequest(String id, @Nullable String cursor) {
        static OperatorPageRequest of(HttpServerRequest request, @Nullable String id) {
            return new OperatorPageRequest(id == null ? "" : id, request.getParam("cursor"));
        }
    }
}
