package dev.lanyard.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/**
 * A call of the API.
 *
 * @param required the scope it needs
 * @param content what the account is told
 */
record ApiCall(
        RoutingContext ctx,
        FaultPoint place,
        String required,
        Function<SandboxUser, JsonObject> content) {

    /** The content, or 403 in Bitbucket's words where the scope is missing. */
    SandboxResponse response(BearerToken caller) {
        return caller.scopes().contains(required)
                ? SandboxResponse.json(200, content.apply(caller.account()))
                : missing(caller.scopes());
    }

    private SandboxResponse missing(List<String> granted) {
        JsonObject detail =
                JsonObject.of(
                        "required",
                        new JsonArray().add(required),
                        "granted",
                        new JsonArray(granted));
        return SandboxResponse.apiError(
                403,
                JsonObject.of(
                        "message",
                        "Your credentials lack one or more required privilege scopes.",
                        "detail",
                        detail));
    }
}
